"""The address in stored lines about a person whose address is confidential.

The files come with it for years. As soon as a line is matched, or may be about such a
person, its cells with an address are encrypted; they can still be matched again.

See decision 0183.
"""

from collections.abc import Collection
from functools import cache

from tracker import store
from tracker.feeds.registry import FEEDS

#: The handling of cells with an address, and words in the names of others with one,
#: such as that of a parent.
_OF_HOME = "home"
_NAMED = ("address", "postcode", "town")


@cache
def cells_of(feed: str) -> frozenset[str]:
    """The cells of a feed's lines that give an address."""
    return frozenset(
        each.name
        for each in FEEDS[feed].columns
        if each.handling == _OF_HOME
        or any(word in each.name.casefold() for word in _NAMED)
    )


def cells() -> frozenset[str]:
    """The cells of any feed's lines that give an address."""
    return frozenset().union(
        *(cells_of(name) for name, feed in FEEDS.items() if not feed.of_institutions)
    )


def close() -> None:
    """Encrypts the address in every line about a person whose address is confidential.

    Where there is no such person, it is one small query. Belongs inside the transaction
    that matched or changed the lines.
    """
    marked = store.history.sealed_facts.all_confidential()
    if marked:
        store.people.confidential_cells.close(marked, cells())


def _opened() -> list[str]:
    """The feeds whose lines show an address that is not confidential: a signal's lines
    stay sealed, also for others who live there.
    """
    return [
        name
        for name, feed in FEEDS.items()
        if not (feed.of_institutions or feed.signal)
    ]


def settle(records: Collection[int]) -> None:
    """Opens the address in lines about those of these records whose address is not
    confidential, and encrypts it in all lines of those whose address is.
    """
    opened = set(records) - store.history.sealed_facts.confidential(records)
    store.people.confidential_cells.open_again(opened, cells(), feeds=_opened())
    close()
