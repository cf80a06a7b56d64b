"""The population that rows are matched with, kept between the batches of one process.

September brings twenty files an hour, and indexing everybody again for each would take
longer than the matching. The kept population is used only while no other process has
changed a person, which the store's marks show. It fills its indexes as it is used, so
only one thread has it at a time; another thread meanwhile makes its own.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from tracker import store
from tracker.access import Scope
from tracker.linkage.population.known_records import Population


@dataclass(slots=True)
class _Kept:
    mark: str
    population: Population
    # People changed by our own actions: read again when the population is next used.
    changed: set[int] = field(default_factory=set)


_kept: dict[frozenset[str], _Kept] = {}
_LOCK = Lock()


@contextmanager
def population(*, within: Scope) -> Iterator[Population]:
    """The population of a scope as it is now, for the caller alone until the end."""
    mark = store.people.records.mark()
    with _LOCK:
        kept = _kept.pop(within.authorities, None)
    if kept is None or kept.mark != mark:
        kept = _Kept(mark, Population(store.people.records.population(within=within)))
    if kept.changed:
        now = dict(
            store.people.records.population(within=within, only=sorted(kept.changed))
        )
        for person in kept.changed:
            kept.population.put(person, now.get(person))
        kept.changed.clear()
    yield kept.population
    # Not after an error, which may have left it half filled.
    with _LOCK:
        _kept[within.authorities] = kept


def changed(before: str, persons: Iterable[int], *, within: Scope) -> None:
    """Notes that the open transaction has changed these people and no others.

    ``before`` is the mark at the moment when it began to hold the authority's people.
    If it is rolled back, its mark never comes again, and the population is made again.
    """
    after = store.people.records.mark()
    with _LOCK:
        kept = _kept.get(within.authorities)
        if kept is not None and kept.mark == before:
            kept.changed.update(persons)
            kept.mark = after
