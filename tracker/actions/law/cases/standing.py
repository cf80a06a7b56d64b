"""How a case stands, worked out from its events and written into it.

An event is recorded inside ``changing``, which locks the case. At its end the case gets
its clock, its next step and its outcome from all of its events.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.act import Act
from tracker.domain.law.cases.case_kinds import Step
from tracker.domain.law.cases.clock import Clock, Turn, Turned, clock, day_of, start_of
from tracker.domain.law.cases.steps import taken, to_take
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User
from tracker.store.law.cases import Case, CaseEvent

_TURNS = frozenset(turn.value for turn in Turn)
#: The longest note, about a page.
LONGEST_NOTE = 4_000


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands: its clock, the steps that still hold, and those to take."""

    clock: Clock
    done: list[str]
    left: list[Step]


def standing(case: Case, events: Sequence[CaseEvent], *, now: datetime) -> Standing:
    """How a case stands at a moment, from its events as they were recorded."""
    turns = [
        Turned(Turn(each.what), each.at, each.months)
        for each in events
        if each.what in _TURNS
    ]
    done = taken(each.what for each in events)
    outcome = _outcome(events) if Step.DECIDED in done else ""
    return Standing(
        clock(case.of, turns, now=now, until=case.review_on),
        done,
        to_take(case.of, case.requester, done, outcome),
    )


@contextmanager
def changing(
    number: int, *, within: Scope, act: Act
) -> Iterator[tuple[Case, list[CaseEvent]]]:
    """A transaction with a locked open case and its events, to which more are added.

    Raises Refusal for a case that is not there or is closed.
    """
    with store.database.base.transaction():
        case = store.law.cases.lock(number, within=within)
        if case is None:
            raise Refusal(f"There is no case {number}.")
        if case.closed_at is not None:
            raise Refusal(f"{case.name} is closed.")
        events = store.law.cases.events([number])[number]
        yield case, events
        write(case, store.law.cases.events([number])[number], act=act)


def write(case: Case, events: Sequence[CaseEvent], *, act: Act) -> None:
    """Writes into a case what follows from its events."""
    now = standing(case, events, now=act.moment)
    is_open = case.closed_at is None
    case.next_step = now.left[0].value if now.left and is_open else ""
    case.outcome = _outcome(events) if Step.DECIDED in now.done else ""
    case.paused_since = now.clock.paused_since
    ends_with = case.of.ends_with
    met = ends_with not in now.left
    case.clock_met_at = (
        max(each.at for each in events if each.what == ends_with) if met else None
    )
    case.due_on = case.due_at = None
    if not is_open:
        return
    if met and now.left == [Step.DESTROYED]:
        request = store.law.cases.third_party(case.id)
        if request is not None and request.destroy_by is not None:
            case.due_on = request.destroy_by
            case.due_at = start_of(request.destroy_by)
    elif not met and case.paused_since is None:
        case.due_on, case.due_at = now.clock.last_day, now.clock.due


def add(
    case: Case,
    what: str,
    *,
    act: Act,
    at: datetime | None = None,
    evidence: str = "",
    outcome: str = "",
    months: int = 0,
    note: str = "",
) -> None:
    """Adds an event to the open transaction. Raises Refusal for too long a note."""
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise Refusal(f"Enter {LONGEST_NOTE:,} characters or fewer.", "note")
    store.database.base.insert(
        CaseEvent(
            authority=case.authority,
            case_id=case.id,
            what=what,
            at=at or act.moment,
            evidence=evidence,
            outcome=outcome,
            months=months,
            note=note,
            made_by=act.by,
            made_at=act.at,
        )
    )


def note_step(case: Case, step: str, *, act: Act) -> None:
    """Adds the line of the audit for an event; no reason, which may be personal."""
    act.note(Action.CASE_STEP_RECORDED, f"case {case.name}", step=step)


def moment(case: Case, on: date | None, *, act: Act) -> datetime:
    """The moment of an event that happened on a day, today if none is given.

    Raises Refusal for a day to come, or before the case arrived.
    """
    if on is None or on == act.on:
        return act.moment
    if on > act.on:
        raise Refusal("The day cannot be after today.", "on")
    if on < day_of(case.received_at):
        raise Refusal("The day cannot be before the case was received.", "on")
    return max(start_of(on), case.received_at)


def _outcome(events: Sequence[CaseEvent]) -> str:
    decided = [each.outcome for each in events if each.what == Step.DECIDED]
    return decided[-1] if decided else ""


def user_who_may(permission: str, *, within: Scope, act: Act) -> User:
    """The user of this act, who has to have a permission.

    A command is run by an account of the machine, which signs nothing. Raises Refusal.
    """
    user = store.accounts.users.by_email(act.by)
    if (
        user is None
        or user.closed_at is not None
        or user.authority not in within.authorities
    ):
        raise Refusal("A decision is signed on the pages, by a user who may decide.")
    if not user.may(Permission(permission)):
        raise Refusal("You may not decide this. Hand the case to a colleague who may.")
    return user
