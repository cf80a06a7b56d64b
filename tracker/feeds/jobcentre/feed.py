"""Lists of young claimants from a Jobcentre: a signal, and never evidence (Feeds F10).

The department may give a council the name, address and date of birth of a claimant, and
a parent's name and address (Education and Skills Act 2008, section 15). To pass it on
against section 76 is an offence. Every other column is left out while the file is read.
So are numbers and email addresses within the cells that are kept.

See decision 0181.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from tracker.domain.history.evidence import Tier
from tracker.feeds.cells.line_problems import MARKS
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.feed_columns import read_columns
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.left_out_columns import left_out, with_a_note
from tracker.feeds.recognition.likeness import belongs_to_another
from tracker.feeds.recognition.sealed_lists import unquoted
from tracker.feeds.recognition.signatures import noun
from tracker.feeds.recognition.tables import (
    Table,
    Wanted,
    open_tables,
    renamed,
)
from tracker.feeds.row_meaning import Interpretation
from tracker.wording.quotations import clipped

NAME, NOUN = "jobcentre-claimants", "a list from a Jobcentre"
COLUMNS = read_columns(Path(__file__).with_name("columns.csv"))["list"]
NEEDS = (("surname", *BOTH_NAMES), ("dob",))
_TITLES = titles_of(COLUMNS)

#: Headings that only a list of claimants has. A National Insurance number is none of
#: them: lists of learners have one too.
HEADINGS = tuple(
    frozenset({heading_key(each)})
    for each in (
        *("Jobcentre", "Jobcentre Plus", "Jobcentre office", "JCP", "JCP office"),
        *("Claim start", "Claim start date", "Start of claim", "Date of claim"),
        *("New claim date", "UC claim date", "UC start date", "Work coach"),
        *("Claimant", "Claimant name", "Claimant surname", "Claimant forename"),
    )
)
#: Headings of what a school or college knows about a learner and a Jobcentre does not.
_OF_LEARNERS = tuple(
    heading_key(each)
    for each in ("UPN", "ULN", "LAESTAB", "DfENo", "URN", "UKPRN", "YPID")
)

#: What may not be kept although it stands in a cell that may: a National Insurance
#: number, an email address, and a phone number, which only looks like some dates.
_NUMBER = re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b|\S+@\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+44|\b0)[\d ()-]{8,}\d")

#: The only sentences about a line. Those of other feeds quote cells.
_WRONG = {
    "forename": "There is no forename that can be used.",
    "surname": "There is no surname that can be used.",
    "dob": "There is no date of birth that can be used.",
    "postcode": "There is no postcode that can be used.",
}


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists, of lawful columns alone. Raises Unreadable."""
    wanted = Wanted(NAME, NOUN, COLUMNS, NEEDS, aliases)
    tables = list(open_tables(only(paths, NOUN), wanted))
    for table in tables:
        _refuse_lists_of_learners(table)
    notes: list[str] = []
    rows = with_a_note(
        chain.from_iterable(_rows(table, notes) for table in tables),
        notes,
        left_out(tables),
    )
    return Reading("list", rows, notes=notes, headings=renamed(tables, COLUMNS))


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The claimant, to be found on record, and not a single statement about them."""
    row = Row(raw, line, _TITLES)
    identity = row.identity(context.as_at)
    return Interpretation(
        identity, (), tuple(unquoted(row, _TITLES, _WRONG)), context.as_at
    )


def _refuse_lists_of_learners(table: Table) -> None:
    """Raises Unreadable for a list of a school or college: most of it would be lost."""
    given = list(table.given)
    other = belongs_to_another(given, NAME)
    if other is not None:
        raise Unreadable(
            f"{table.file} is not {NOUN}. It looks like {noun(other)}; "
            "import it as that."
        )
    learners = {heading_key(each): each for each in table.unread}
    number = next((learners[key] for key in _OF_LEARNERS if key in learners), None)
    if number is not None:
        raise Unreadable(
            f"{table.file} is not {NOUN}: it has the column {clipped(number)}, which "
            "a Jobcentre does not know. Import it as the list of a school or college."
        )


def _rows(table: Table, notes: list[str]) -> Iterator[RawRow]:
    """The rows; the last adds a note on what was taken out of cells."""
    taken_out = 0
    for line, values in table.noting(notes):
        kept = {name: _lawful(name, text) for name, text in values.items()}
        taken_out += kept != values
        yield RawRow(line, table.file, {name: it for name, it in kept.items() if it})
    if taken_out:
        notes.append(
            "Numbers and email addresses that may not be kept were taken out of cells. "
            f"Lines of {table.file} with one: {taken_out}."
        )


def _lawful(name: str, text: str) -> str:
    """A cell without what the department may not give."""
    if name in MARKS:
        return text
    lawful = _NUMBER.sub(" ", text)
    if name != "dob":
        lawful = _PHONE.sub(" ", lawful)
    return text if lawful == text else " ".join(lawful.split()).strip(" ,;")


def sealed_cells(raw: Mapping[str, str]) -> frozenset[str]:
    """All cells of a line."""
    return frozenset(raw)


FEED = Feed(
    name=NAME,
    title="Jobcentre list",
    noun=NOUN,
    sender="a Jobcentre, by a local agreement",
    frequency="every month, with those who have claimed since the last list",
    silence="Nothing: a list has new claimants alone.",
    signature=Signature(headings=HEADINGS, columns=COLUMNS, decisive=True),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    notes_unread=True,
    gateway="jobcentre-list",
    sealed_cells=sealed_cells,
    signal=True,
)
