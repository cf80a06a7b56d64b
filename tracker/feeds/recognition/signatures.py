"""The feeds that a file may belong to, as the registry has found them.

Recognition stands below the feeds, because they use it to name the likeness of a file
that they refuse. It knows of them only what they declare.
"""

from collections.abc import Mapping
from functools import cache

from tracker.feeds.declaration import Feed
from tracker.feeds.headings.matched_headings import Headings
from tracker.refusal import Refusal
from tracker.wording.quotations import clipped


class NotHere(Refusal):
    """A feed whose files were loaded before, and which is not among the feeds now."""


class _Feeds(dict[str, Feed]):
    """Feeds by name. One that is missing raises NotHere."""

    def __missing__(self, name: str) -> Feed:
        raise NotHere(
            f"The lists of the kind “{clipped(name)}” are described in the council's "
            "own folder, and this process was started without it, or its file was "
            "taken away. The team that runs the service starts it with TRACKER_LOCAL "
            "set to that folder. Nothing of such a list has been lost."
        )


_DECLARED = _Feeds()


def enter(feeds: Mapping[str, Feed]) -> None:
    """Replaces the feeds that a file may be of."""
    _DECLARED.clear()
    _DECLARED.update(feeds)
    headings_of.cache_clear()


def declared() -> Mapping[str, Feed]:
    """Every feed by its name."""
    return _DECLARED


def noun(feed: str) -> str:
    """A file of a feed within a sentence: "a school census"."""
    return _DECLARED[feed].noun


@cache
def headings_of(feed: str) -> Headings:
    """The headings of a feed's tables, as they are compared.

    A feed whose needed columns decide is known by the headings of its senders alone:
    "Start" in any list would otherwise be the day on which a child went missing.
    """
    signature = _DECLARED[feed].signature
    return Headings(signature.columns, own_names=not signature.decisive)


def tables() -> Mapping[str, Headings]:
    """The headings of each feed that is known by its columns, the latest name first.

    The order decides only for headings over two rows that several feeds would join.
    """
    return {
        name: headings_of(name)
        for name, feed in reversed(_DECLARED.items())
        if feed.signature.needs and not feed.signature.by_headings_alone
    }
