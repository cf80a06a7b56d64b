"""The columns of a sender: looked at, explained once, remembered, forgotten.

The data team and the sender itself use the same functions; the last explanation counts.

See decision 0060.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tracker import feeds, store
from tracker.actions.act import Act
from tracker.feeds.registry import FEEDS
from tracker.feeds.seen_headings import Seen
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.wording.quotations import clipped

LEFT_OUT = "Left out, because they are not needed: {}."


def headings(
    authority: str, feed: str, key: str | None, files: Sequence[Path]
) -> list[Seen]:
    """The headings of files, with the meanings recorded for their sender.

    Raises feeds.declaration.Unreadable.
    """
    known = store.intake.sender_columns.aliases(authority, feed, key) if key else {}
    return feeds.confined.seen(files, feed, known)


def missing(feed: str, found: Sequence[Seen]) -> list[str]:
    """The titles of the needed columns that none of these headings gives."""
    if not found:
        return []
    return feeds.seen_headings.missing(
        [each.means for each in found if each.means], feed
    )


def unexplained(authority: str, feed: str, key: str, found: Sequence[Seen]) -> bool:
    """Whether a user has to explain the columns: a heading has no recorded meaning yet,
    or a needed column is missing.
    """
    known = store.intake.sender_columns.aliases(authority, feed, key)
    return any(
        each.means is None and each.heading not in known for each in found
    ) or bool(missing(feed, found))


def gives_day(feed: str, found: Sequence[Seen]) -> bool:
    """Whether a file gives its own day: it has no headings to explain, or one of them
    is the column for the day.
    """
    day = FEEDS[feed].day_column
    return not found or (day is not None and any(each.means == day for each in found))


def left_out(feed: str, found: Sequence[Seen]) -> list[str]:
    """A note on the headings of a file that are not read.

    There is none for a feed whose reading always makes that note itself.
    """
    if feed in FEEDS and FEEDS[feed].notes_unread:
        return []
    needless = [clipped(each.heading) for each in found if not each.means]
    return [LEFT_OUT.format(", ".join(needless))] if needless else []


def record_mapping(feed: str, key: str, means: Mapping[str, str], *, act: Act) -> None:
    """Records what the headings and the words of a sender mean; an empty name leaves a
    column out, and the lines with a word.

    Raises Refusal if a needed column is missing or two headings mean one column.
    """
    seen = feeds.seen_headings
    titles = {each.name: each.title for each in seen.columns(feed)}
    for heading, name in means.items():
        if name and name not in {it.name for it in seen.options(feed, heading)}:
            what = "codes" if seen.is_word(feed, heading) else "columns"
            raise Refusal(f"Select one of our {what}, or leave it out.")
    of_columns = {
        heading: name
        for heading, name in means.items()
        if name and not seen.is_word(feed, heading)
    }
    used = list(of_columns.values())
    twice = next((name for name in used if used.count(name) > 1), None)
    if twice is not None:
        both = [clipped(each) for each, name in of_columns.items() if name == twice]
        raise Refusal(
            f"{' and '.join(both[:2])} cannot both be {titles[twice]}: leave one out."
        )
    if lacking := feeds.seen_headings.missing(used, feed):
        raise Refusal(
            f"Select which column is {', '.join(lacking)}: without it "
            "no young person can be found."
        )
    with store.database.base.transaction():
        store.intake.sender_columns.remember(
            act.authority, feed, key, means, by=act.by, at=act.at
        )
        act.note(Action.COLUMN_MAPPING_RECORDED, key, feed=feed, columns=len(means))


def forget(feed: str, key: str, *, act: Act) -> None:
    """Deletes the meanings of a sender's headings; its next list raises a question."""
    with store.database.base.transaction():
        store.intake.sender_columns.forget(act.authority, feed, key)
        act.note(Action.COLUMN_MAPPING_REMOVED, key, feed=feed)
