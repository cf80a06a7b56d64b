"""Everybody whom rows are matched with, kept between the batches of one process.

September brings twenty files an hour; indexing the whole population anew for each would
take longer than the matching. What is kept is used only while nothing else has changed
anybody since: the store's own marks say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.access import Scope
from tracker.linkage.matcher import Population
from tracker.store import people


@dataclass(slots=True)
class _Kept:
    mark: str
    population: Population
    # Whom our own actions changed since: read again when the population is next wanted.
    changed: set[int] = field(default_factory=set)


_kept: dict[frozenset[str], _Kept] = {}


def population(*, within: Scope) -> Population:
    """The population of a scope as it stands now."""
    mark = people.mark()
    kept = _kept.get(within.authorities)
    if kept is None or kept.mark != mark:
        kept = _Kept(mark, Population(people.population(within=within)))
        _kept[within.authorities] = kept
    if kept.changed:
        now = dict(people.population(within=within, only=sorted(kept.changed)))
        for person in kept.changed:
            kept.population.put(person, now.get(person))
        kept.changed.clear()
    return kept.population


def changed(before: str, persons: Iterable[int], *, within: Scope) -> None:
    """Tells what is kept that an action has changed these people, and nobody else.

    ``before`` is the mark that stood when the action began: had somebody else changed
    anybody in between, what is kept is no longer trusted and is made anew.
    """
    kept = _kept.get(within.authorities)
    if kept is None or kept.mark != before:
        return
    kept.changed.update(persons)
    kept.mark = people.mark()
