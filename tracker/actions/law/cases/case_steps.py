"""Steps of a case, and its clock: checked, paused, resumed, extended, sent."""

from collections.abc import Sequence
from datetime import date

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.act import Act
from tracker.actions.law.cases import record_changes, standing
from tracker.actions.law.cases.standing import add, changing, moment, note_step
from tracker.domain.law.cases.case_kinds import BREACH, REQUEST, Step
from tracker.domain.law.cases.clock import Turn, day_of
from tracker.domain.law.cases.requesters import EVIDENCE
from tracker.refusal import Refusal
from tracker.store.law.cases import Case, CaseEvent

#: Events that are neither steps nor turns of the clock.
HANDED, AFFECTED, ADVISED = "handed", "affected", "advised"
#: The steps that ``take`` records; the others are decisions.
TAKEN_HERE = tuple(s for s in Step if s not in (Step.DECIDED, Step.APPROVED))
_EVIDENCED = (Step.IDENTITY, Step.AUTHORITY)


def take(
    number: int,
    step: Step,
    *,
    on: date | None = None,
    evidence: str = "",
    note: str = "",
    within: Scope,
    act: Act,
) -> None:
    """Records the next step of a case, with the day on which it was taken.

    ``evidence`` is a name of ``EVIDENCE``, for identity and authority. Raises Refusal
    for a step that is not the next one, and for evidence that is not enough.
    """
    with changing(number, within=within, act=act) as (case, events):
        left = standing.standing(case, events, now=act.moment).left
        if step not in TAKEN_HERE or not left or left[0] is not step:
            raise Refusal(_not_next(case, step, left))
        if step in _EVIDENCED:
            _check_evidence(case, step, evidence, within, act)
        if step in (Step.DESTROYED, Step.ASSESSED, Step.REVIEWED) and not note.strip():
            raise Refusal("Enter what was found or received.", "note")
        if step is Step.DISPATCHED:
            record_changes.check_changed(case, note, within=within)
        at = moment(case, on, act=act)
        shown = evidence if step in _EVIDENCED else ""
        add(case, step, at=at, evidence=shown, note=note, act=act)
        note_step(case, step, act=act)


def advise(number: int, note: str, *, within: Scope, act: Act) -> None:
    """Records the advice of the information officer. Raises Refusal."""
    if not note.strip():
        raise Refusal("Enter the advice.", "note")
    with changing(number, within=within, act=act) as (case, _):
        add(case, ADVISED, note=note, act=act)
        note_step(case, ADVISED, act=act)


def pause(
    number: int, note: str, *, on: date | None = None, within: Scope, act: Act
) -> None:
    """Stops the clock while the requester is to answer; ``note`` is the question.

    Raises Refusal for a clock that may not stop, or stands still already.
    """
    if not note.strip():
        raise Refusal("Enter what the requester has to answer.", "note")
    with changing(number, within=within, act=act) as (case, events):
        if not case.of.pauses:
            raise Refusal(f"Nothing stops the clock of {case.name}.")
        _still_runs(case)
        if case.paused_since is not None:
            raise Refusal(f"The clock of {case.name} is paused already.")
        _turn(case, events, Turn.PAUSED, on, note=note, act=act)


def resume(
    number: int, *, note: str = "", on: date | None = None, within: Scope, act: Act
) -> None:
    """Lets a paused clock run on, from the day of the answer. Raises Refusal."""
    with changing(number, within=within, act=act) as (case, events):
        if case.paused_since is None:
            raise Refusal(f"The clock of {case.name} is not paused.")
        _turn(case, events, Turn.RESUMED, on, note=note, act=act)


def extend(
    number: int,
    months: int,
    note: str,
    *,
    on: date | None = None,
    within: Scope,
    act: Act,
) -> None:
    """Extends the clock by one or two months, counted from receipt.

    ``note`` is the reason given to the requester, who has to have it before the first
    month ends. Raises Refusal.
    """
    if not note.strip():
        raise Refusal("Enter the reason given to the requester.", "note")
    with changing(number, within=within, act=act) as (case, events):
        if not case.of.further_months:
            raise Refusal(f"The clock of {case.name} cannot be extended.")
        _still_runs(case)
        clock = standing.standing(case, events, now=act.moment).clock
        if not 1 <= months <= case.of.further_months - clock.further_months:
            raise Refusal(
                f"It is extended by at most {case.of.further_months} months in all.",
                "months",
            )
        last = clock.extend_by
        if day_of(moment(case, on, act=act)) > last:
            raise Refusal(
                "The requester had to be informed of an extension by "
                f"{last.day} {last:%B %Y}.",
                "on",
            )
        _turn(case, events, Turn.EXTENDED, on, note=note, months=months, act=act)


def hand_to(number: int, user: int, *, within: Scope, act: Act) -> None:
    """Gives a case to a colleague who works on cases or decides. Raises Refusal."""
    colleague = store.accounts.users.get(user, within=within)
    if (
        colleague is None
        or colleague.closed_at is not None
        or not colleague.may(Permission.SEE_SHARING)
    ):
        raise Refusal("Select a colleague who works on cases.", "holder")
    with changing(number, within=within, act=act) as (case, _):
        if case.holder_id != user:
            case.holder_id = user
            add(case, HANDED, act=act)
            note_step(case, HANDED, act=act)


def can_set_people(case: Case, left: Sequence[Step]) -> bool:
    """Whether the young people of a case can still be set, with these steps to take.

    What is decided about a request of a third party is about those it had then.
    """
    return case.kind == BREACH or (case.kind == REQUEST and Step.DECIDED in left)


def set_affected(
    number: int,
    *,
    people: Sequence[int] = (),
    batch: int | None = None,
    disclosure: str = "",
    within: Scope,
    act: Act,
) -> int:
    """Sets the people of a breach, or of a request of a third party until it is
    decided: some records, or everybody in an import.

    ``disclosure`` is a mark such as D-2026-418: everybody in what was sent by it.

    Returns their number. Raises Refusal.
    """
    with changing(number, within=within, act=act) as (case, events):
        left = standing.standing(case, events, now=act.moment).left
        if not can_set_people(case, left):
            raise Refusal(f"Whose data {case.name} is about cannot be set any more.")
        if batch is not None:
            found = store.law.cases.in_batch(batch, within=within)
            if not found:
                raise Refusal(f"Import {batch} has no young people on record.", "batch")
            case.affected = f"import {batch}"
        elif disclosure.strip():
            sent = store.law.disclosures.by_mark(disclosure, within=within)
            if sent is None:
                raise Refusal(
                    f"There is no disclosure {disclosure.strip()[:20]}.", "disclosure"
                )
            found = store.law.disclosures.people_of(sent.id)
            if not found:
                raise Refusal(f"{sent.mark} has no young people.", "disclosure")
            case.affected = f"disclosure {sent.mark}"
        else:
            known = store.people.records.records(sorted(set(people)), within=within)
            found = [each.id for each in known]
            if missing := sorted(set(people) - set(found)):
                raise Refusal(f"There is no young person {missing[0]}.", "people")
            if not found:
                raise Refusal("Enter numbers of people, an import or a disclosure.")
            case.affected = "numbers"
        store.law.cases.set_people(case, found)
        add(case, AFFECTED, note=case.affected, act=act)
        note_step(case, AFFECTED, act=act)
        return store.law.cases.count_people(case.id)


def _turn(
    case: Case,
    events: Sequence[CaseEvent],
    turn: Turn,
    on: date | None,
    *,
    note: str,
    months: int = 0,
    act: Act,
) -> None:
    at = moment(case, on, act=act)
    # A clock's events keep their order: an answer does not come before its question.
    if at < max(each.at for each in events if each.what in list(Turn)):
        raise Refusal("The day cannot be before the clock last changed.", "on")
    add(case, turn, at=at, note=note, months=months, act=act)
    note_step(case, turn, act=act)


def _still_runs(case: Case) -> None:
    if case.clock_met_at is not None:
        raise Refusal(f"The clock of {case.name} has ended.")


def _check_evidence(
    case: Case, step: Step, evidence: str, within: Scope, act: Act
) -> None:
    """Raises Refusal for evidence that is not enough at the young person's age."""
    found = EVIDENCE.get(evidence)
    if found is None or found.of is not step:
        raise Refusal("Select the evidence.", "evidence")
    people = store.law.cases.people([case.id], within=within).get(case.id, [])
    age = age_on(people[0].born, act.on) if people else None
    if not found.is_enough_at(age):
        raise Refusal(
            f"This is not enough for a young person {_aged(age)}. From 13 on they act "
            "for themself, or a parent shows consent or that they cannot decide.",
            "evidence",
        )


def age_on(born: date | None, day: date) -> int | None:
    """The age on a day; born on leap day, a person is older from 1 March on."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _aged(age: int | None) -> str:
    return "of unknown age" if age is None else f"aged {age}"


def _not_next(case: Case, step: Step, left: Sequence[Step]) -> str:
    if not left:
        return f"Nothing is left to do in {case.name}. Close it."
    if step not in case.of.steps:
        return f"{case.name} has no such step."
    return f"The next step of {case.name} is “{left[0]}”."
