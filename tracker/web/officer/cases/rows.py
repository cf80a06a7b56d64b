"""A case as lists and its own page show it: its clock, its next step, who has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import actions, store
from tracker.access import ROLES, Permission
from tracker.actions.law.cases.case_steps import age_on
from tracker.actions.law.cases.standing import Standing
from tracker.domain.law.cases.case_kinds import Kind, Step, Unit
from tracker.domain.law.cases.clock import day_of
from tracker.domain.law.cases.requesters import Requester
from tracker.store.accounts.users import User
from tracker.store.law.cases import Case, CaseEvent
from tracker.store.people.records import Person
from tracker.web.acting import now_on_day, today
from tracker.web.filters import moment, near_day
from tracker.web.guard import may, me, scope
from tracker.wording import case_words

#: The days before the day of a case in which it presses.
SOON = store.law.cases.DUE_WITHIN.days


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case with what its row shows. ``state`` is a class of its bar."""

    case: Case
    standing: Standing
    people: Sequence[Person]
    holder: str
    is_mine: bool
    presses: bool

    @property
    def received(self) -> str:
        """4 Nov; of a clock of hours with the time."""
        words = near_day(day_of(self.case.received_at), today())
        if self.case.of.unit is not Unit.HOURS:
            return words
        return f"{words}, {moment(self.case.received_at).rpartition(' ')[2]}"

    @property
    def left(self) -> str:
        case = self.case
        if case.closed_at is not None:
            return f"Closed {day_of(case.closed_at):%-d %b %Y}"
        return case_words.time_left(
            case.of,
            now=now_on_day(),
            today=today(),
            due_at=case.due_at,
            due_on=case.due_on,
            paused_since=case.paused_since,
            met=case.clock_met_at is not None,
        )

    @property
    def is_late(self) -> bool:
        return self.case.due_at is not None and self.case.due_at <= now_on_day()

    @property
    def state(self) -> str:
        if self.case.paused_since is not None:
            return "paused"
        if self.is_late or (self.presses and self.case.of.unit == "hours"):
            return "late"
        return "soon" if self.presses else "well"

    @property
    def used(self) -> float | None:
        """How much of the bar is filled, in per cent; None for a clock that is met."""
        if self.case.due_on is None and self.case.paused_since is None:
            return None
        if self.case.clock_met_at is not None:
            return None
        return round(100 * self.standing.clock.used(now_on_day()), 1)

    @property
    def next(self) -> str:
        if self.case.closed_at is not None:
            return ""
        return case_words.next_step(self.case.of, self.case.next_step)

    @property
    def about(self) -> str:
        """Who it is about without their name: E. W., aged 17, their own request."""
        return about(self.case, self.people, today())


def about(case: Case, people: Sequence[Person], day: date) -> str:
    """The subject of a case, for a list: the initials of one young person."""
    if len(people) != 1:
        return f"{len(people):,} people" if people else ""
    person = people[0]
    initials = " ".join(
        f"{part[:1]}." for part in (person.given, person.family) if part
    )
    age = age_on(person.born, day)
    words = [initials, *([f"aged {age}"] if age is not None else [])]
    if case.requester == Requester.YOUNG_PERSON:
        words.append("their own request")
    return ", ".join(words)


def rows(cases: Sequence[Case]) -> list[CaseRow]:
    """The rows of these cases, with three queries however many they are."""
    numbers = [case.id for case in cases]
    events = store.law.cases.events(numbers)
    people = store.law.cases.people(numbers, within=scope())
    colleagues = {
        each.id: each for each in store.accounts.users.everybody(within=scope())
    }
    return [
        row(case, events[case.id], people.get(case.id, []), colleagues)
        for case in cases
    ]


def row(
    case: Case,
    events: Sequence[CaseEvent],
    people: Sequence[Person],
    colleagues: Mapping[int, User],
) -> CaseRow:
    """The row of one case."""
    permission = permission_of(case.of, case.next_step)
    holder = colleagues.get(case.holder_id or 0)
    has_it = holder is not None and holder.closed_at is None and holder.may(permission)
    if case.paused_since is not None:
        words = "The requester"
    elif has_it and holder is not None:
        words = "You" if holder.id == me().id else holder.name
    else:
        words = role_of(permission)
    return CaseRow(
        case=case,
        standing=actions.law.cases.standing.standing(case, events, now=now_on_day()),
        people=people,
        holder=words,
        is_mine=case.paused_since is None
        and (holder.id == me().id if has_it and holder else may(permission)),
        presses=presses(case, today()),
    )


def presses(case: Case, day: date) -> bool:
    """Whether an open case is due within five days, or late."""
    return case.due_on is not None and (case.due_on - day).days <= SOON


def permission_of(kind: Kind, step: str) -> Permission:
    """The permission that a user needs for the next step of a case."""
    if step == Step.DECIDED:
        return Permission(kind.decided_by)
    if step == Step.APPROVED:
        return Permission(kind.approved_by)
    return Permission.WORK_CASES


def role_of(permission: Permission) -> str:
    """The title of the first role that has a permission."""
    return next(role.title for role in ROLES.values() if permission in role.permissions)


def may_open(kind: Kind) -> bool:
    """Whether the user may open cases of a kind: the officer, and who decides them.

    Where the decider has to be another, a colleague then decides.
    """
    return may(Permission.WORK_CASES) or may(Permission(kind.decided_by))


def may_work_on(kind: Kind) -> bool:
    """Whether the user may record the steps of cases of a kind.

    A guardian records the shares for safeguarding alone.
    """
    if may(Permission.WORK_CASES):
        return True
    decides = Permission(kind.decided_by)
    return decides is Permission.GUARD_CONFIDENTIALITY and may(decides)
