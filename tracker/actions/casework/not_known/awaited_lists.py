"""The list of each place in this academic year: whether it came, and when it may come.

A place's list of the autumn before shows by when it usually sends one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import feeds, store
from tracker.access import Scope
from tracker.domain.casework.on_record import PlaceList
from tracker.domain.intake.sending_calendar import owed_in
from tracker.domain.reference.academic_year import AcademicYear, Period
from tracker.domain.reference.identifiers import LaEstab
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.store.institutions.register import Directory
from tracker.store.intake.rolls import Part


def of_places(
    places: Iterable[str], *, on: date, within: Scope
) -> Mapping[str, PlaceList]:
    """The list of each of these places (keys) as at a day."""
    wanted = set(places)
    if not wanted:
        # Most of those who are looked for one by one have no place on record.
        return {}
    year = AcademicYear.of(on)
    sent = defaultdict[str, list[_List]](list)
    for key, each in _sent(year.starts, on, within):
        if key in wanted:
            sent[key].append(each)
    newest = {key: _newest(lists) for key, lists in sent.items()}
    undecided = store.intake.rolls.undecided_of(
        batch for lists in newest.values() for batch in lists
    )
    before = AcademicYear(year.start - 1).starts
    usual: dict[str, date] = {}
    for key, each in _sent(before, date(before.year, *_AUTUMN), within):
        usual[key] = min(each.as_at, usual.get(key, each.as_at))
    owed = owed_in(Period.of(on))
    return {
        place: PlaceList(
            by=_a_year_later(usual[place])
            if place in usual
            else owed.by
            if owed is not None
            else None,
            usual=place in usual,
            sent=max((each.as_at for each in sent[place]), default=None),
            complete=max(
                (each.as_at for each in sent[place] if each.complete), default=None
            ),
            batches=newest.get(place, frozenset()),
            undecided=sum(undecided.get(each, 0) for each in newest.get(place, ())),
        )
        for place in wanted
    }


def state(on: date, *, within: Scope) -> str:
    """A digest of the lists that count on a day: another when one comes or goes."""
    return store.intake.rolls.state(
        AcademicYear(AcademicYear.of(on).start - 1).starts,
        feeds=feeds.registry.rolls(),
        within=within,
    )


@dataclass(frozen=True, slots=True)
class _List:
    """An applied list of one place."""

    batch: int
    as_at: date
    complete: bool


def _newest(lists: Sequence[_List]) -> frozenset[int]:
    """The newest complete list and those of its day or later; else the newest."""
    complete = [each.as_at for each in lists if each.complete]
    day = max(complete or [each.as_at for each in lists])
    return frozenset(each.batch for each in lists if each.as_at >= day)


#: A list of a later day is not the first that a place sends in its year.
_AUTUMN = 10, 31


def _a_year_later(day: date) -> date:
    """The same day of the autumn of the next year."""
    return day.replace(year=day.year + 1)


def _sent(first: date, last: date, within: Scope) -> Iterator[tuple[str, _List]]:
    """(key of the sender, list) of each applied list of these days."""
    register, rolls = store.institutions.register.directory(), feeds.registry.rolls()
    (authority, *_) = sorted(within.authorities)
    for roll in store.intake.rolls.applied(first, last, feeds=rolls, within=within):
        if (key := _key(roll.sender, register)) is not None:
            yield key, _List(roll.batch, roll.as_at, roll.complete)
    for part in store.intake.rolls.of_many_senders(
        first, last, feeds=rolls, within=within
    ):
        if (key := _key(_sender_of(part, authority), register)) is not None:
            yield key, _List(part.batch, part.as_at, part.complete)


def naming(
    people: Iterable[int], lists: Mapping[str, PlaceList], *, within: Scope
) -> Mapping[int, frozenset[str]]:
    """The places (keys) whose newest of these lists name each young person."""
    batches = {batch for each in lists.values() for batch in each.batches}
    places = defaultdict[int, frozenset[str]](frozenset)
    if not batches:
        return places
    register = store.institutions.register.directory()
    (authority, *_) = sorted(within.authorities)
    for person, sender, part in store.intake.rolls.naming(people, batches):
        key = _key(sender or _sender_of(part, authority), register)
        if key and key in lists and part.batch in lists[key].batches:
            places[person] |= {key}
    return places


def _sender_of(part: Part, authority: str) -> InstitutionRef:
    """The sender of a line in a list of many, by the numbers that the line has."""
    number = LaEstab.of(part.lea or authority, part.estab).value
    return InstitutionRef(urn=part.urn, laestab=number, ukprn=part.ukprn)


def _key(ref: InstitutionRef, register: Directory) -> str | None:
    there = register.resolve(ref)
    return there.key if there is not None else key_of(ref)
