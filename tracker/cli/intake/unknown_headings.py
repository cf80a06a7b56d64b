"""What to do about a list whose headings are its sender's own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker import actions, feeds
from tracker.feeds.file_reading import Unreadable
from tracker.refusal import Refusal

#: The pages ask, and the command reads what was answered there.
EXPLAIN = (
    "If it stands under another heading, import the file once on the page Imports, "
    "which asks what each heading means, or give the answers as a file with --mapping. "
    "From then on the command reads the lists of that sender too, with --institution."
)


@contextmanager
def explained(
    feed: str, files: Sequence[Path], institution: str | None, authority: str
) -> Iterator[None]:
    """Adds to a refusal for want of a column where headings can be explained.

    Raises Unreadable, as what is done within.
    """
    try:
        yield
    except Unreadable as refused:
        if _lacks_a_column(feed, files, institution, authority):
            raise Unreadable(f"{refused} {EXPLAIN}") from refused
        raise


def _lacks_a_column(
    feed: str, files: Sequence[Path], institution: str | None, authority: str
) -> bool:
    """Whether files have headings of their own, and none for a needed column."""
    columns = actions.intake.uploads.sender_columns
    with suppress(Refusal):
        if feeds.confined.recognised(files) not in (None, feed):
            return False  # it is refused as a file of another feed
        load = actions.intake.load
        sender = load.sender_of(feeds.registry.FEEDS[feed], institution, authority)
        known = feeds.registry.FEEDS[feed]
        key = actions.intake.way_in.key_of(known, load.sender_key(sender))
        seen = columns.headings(authority, feed, key, files)
        return bool(columns.missing(feed, seen))
    return False
