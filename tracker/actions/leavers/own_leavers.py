"""An institution's own leavers of recent years, whose whereabouts it may report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.leavers import destinations
from tracker.domain.leavers.leaver import Leaver
from tracker.domain.reference.academic_year import counted_on
from tracker.store.history.leaving import Stage
from tracker.store.people.records import Person

#: For this many years an institution sees its leavers and may report about them.
YEARS = 3


@dataclass(frozen=True, slots=True)
class OwnLeaver:
    """A leaver of the user's own institution, as the institution may see them."""

    person: Person
    left: int
    stage: Stage
    as_seen: Leaver


def newest_year(on: date) -> int:
    """The newest leaving year whose leavers have been counted."""
    return on.year if counted_on(on.year) <= on else on.year - 1


def years(on: date) -> tuple[int, ...]:
    """The leaving years that an institution may see, the newest first."""
    newest = newest_year(on)
    return tuple(range(newest, newest - YEARS, -1))


def compared_years(on: date) -> tuple[int, ...]:
    """``years``, and the earlier years that the oldest of them is compared with."""
    newest = newest_year(on)
    return tuple(range(newest, newest - YEARS - destinations.YEARS_COMPARED + 1, -1))


def own_leaver(person: int, *, on: date, within: Scope) -> OwnLeaver | None:
    """A leaver of the institutions in the scope; None for any other person.

    Also None for a leaver who may not be named there: restricted, withheld or dead.
    """
    found = destinations.years_of_person(person, years(on), as_of=on, within=within)
    if not found or not found[0][3].listed:
        return None
    left, stage, _, leaver = found[0]
    record = store.people.records.records([person], within=Scope(within.authorities))
    return OwnLeaver(record[0], left, stage, leaver) if record else None


def names(persons: Sequence[int], *, on: date, within: Scope) -> dict[int, str]:
    """The names, "Family, Given", by number: without those who may not be named or are
    no longer leavers.
    """
    return store.history.leaver_rows.names(persons, years(on), within=within)
