"""Whether somebody left an institution lately, so that it may speak of them."""

from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.leavers import destinations
from tracker.domain.leavers.leaver import Leaver
from tracker.store.history.leaving import Stage, counted_on
from tracker.store.people.records import Person

#: For so long after they left a place is told of its leavers, and heard about them.
YEARS = 3


@dataclass(frozen=True, slots=True)
class OwnLeaver:
    """Somebody who left the institution that asks, as it may see them."""

    person: Person
    left: int
    stage: Stage
    as_seen: Leaver


def newest_year(on: date) -> int:
    """The newest leaving year whose leavers have been counted."""
    return on.year if counted_on(on.year) <= on else on.year - 1


def years(on: date) -> tuple[int, ...]:
    """The leaving years that a place may ask about, the newest first."""
    newest = newest_year(on)
    return tuple(range(newest, newest - YEARS, -1))


def compared(on: date) -> tuple[int, ...]:
    """``years``, and those that stand beside the oldest of them."""
    newest = newest_year(on)
    return tuple(range(newest, newest - YEARS - destinations.YEARS_COMPARED + 1, -1))


def own_leaver(person: int, *, on: date, within: Scope) -> OwnLeaver | None:
    """A leaver of the institutions of the scope, or None for anybody else.

    Nobody either who may not be named to it: restricted, protected, or dead.
    """
    found = destinations.of_person(person, years(on), as_of=on, within=within)
    if not found or not found[0][3].listed:
        return None
    left, stage, _, leaver = found[0]
    record = store.people.records.records([person], within=Scope(within.authorities))
    return OwnLeaver(record[0], left, stage, leaver) if record else None


def not_listed(persons: list[int], *, on: date, within: Scope) -> set[int]:
    """Those of these leavers who may not be named, or are leavers no longer."""
    listed = store.history.leaver_rows.listed(persons, years(on), within=within)
    return set(persons) - listed
