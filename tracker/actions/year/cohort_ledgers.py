"""The ledger of the statutory year: kept in step with the evidence, counted, listed.

Years 11 and 12 are the list of the September Guarantee of their summer
(``guarantee_lists``): as it is fixed, or else as it would be. Beside them are those
with an EHC plan beyond Year 12, as on the same day (decision 0209). The ledger of a day
has the two summers that matter then: those who left last summer and those who leave
next, and each a year before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.actions.work import tasks
from tracker.actions.year import guarantee_lists, school_ledgers
from tracker.actions.year.expected import expected_learners
from tracker.actions.year.person_steps import ByThen
from tracker.domain.figures.breakdowns import compared_groups
from tracker.domain.history.guarantee import YEARS, fixed_on
from tracker.domain.history.members import Member
from tracker.domain.history.stays import Resolve
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.year.funnel import Funnel, Part, funnel
from tracker.domain.year.ledger_steps import Name
from tracker.domain.year.plan_cohort import is_with_plan
from tracker.store.figures.ledger_counts import Narrowed, Row
from tracker.store.history.ledger.ledger_rows import New
from tracker.store.history.ledger.owed_rows import Year
from tracker.store.work.tasks import Task
from tracker.wording.counts import counted

MAKING = "ledger"
#: The rows of this many people are made in one step.
_AT_ONCE = 4000
#: The rows of up to this many people can be made while a user waits for a page.
FEW = 300


@dataclass(frozen=True, slots=True)
class _Place:
    """A young person's place in a cohort, on the day from which it is known.

    ``why_listed`` is the reason on the list of the September Guarantee. It is None for
    those who are not on it, before its day, and in last year's ledger.
    """

    year_group: int
    counted_on: date
    groups: Mapping[str, Sequence[str]]
    institution: str | None
    why_listed: str | None


def current(on: date) -> tuple[Year, Year]:
    """The two ledgers that matter on a day: last summer's leavers, and next summer's.

    Source: the calendar of the team (Feeds 6).
    """
    start = AcademicYear.of(on).start
    return Year(start, on), Year(start + 1, on)


def a_year_before(year: Year) -> Year:
    """The ledger of the leavers of the summer before, as at the same day of its year.

    The 29 February has the 28 February beside it.
    """
    before = year.as_of.year - 1
    is_leap_day = (year.as_of.month, year.as_of.day) == (2, 29)
    day = year.as_of.replace(year=before, day=28 if is_leap_day else year.as_of.day)
    return Year(year.left - 1, day)


def all_of(on: date) -> list[Year]:
    """Every ledger that the pages of a day need."""
    return [each for year in current(on) for each in (year, a_year_before(year))]


def days_of(years: Iterable[Year], *, on: date) -> set[date]:
    """The days whose positions give the cohorts, as known on a day."""
    return {_counted_on(each.left, on) for each in years}


def missing(years: Iterable[Year], authority: str) -> int | None:
    """At most how many young people's rows have still to be made; None for everybody's.

    A change of evidence is noted in every ledger, for a person as often as it happens.
    """
    return store.history.ledger.owed_rows.most_owed(authority, years)


def refresh(
    years: Sequence[Year],
    *,
    within: Scope,
    on: date,
    say: positions.Say | None = None,
) -> int:
    """Makes the rows that are missing in these ledgers; returns how many it made.

    Only those of young people whose evidence changed, unless a ledger is new. The
    evidence of each is read once for all ledgers.
    """
    (authority,) = within.authorities
    rows, owing = store.history.ledger.ledger_rows, store.history.ledger.owed_rows
    if not owing.owed(authority, years):
        return 0
    positions.refresh(sorted(days_of(years, on=on)), within=within, say=say)
    # Two requests for one day at once: the second finds it made.
    with store.people.records.changing(authority):
        store.history.derivations.renew()
        owed = owing.owed(authority, years)
        cohorts, of_both_years = _cohorts(owed, authority, on=on)
        pupils = school_ledgers.OwnPupils(authority, of_both_years)
        persons = pupils.persons.union(*cohorts.values())
        if say is not None and persons:
            people_ = counted(len(persons), "young person", "young people")
            say(f"Working out the ledger of {people_} ...")
        for year, only in owed.items():
            rows.forget(authority, year, only)
        made = 0
        expecting = expected_learners.ExpectedLearners(authority)
        for some in _made(persons, cohorts, pupils, expecting, on=on):
            for year, new in some.rows.items():
                made += rows.write(authority, year, new)
            school_ledgers.write(authority, some.of_schools)
            expected_learners.write(authority, some.expected)
        for year in owed:
            owing.complete(authority, year)
    return made


def make_or_request(*, within: Scope, act: Act) -> Task | None:
    """Has the ledgers of today made: at once if few rows are missing, or by a worker.

    None means that they are there; otherwise the task that a page waits for. A task
    that is already waiting is not requested a second time.
    """
    if make_few(within=within, act=act):
        return None
    last = store.work.tasks.newest(MAKING, within=within, kind=MAKING)
    if last is not None and (not last.ended or last.failed_just_now(act.at)):
        return last
    return tasks.request(MAKING, act=act, subject=MAKING)


def make_few(*, within: Scope, act: Act) -> bool:
    """Makes the missing rows of today's ledgers if few; whether all are there now."""
    years = all_of(act.on)
    owed = missing(years, act.authority)
    if owed == 0:
        return True
    if owed is None or owed > FEW or _lacks_many(years, within, act.on):
        return False
    refresh(years, within=within, on=act.on)
    return True


def _lacks_many(years: Iterable[Year], within: Scope, on: date) -> bool:
    """Whether many positions are missing on a day that gives a cohort."""
    days = days_of(years, on=on)
    made = store.history.days.complete_among(days, within=within)
    return any(
        len(store.history.positions.missing(day, within=within)) > FEW
        for day in days - made
    )


@tasks.kind(MAKING)
def _make(task: Task, *, say: tasks.Say, act: Act) -> dict[str, Any]:
    made = refresh(
        all_of(act.on), within=authority_scope(task.authority), on=act.on, say=say
    )
    return {"made": made}


def delete_old(authority: str, *, on: date) -> None:
    """Deletes the ledgers of days that no page of this day needs (one transaction)."""
    with store.people.records.changing(authority):
        kept = {each.as_of for each in all_of(on)}
        store.history.ledger.owed_rows.forget_days(authority, but=kept)


def counts(year: Year, *, within: Scope, narrowed: Narrowed | None = None) -> Funnel:
    """The funnel of a ledger that is made."""
    found = store.figures.ledger_counts.marks(
        year, within=within, narrowed=narrowed or Narrowed()
    )
    return funnel(found, year.left, on=year.as_of)


def people(
    year: Year,
    *,
    within: Scope,
    name: Name | None = None,
    part: Part = Part.REACHED,
    narrowed: Narrowed | None = None,
    offset: int = 0,
    limit: int = 50,
    alike: Mapping[str, int] | None = None,
) -> tuple[int, list[Row]]:
    """The young people behind a number of the funnel: how many, and some of them.

    Everybody of the cohort where no step is named. ``alike`` are the marks of the
    cohort, where they have been read.
    """
    return store.figures.ledger_counts.people(
        year,
        within=within,
        name=name,
        part=part,
        narrowed=narrowed or Narrowed(),
        offset=offset,
        limit=limit,
        alike=alike,
    )


def _counted_on(left: int, on: date) -> date:
    """The day from whose positions a cohort is known: the end of May, or today."""
    return min(fixed_on(left), on)


def _cohorts(
    owed: Mapping[Year, Sequence[int] | None], authority: str, *, on: date
) -> tuple[dict[Year, dict[int, _Place]], dict[Year, dict[int, Member]]]:
    """The cohort of each ledger by person, and those of Years 11 and 12 of the ledgers
    that schools see: narrowed to the people owed, or with everybody for None.

    Each day is read once, and everybody of one day alone is in memory.
    """
    cohorts: dict[Year, dict[int, _Place]] = {}
    of_both_years: dict[Year, dict[int, Member]] = {}
    for day in days_of(owed, on=on):
        everybody: dict[int, Member] | None = None
        for year, only in owed.items():
            if _counted_on(year.left, on) != day:
                continue
            if only is not None:
                members = store.history.positions.of(only, day)
            else:
                everybody = everybody or _everybody(day, authority)
                members = everybody
            cohorts[year] = _cohort(year, authority, members, only=only, day=day, on=on)
            # Of last year's ledger, which is for comparison, schools see nothing.
            if year.as_of == on:
                of_both_years[year] = {
                    person: each
                    for person, each in members.items()
                    if each.year_group in YEARS
                }
    return cohorts, of_both_years


def _cohort(
    year: Year,
    authority: str,
    members: Mapping[int, Member],
    *,
    only: Sequence[int] | None,
    day: date,
    on: date,
) -> dict[int, _Place]:
    """The cohort of a leaving year, by person; ``only`` narrows it to some people."""
    has_list = year.as_of == on and fixed_on(year.left) <= on
    standing = guarantee_lists.fixed_by(year.left, authority)
    listed: dict[int, tuple[int, str | None]] = {
        person: (each.year_group, None)
        for person, each in members.items()
        if is_with_plan(each)
    }
    if standing is not None:
        lists = store.history.guarantee_lists
        fixed = {
            person: (int(year_group), why)
            for person, year_group, why in lists.people(standing.id, only=only)
        }
        others = fixed.keys() - members.keys()
        members = {**members, **store.history.positions.of(others, day)}
        listed |= fixed
    else:
        found = guarantee_lists.cohort_of(members.values(), authority)
        listed |= {each.person: (each.year, str(each.why)) for each in found.listed}
    return {
        person: _Place(
            year_group,
            day,
            compared_groups(members[person]) if person in members else {},
            members[person].position.institution if person in members else None,
            why if has_list else None,
        )
        for person, (year_group, why) in listed.items()
    }


def _everybody(day: date, authority: str) -> dict[int, Member]:
    """Everybody on a day, by person."""
    found = store.figures.members.members(day, within=authority_scope(authority))
    return {each.person: each for each in found}


@dataclass(slots=True)
class _Made:
    """Rows of some people by ledger, those of their schools, and who expects them."""

    rows: dict[Year, list[New]] = field(default_factory=dict)
    of_schools: dict[Year, list[school_ledgers.Found]] = field(default_factory=dict)
    expected: dict[Year, list[expected_learners.Found]] = field(default_factory=dict)


def _made(
    persons: Iterable[int],
    cohorts: Mapping[Year, Mapping[int, _Place]],
    pupils: school_ledgers.OwnPupils,
    expecting: expected_learners.ExpectedLearners,
    *,
    on: date,
) -> Iterator[_Made]:
    """The rows of these people, some at a time."""
    resolve = store.institutions.register.directory().resolve
    born = store.people.identities.born_of_listed(persons)
    waiting = _Made()
    for many, (person, evidence) in enumerate(
        store.history.evidence.histories(born), start=1
    ):
        by_then: dict[date, ByThen] = {}
        for year, cohort in cohorts.items():
            place = cohort.get(person)
            if place is None or not evidence:
                continue
            if year.as_of not in by_then:
                by_then[year.as_of] = ByThen.of(evidence, year.as_of, resolve)
            known = by_then[year.as_of]
            waiting.rows.setdefault(year, []).append(
                _row(person, year, place, known, born[person], resolve)
            )
            # Of last year's ledger, which is for comparison, no place sees anything.
            if year.as_of == on:
                waiting.expected.setdefault(year, []).extend(
                    expecting.of(person, evidence, place.year_group, year)
                )
        for year, found in pupils.of(person, evidence, born[person], by_then):
            waiting.of_schools.setdefault(year, []).append(found)
        if many % _AT_ONCE == 0:
            yield waiting
            waiting = _Made()
    yield waiting


def _row(
    person: int,
    year: Year,
    place: _Place,
    by_then: ByThen,
    born: date,
    resolve: Resolve,
) -> New:
    """A young person's row, from the evidence as at the day of the ledger or before."""
    return New(
        person,
        place.year_group,
        place.counted_on,
        place.groups,
        place.institution,
        by_then.form_group(place.institution, place.counted_on, resolve),
        place.why_listed,
        by_then.guarantee_statuses(place.year_group, on=year.as_of, resolve=resolve)
        if place.why_listed is not None
        else (),
        by_then.steps(year, place.year_group, born=born, resolve=resolve),
    )
