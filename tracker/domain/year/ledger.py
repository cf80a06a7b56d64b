"""The ledger of a leaving year: how far each young person came, from plan to March.

A step is reached, missing, not confirmed or not due yet. It is worked out from evidence
alone: intended destinations, applications, and the spells after leaving. What a user
adds in the ledger is evidence as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.domain.history.evidence import Doing, Evidence, Intention
from tracker.domain.history.guarantee import (
    NOT_APPROPRIATE,
    OFFERED,
    Application,
    Guarantee,
)
from tracker.domain.history.position import Position, position_on
from tracker.domain.history.spells import Spell
from tracker.domain.leavers import sustained
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.institution import key_of
from tracker.domain.year.ledger_steps import STEPS, Declared, Name, Owner, State

#: Intended destinations that are no plan: undecided, and not obtained.
NO_PLAN = frozenset({codes.UNDECIDED, codes.DESTINATION_NOT_OBTAINED})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one young person on a day.

    ``on`` is the day that a source gives for it, ``place`` the key and ``place_name``
    the name of the institution, ``because`` the evidence. ``owner`` fills the gap of a
    step that is missing or not confirmed, None where they are somewhere else since.
    ``left_on`` is the day on which they had left before it.
    """

    name: Name
    state: State
    on: date | None = None
    place: str | None = None
    place_name: str | None = None
    because: Evidence | None = None
    owner: Owner | None = None
    left_on: date | None = None

    @property
    def is_missing(self) -> bool:
        return self.state is State.MISSING


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger is made from, of one young person.

    ``intentions`` are those of the year before leaving, the newest first. ``since`` is
    the first day that any evidence is about. ``allocated`` is the place that the
    authority allocated.
    """

    born: date
    since: date
    intentions: Sequence[tuple[Intention, Evidence]]
    guarantee: Guarantee | None
    spells: Sequence[Spell]
    allocated: Application | None = None


def steps(known: Known, left: int, *, on: date) -> tuple[Step, ...]:
    """Every step of a young person who leaves in the summer of ``left``, on a day.

    Evidence as at a later day has to be left out of ``known`` before.
    """
    found = [*_before_leaving(known), *_after_leaving(known, left, on)]
    return tuple(_judged(found, known, left, on))


def gap(of: Sequence[Step], left: int) -> Step | None:
    """The gap to act on: the open step that was due last.

    A gap is closed by a later step that was reached after the gap was due: those who
    are enrolled need no offer any more, and who is seen in November has not to be
    found in September. A position of the autumn that rests on a list of early September
    closes no gap of October.
    """
    newest = date.min
    for step in reversed(of):
        if step.state is State.REACHED:
            newest = max(newest, step.on or date.max)
        elif step.owner is not None:
            return step if STEPS[step.name].due(left) > newest else None
    return None


def _judged(found: Sequence[Step], known: Known, left: int, on: date) -> Iterator[Step]:
    """The steps with their state: due or not, and whose gap it is.

    Of those who did not arrive, or who left again, no later step is expected. Those who
    are somewhere since a later day have not to be found for the earlier one.
    """
    reached = {each.name for each in found if each.state is State.REACHED}
    needless = _needless(known, reached)
    gone = False
    for step in found:
        declared = STEPS[step.name]
        if step.state is State.REACHED:
            yield step
        elif step.name in needless or gone:
            yield Step(step.name, State.NOT_NEEDED)
        elif step.state is State.NOT_DUE:
            yield step
        elif on <= declared.due(left):
            yield replace(step, state=State.NOT_DUE)
        elif step.state in (State.NOT_SHOWN, State.NOT_NEEDED):
            yield step
        else:
            after = step.name in FROM_ENROLMENT
            gone = after and step.is_missing
            is_found = after and _there_since(known, left, on) > declared.due(left)
            yield replace(step, owner=None if is_found else _owner(step, declared))


def _there_since(known: Known, left: int, on: date) -> date:
    """The first day of what they do now, if it is learning or work."""
    now = (each for each in known.spells if each.ends is None or on <= each.ends)
    return max((it.starts for it in now if _is_arrival(it, left)), default=date.min)


FROM_ENROLMENT = tuple(Name)[tuple(Name).index(Name.ENROLLED) :]


def _needless(known: Known, reached: set[Name]) -> set[Name]:
    """The steps that this young person does not need.

    A place is allocated only where there is no offer. Those who are offered nothing by
    a person's decision need none, nor do those who arrived somewhere without applying.
    """
    offers = {Name.APPLIED, Name.OFFER, Name.ACCEPTED, Name.ALLOCATED}
    status = known.guarantee.status if known.guarantee is not None else None
    listed = codes.GUARANTEE_STATUSES.get(status)
    if listed is not None and listed.category == NOT_APPROPRIATE:
        return offers
    needless = set()
    if Name.OFFER in reached or Name.ENROLLED in reached:
        needless.add(Name.ALLOCATED)
    return needless


def _owner(step: Step, declared: Declared) -> Owner:
    """Whose gap it is: of those who have left again, the adviser's."""
    return Owner.ADVISER if step.left_on is not None else declared.owner


def _before_leaving(known: Known) -> Iterator[Step]:
    """Plan, application, offer, acceptance, place. A later one shows the earlier."""
    made = known.guarantee
    applications = made.applications if made is not None else ()
    best = next((each for each in applications if each.stage.live), None)
    status = codes.GUARANTEE_STATUSES.get(made.status if made is not None else None)
    is_offered = status is not None and status.category == OFFERED
    application = _of_application(best) if best is not None else {}
    if not application and made is not None and made.because is not None:
        application = {"on": made.because.as_at, "because": made.because}
    has_applied = (
        bool(applications)
        or is_offered
        or (status is not None and status.value == codes.AWAITING_OUTCOME)
    )
    plan = next(
        (pair for pair in known.intentions if pair[0].destination not in NO_PLAN), None
    )
    if plan is not None and known.intentions[0][0].destination in NO_PLAN:
        plan = None  # they had one, and have it no longer
    if plan is not None:
        intention, item = plan
        at = intention.at
        yield Step(
            Name.PLAN,
            State.REACHED,
            item.as_at,
            key_of(at) if at is not None else None,
            at.name if at is not None else None,
            item,
        )
    else:
        yield _step(Name.PLAN, has_applied, application)
    yield _step(Name.APPLIED, has_applied, application)
    yield _step(Name.OFFER, is_offered, application)
    accepted = next(
        (each for each in applications if each.stage.value in codes.TAKEN_UP), None
    )
    stays = status is not None and status.value in _STAYING
    yield _step(
        Name.ACCEPTED,
        accepted is not None or stays,
        _of_application(accepted) if accepted is not None else application,
    )
    allocated = known.allocated
    yield _step(
        Name.ALLOCATED,
        allocated is not None,
        _of_application(allocated) if allocated is not None else {},
    )


_STAYING = frozenset({codes.CONTINUING_EDUCATION, codes.CONTINUING_EMPLOYMENT})


def _of_application(application: Application) -> dict[str, Any]:
    return {
        "on": application.since,
        "place": application.place,
        "place_name": application.name,
        "because": application.evidence,
    }


def _step(name: Name, reached: bool, about: Mapping[str, Any]) -> Step:
    if not reached:
        return Step(name, State.MISSING)
    return Step(name, State.REACHED, **about)


def _after_leaving(known: Known, left: int, on: date) -> Iterator[Step]:
    """Enrolment, week 2, day 42, autumn, March and the two terms."""
    there = [each for each in known.spells if _is_arrival(each, left)]
    sealed = [
        each
        for each in known.spells
        if each.activity.sealed and _is_in_year(each, left)
    ]
    if there:
        yield _of_spell(Name.ENROLLED, there[0], there[0].starts)
    else:
        yield Step(Name.ENROLLED, State.NOT_SHOWN if sealed else State.MISSING)
    for name in (Name.WEEK_2, Name.DAY_42):
        day = STEPS[name].due(left)
        step = _seen(name, left, there)
        is_there = step.state in (State.REACHED, State.UNCONFIRMED)
        hides = not is_there and any(each.covers(day) for each in sealed)
        yield Step(name, State.NOT_SHOWN) if hides else step
    for name, day in (
        (Name.AUTUMN, sustained.first_autumn(left)),
        (Name.MARCH, sustained.first_march(left)),
    ):
        yield _on_day(name, day, known, on)
    yield _sustained(known, left, on)


def _is_arrival(spell: Spell, left: int) -> bool:
    """Whether a spell is learning or work after leaving, which a source confirms."""
    doing = spell.activity
    if doing.is_compulsory or doing.is_neet or doing.is_not_known or doing.sealed:
        return False
    year = AcademicYear(left)
    # Of what they did before leaving, a source has to say that it goes on.
    since = spell.starts if spell.starts >= date(left, *_SUMMER) else year.starts
    return _is_in_year(spell, left) and any(
        each.as_at >= since for each in spell.confirmations
    )


#: What begins from this day on is new, even if it begins before September.
_SUMMER = 7, 1


def _is_in_year(spell: Spell, left: int) -> bool:
    year = AcademicYear(left)
    if spell.ends is not None and spell.ends < year.starts:
        return False
    return spell.starts <= year.ends


def _of_spell(name: Name, spell: Spell, on: date) -> Step:
    newest = max(spell.evidence, key=lambda item: item.as_at, default=None)
    return Step(
        name,
        State.REACHED,
        on,
        spell.institution,
        spell.institution_name,
        newest,
    )


def _seen(name: Name, left: int, there: Sequence[Spell]) -> Step:
    """Whether a source had them in any learning or work on the day of a check.

    Without one, those who are there on record are not confirmed. Those who had left are
    missing. Of those who began later the check is not needed.
    """
    day = STEPS[name].due(left)
    here = next((each for each in there if each.covers(day)), None)
    if here is not None:
        until = STEPS[_SEEN_BEFORE[name]].due(left) if name in _SEEN_BEFORE else None
        seen = [
            on
            for each in here.evidence
            if (on := _speaks_of(each, day, until)) is not None
        ]
        if seen:
            return _of_spell(name, here, min(seen))
        return Step(
            name,
            State.UNCONFIRMED,
            place=here.institution,
            place_name=here.institution_name,
        )
    before = [each for each in there if each.ends is not None and each.ends < day]
    if not before:
        return Step(name, State.NOT_NEEDED if there else State.MISSING)
    last = before[-1]
    return Step(
        name,
        State.MISSING,
        place=last.institution,
        place_name=last.institution_name,
        left_on=last.ends,
    )


#: Week 2 is seen before the next check. Who is still there on a later day was there at
#: day 42 as well.
_SEEN_BEFORE = {Name.WEEK_2: Name.DAY_42}


def _speaks_of(item: Evidence, day: date, until: date | None) -> date | None:
    """The day up to which evidence has them there, None if it is not about ``day``.

    A line of a file gives its first day and speaks of every day since (decision 0019).
    What is entered on a page repeats the first day on record, so it speaks of the time
    in which it is entered: from the day itself and before ``until``.
    """
    doing = item.statement
    assert isinstance(doing, Doing)
    sees = item.as_at if doing.ends is None else min(item.as_at, doing.ends)
    if sees < day:
        return None
    is_line = item.source.batch is not None
    speaks = is_line and doing.starts is not None and doing.starts <= day
    return sees if speaks or until is None or sees < until else None


def _on_day(name: Name, day: date, known: Known, on: date) -> Step:
    if on < day:
        return Step(name, State.NOT_DUE)
    position = _position(known, day)
    if position.activity.sealed:
        return Step(name, State.NOT_SHOWN)
    if position.is_not_known or position.is_neet:
        return Step(name, State.MISSING)
    return Step(
        name,
        State.REACHED,
        position.verified or position.ascertained,
        position.institution,
        position.institution_name,
    )


def _position(known: Known, day: date) -> Position:
    since = min(known.since, day)
    return position_on(known.spells, day, born=known.born, since=since)


def _sustained(known: Known, left: int, on: date) -> Step:
    months: dict[date, Position] = {
        day: position_on(
            known.spells, day, born=known.born, since=min(known.since, day)
        )
        for day in sustained.month_ends(left)
        if day <= on
    }
    seen = sustained.was_seen(
        known.spells, left, born=known.born, since=known.since, as_of=on
    )
    outcome = sustained.sustained(months, left, as_of=on, seen=seen)
    if outcome == sustained.TOO_EARLY:
        return Step(Name.SUSTAINED, State.NOT_DUE)
    if outcome == sustained.SUSTAINED:
        return Step(Name.SUSTAINED, State.REACHED)
    hides = any(each.activity.sealed for each in months.values())
    return Step(Name.SUSTAINED, State.NOT_SHOWN if hides else State.MISSING)
