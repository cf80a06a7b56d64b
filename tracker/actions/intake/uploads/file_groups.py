"""Files that came on one form: which of them belong together, and what each is."""

from collections.abc import Sequence
from pathlib import Path

from tracker import confinement, feeds
from tracker.actions.intake import waiting_files, way_in
from tracker.actions.intake.uploads import sender_columns
from tracker.feeds.file_reading import TooMuch
from tracker.feeds.registry import FEEDS
from tracker.feeds.seen_headings import Seen
from tracker.wording.quotations import clipped

#: A file of many on one form is looked at for so long, while there is time.
_ENOUGH_SECONDS = 5
_SLOW = (
    "{} took too long to look at beside the other files, so it was not received. Send "
    "it by itself."
)


def together(
    files: Sequence[Path],
) -> tuple[list[tuple[str | None, list[Path]]], dict[Path, str]]:
    """The files grouped by feed, and the sentence about each that takes too long. A
    census comes in many tables and a history in many months, but each list of a
    provider has its own sender. Raises Unreadable.
    """
    groups: dict[str, list[Path]] = {}
    alone: list[tuple[str | None, list[Path]]] = []
    slow: dict[Path, str] = {}
    with confinement.deadlines.within():
        for at, file in enumerate(files):
            left = confinement.deadlines.left()
            if left <= 0:
                # It may be as good as any: what it is, its sender can say.
                alone.append((None, [file]))
                continue
            # A slow file leaves time for those after it, which need very little.
            share = max(left / (len(files) - at), min(left, _ENOUGH_SECONDS))
            try:
                with confinement.deadlines.within(share):
                    feed, whole = _kind_of(file)
            except TooMuch as refused:
                slow[file] = (
                    _SLOW.format(clipped(file.name)) if len(files) > 1 else str(refused)
                )
                continue
            if whole is not None:
                groups.setdefault(whole, []).append(file)
            else:
                alone.append((feed, [file]))
    return [*groups.items(), *alone], slow


def _kind_of(file: Path) -> tuple[str | None, str | None]:
    """The feed of a file, and the one of which it is a part. Raises Unreadable.

    Two teams of the council may send lists of one kind, so those with headings that are
    to be explained stay apart.
    """
    own = waiting_files.opened([file])
    feed = feeds.confined.recognised(own)
    if feed is not None and (
        not FEEDS[feed].own_headings
        or way_in.is_of_department(FEEDS[feed])
        or (way_in.is_of_own_team(FEEDS[feed]) and not strange(feed, own))
    ):
        return feed, feed
    return feed, feeds.confined.part_of(own)


def strange(feed: str, files: Sequence[Path]) -> bool:
    """Whether files have a heading that is none of ours, or lack a needed column.

    Raises Unreadable.
    """
    return any_strange(feed, feeds.confined.seen(files, feed))


def any_strange(feed: str, seen: Sequence[Seen]) -> bool:
    """As ``strange``, of the headings of files."""
    strange_ones = feeds.seen_headings.strange(seen, feed)
    return bool(strange_ones or sender_columns.missing(feed, seen))
