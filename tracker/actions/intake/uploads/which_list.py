"""Which of the lists that an institution may send a file is.

Its headings decide it: those that are known, or that its sender explained for an
earlier list. Where neither does, a sender that may send several chooses the one.
"""

from collections.abc import Iterable, Mapping, Sequence

from tracker import store
from tracker.actions.intake.uploads import sender_columns
from tracker.feeds.registry import FEEDS
from tracker.feeds.seen_headings import Seen


def to_choose_from(may_send: Iterable[str]) -> list[str]:
    """Those of these feeds that a table of unknown headings may be, in their order.

    A learner record has headings of its own, so no such table is one.
    """
    return [it for it in may_send if not FEEDS[it].signature.by_headings_alone]


def decided(
    authority: str,
    key: str,
    accepted: Sequence[str],
    found: Mapping[str, Sequence[Seen]],
) -> str | None:
    """The feed of a file that looks like none, or None where its sender has to choose.

    ``key`` is the sender's. ``accepted`` are the feeds that fit what the sender entered
    about the file, and ``found`` has its headings as each feed that the sender may send
    reads them.
    """
    explained = [
        each
        for each, seen in found.items()
        if seen and not sender_columns.missing(each, seen)
    ]
    fitting = [each for each in explained if each in accepted] or explained
    if fitting:
        return _newest(authority, key, fitting)
    # Of a plan and an application, only one may have a heading that is known.
    hinted = [
        each
        for each in accepted
        if not FEEDS[each].roll
        and not _of_none_other(each, accepted).isdisjoint(
            it.means for it in found[each] if it.means
        )
    ]
    if len(hinted) == 1:
        return hinted[0]
    return accepted[0] if len(accepted) == 1 else None


def _newest(authority: str, key: str, explained: Sequence[str]) -> str:
    """Of feeds that all can read a file, the one that its sender explained last.

    A school that took its plans for offers at first explains them again.
    """
    if len(explained) == 1:
        return explained[0]
    newest = store.intake.sender_columns.newest_first(authority, key)
    return next((each for each in newest if each in explained), explained[0])


def _of_none_other(feed: str, accepted: Sequence[str]) -> set[str]:
    """The columns that this feed needs and no other that is accepted."""
    others = {it for each in accepted if each != feed for it in _needed(each)}
    return _needed(feed) - others


def _needed(feed: str) -> set[str]:
    return {name for group in FEEDS[feed].signature.needs for name in group}


def what_it_gives(feed: str) -> str:
    """What a line of a feed gives beside the young person: "How far the application
    is". Empty where its columns have no such sentence.
    """
    *_, given = FEEDS[feed].signature.needs
    about = {each.name: each.about for each in FEEDS[feed].signature.columns}
    return about[given[0]].partition(":")[0]
