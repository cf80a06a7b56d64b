"""The school, college or provider that a line about a choice names."""

from collections.abc import Iterable, Iterator
from functools import partial

from tracker.domain.reference.code_titles import YES_OR_NO
from tracker.domain.reference.identifiers import LaEstab, Ukprn, Urn
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.row import Row
from tracker.feeds.feed_columns import Column
from tracker.feeds.file_reading import Context
from tracker.feeds.recognition.tables import Table

#: The columns of a place.
COLUMNS = ("place_laestab", "place_urn", "place_ukprn", "place_name")

#: Set on each line of a list without such a column: it speaks of its sender's places.
OWN_PLACE = Column("own_place", "OwnPlace", handling="history", codes=YES_OR_NO)


def with_own_place(
    table: Table, rows: Iterable[tuple[int, dict[str, str]]]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows; those of a table without a place are marked as about its sender's."""
    if not table.headings.keys().isdisjoint(COLUMNS):
        yield from rows
        return
    for line, values in rows:
        yield line, {**values, OWN_PLACE.name: "Y"}


def place(row: Row, context: Context) -> InstitutionRef | None:
    """The place of a row: its own, or the sender of a list that has no such column.

    A four-digit number is of the sender's authority, where that is known.
    """
    sender = context.institution
    if row.text(OWN_PLACE.name):
        return sender
    known = sender.laestab if sender is not None else None
    authority = LaEstab.authority(known) if known is not None else context.authority
    ref = InstitutionRef(
        urn=row.parsed("place_urn", Urn.parse),
        laestab=row.parsed("place_laestab", partial(LaEstab.of, authority)),
        ukprn=row.parsed("place_ukprn", Ukprn.parse),
        name=row.text("place_name") or None,
    )
    return None if ref == InstitutionRef() else ref
