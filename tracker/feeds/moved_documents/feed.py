"""The index of the documents of the council's earlier system (Feeds F16).

A row is one document about a young person, with the name of its file. It is evidence of
their name and birth as the other system has them, and of no activity. Its file comes
beside it.

See decision 0233.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tracker.domain.casework.contact import Visibility
from tracker.domain.casework.moved_document import MovedDocument
from tracker.domain.history.evidence import Tier
from tracker.domain.law.gateways import EARLIER_SYSTEM
from tracker.domain.reference.academic_year import say_date
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.file_reading import Context, RawRow, Reading
from tracker.feeds.moved_documents.paired_names import parts_of
from tracker.feeds.moved_rows.columns import DOCUMENTS, WHO
from tracker.feeds.moved_rows.moved_people import who
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.tables import (
    Wanted,
    open_tables,
    renamed,
)
from tracker.feeds.row_meaning import Interpretation, Problem

NAME, NOUN = "earlier-documents", "an index of documents of an earlier system"
NEEDS = (WHO, ("file",))
_TITLES = titles_of(DOCUMENTS)
#: The cells that may speak of a young person's health or home, and are never quoted.
_FREE = ("title", "file")
_CUT = "It is longer than any that is kept, or over several lines."


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists. Raises Unreadable."""
    wanted = Wanted(NAME, NOUN, DOCUMENTS, NEEDS, aliases)
    tables = list(open_tables(only(paths, NOUN), wanted))
    notes: list[str] = []
    for table in tables:
        table.note_unread()
    rows = (
        RawRow(line, table.file, values)
        for table in tables
        for line, values in table.noting(notes)
    )
    return Reading("list", rows, notes=notes, headings=renamed(tables, DOCUMENTS))


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The young person, and the document, whose file comes beside the index."""
    row = Row(raw, line, _TITLES)
    identity = who(row, context)
    made_on = _day(row, context)
    document = _document(row, made_on)
    # The young person is found by the row and learns nothing from it, as from contacts.
    return Interpretation(
        identity,
        (),
        tuple(_unquoted(row)),
        made_on or context.as_at,
        document=document,
    )


def _day(row: Row, context: Context) -> date | None:
    """The day of the document, None where the index gives none."""
    day = row.day("made_on")
    if day is not None and day > context.as_at:
        row.object_to(
            "made_on",
            f"{say_date(day)} is after {say_date(context.as_at)}, the day of the list.",
            stops=True,
        )
        return None
    return day


def _document(row: Row, made_on: date | None) -> MovedDocument | None:
    file = row.text("file")
    parts = parts_of(file)
    if not parts:
        row.object_to("file", "There is no name of a file.", stops=True)
        return None
    return MovedDocument(
        file,
        row.text("title") or Path(parts[-1]).stem,
        kind=row.text("kind"),
        made_on=made_on,
        adviser=row.text("adviser"),
        visibility=Visibility.RESTRICTED if row.flag("restricted") else Visibility.TEAM,
    )


def _unquoted(row: Row) -> Iterator[Problem]:
    """The problems of a row; that of a title or a file does not quote it."""
    free = {_TITLES[name] for name in _FREE}
    for each in row.problems:
        quotes = each.column in free and not each.stops
        yield replace(each, message=_CUT) if quotes else each


def sealed_cells(raw: Mapping[str, str]) -> frozenset[str]:
    """The title and the name of the file, which may be as telling as a note."""
    return frozenset(_FREE) & raw.keys()


#: Headings that only such an index has: a document, and where its file is.
_OF = ("document", "attachment", "doc")
_WHAT = tuple(
    f"{of}{what}"
    for of in _OF
    for what in ("date", "title", "name", "type", "kind", "category", "description")
)
_FILES = ("filename", "filepath", "file", "filelocation", "path", "fullpath")
_OWN_FILES = tuple(f"{of}{file}" for of in _OF for file in _FILES)

FEED = Feed(
    name=NAME,
    title="Documents of the earlier system",
    noun=NOUN,
    sender="the council's earlier system",
    frequency="once, when moving in",
    silence="Nothing: an index has the documents that were exported.",
    signature=Signature(
        headings=(
            *(frozenset({what, file}) for what in _WHAT for file in _FILES),
            *(frozenset({file}) for file in _OWN_FILES),
        ),
        columns=DOCUMENTS,
        needs=NEEDS,
        by_headings_alone=True,
    ),
    tier=Tier.ADVISER,
    columns=DOCUMENTS,
    read=read,
    interpret=interpret,
    whole=False,
    own_headings=True,
    notes_unread=True,
    gateway=EARLIER_SYSTEM,
    sealed_cells=sealed_cells,
)
