"""The checklist of the turn of the year: what the system knows to be done by a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker import store
from tracker.access import Scope
from tracker.actions.institutions import lists_sent, place_names
from tracker.actions.year import guarantee_lists
from tracker.domain.history.guarantee import fixed_on
from tracker.domain.intake.sending_calendar import owed_in
from tracker.domain.reference.academic_year import (
    YEAR_11,
    YEAR_12,
    AcademicYear,
    Period,
    say_date,
)
from tracker.domain.reference.codes import requirement_year
from tracker.domain.year.turn_of_year import turn_after
from tracker.returns.rules.years import newest_ruleset
from tracker.store.intake.import_batches import Status
from tracker.wording.counts import counted

#: The feed of what schools send of all their pupils.
_CENSUS = "school-census"


class Name(StrEnum):
    """The lines of the checklist."""

    REGISTER = "register"
    CENSUS = "census"
    GUARANTEE = "guarantee"
    LISTS = "lists"
    CODES = "codes"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Check:
    """A line: what has to be done, whether it is, and what is known of it in words."""

    name: Name
    title: str
    done: bool
    words: str


def checks(on: date, *, within: Scope) -> list[Check]:
    """Every line of the checklist before the next 1 September, as known on a day.

    The positions of the day have to be made.
    """
    day = turn_after(on)
    return [
        _register(day.year),
        _census(on, day.year, within=within),
        _guarantee(day.year, within=within),
        _lists(on, day, within=within),
        _codes(day),
        _return(on, within=within),
    ]


def _register(year: int) -> Check:
    since, newest = date(year, 6, 1), store.institutions.register.as_at()
    return Check(
        Name.REGISTER,
        f"Register of schools and colleges, from {say_date(since)} or newer",
        newest is not None and newest >= since,
        "No register is loaded."
        if newest is None
        else f"The newest is of {say_date(newest)}.",
    )


def _census(on: date, year: int, *, within: Scope) -> Check:
    """The summer census is of the third Thursday of May."""
    applied = {
        each.id
        for each in store.intake.import_batches.batches(within=within)
        if each.status == Status.APPLIED
    }
    came = {
        each.sender
        for each in lists_sent.sent(date(year, 5, 1), within=within, only=[_CENSUS])
        if each.batch in applied and each.as_at <= on
    }
    schools = store.figures.turning.pupils_by_school(on, within=within, age=YEAR_11)
    return _of_places(
        Name.CENSUS,
        f"School census of summer {year}, with Year 11",
        came,
        schools,
        on,
        words="school with Year 11 has",
        plural="schools with Year 11 have",
        ending="sent it, and it is applied",
        within=within,
    )


def _guarantee(september: int, *, within: Scope) -> Check:
    (authority,) = within.authorities
    standing = guarantee_lists.fixed_by(september, authority)
    return Check(
        Name.GUARANTEE,
        f"Cohort of the September Guarantee {september}, fixed as on "
        f"{say_date(fixed_on(september))}",
        standing is not None,
        "It is not fixed yet. A data manager does it from 31 May, else a night of June."
        if standing is None
        else f"It is fixed, by entry {standing.id}.",
    )


def _lists(on: date, day: date, *, within: Scope) -> Check:
    """A place can send its list if it has a user or an agreement, or sent one before.

    Enrolment lists stand by law (Education and Skills Act 2008, section 72), so that an
    agreement is not the only way.
    """
    able = {
        *store.accounts.users.by_institution(within=within),
        *(
            each.party
            for each in store.law.agreements.every(within=within)
            if each.is_live(on)
        ),
        *(
            each.sender
            for each in lists_sent.sent(AcademicYear.of(on).starts, within=within)
        ),
    }
    places = store.intake.lists.coverage.students(on, within=within, from_age=YEAR_12)
    owed = owed_in(Period.of(day))
    by = f", due by {say_date(owed.by)}" if owed is not None else ""
    return _of_places(
        Name.LISTS,
        f"Enrolment lists{by}: each place has a sender",
        able,
        places,
        on,
        words="place with students past Year 11 has",
        plural="places with students past Year 11 have",
        ending="a user, an agreement or a list of this year",
        within=within,
    )


def _of_places(
    name: Name,
    title: str,
    able: set[str],
    places: Mapping[str, int],
    on: date,
    *,
    words: str,
    plural: str,
    ending: str,
    within: Scope,
) -> Check:
    """A line that is done once it is so at every place; it names the largest left."""
    left = sorted((key for key in places if key not in able), key=lambda k: -places[k])
    many = len(places) - len(left)
    having = words if len(places) == 1 else plural
    largest = ""
    if left:
        names = place_names.by_key(left[:1], on, within=within)
        people = counted(places[left[0]], "young person", "young people")
        largest = f" The largest without: {names[left[0]]}, {people}."
    return Check(
        name,
        title,
        bool(places) and not left,
        f"{many} of {len(places)} {having} {ending}.{largest}",
    )


def _codes(day: date) -> Check:
    wanted, newest = requirement_year(day), newest_ruleset()
    is_known = newest.codes_of >= wanted
    return Check(
        Name.CODES,
        f"Codes and rules of the requirement {wanted}-{(wanted + 1) % 100:02d}",
        is_known,
        "The system has them."
        if is_known
        else f"The newest that the system has are of {newest.year}. A new version "
        "brings those of the year; until then they go on.",
    )


def _return(on: date, *, within: Scope) -> Check:
    (authority,) = within.authorities
    last = Period.of(on).previous
    frozen = store.nccis_return.runs.frozen(authority, last.end)
    return Check(
        Name.RETURN,
        f"Return of {last.label}, the last month that has ended, frozen",
        frozen is not None,
        "It is not frozen yet."
        if frozen is None
        else f"It is frozen, as run {frozen.id}.",
    )
