"""Lists of open orders of the youth justice service: sealed (Feeds F11).

Data about criminal offences. All cells are sealed, and what a line states is one
characteristic: that an order is open. The kind of order, the offence and every column
that is not in ``columns.csv`` are left out while the file is read. A line finds a young
person on record by number, or by name, birthday and postcode, and makes none. What the
service has on record of education and work is kept with the line and is no evidence.

See decision 0245.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement, Tier
from tracker.domain.history.person import Identity
from tracker.domain.law.gateways import YOUTH_JUSTICE_LIST
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.codes import YOUTH_JUSTICE
from tracker.domain.reference.identifiers import Postcode, Upn
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
from tracker.feeds.recognition.tables import Table, Wanted, open_tables, renamed
from tracker.feeds.row_meaning import Interpretation, Problem
from tracker.feeds.youth_justice import custody

NAME, NOUN = "youth-justice", "a list of open orders of youth justice"
COLUMNS = read_columns(Path(__file__).with_name("columns.csv"))["order"]
NEEDS = (
    ("surname", *BOTH_NAMES, "upn"),
    ("dob", "upn"),
    ("order_start", "order_end"),
)
_TITLES = titles_of(COLUMNS)
_OF_CUSTODY = frozenset(_TITLES[each] for each in custody.COLUMNS)
_ADDRESS = ("address", "address_1", "address_2", "address_3", "address_4", "town")
#: Headings that only a list of youth justice has.
_SIGNS = (
    *("YOT Worker", "YJS Worker", "YOT Officer", "YJS Officer", "YOT Case Manager"),
    *("YJS Case Manager", "Order Start Date", "Order End Date", "Date Order Started"),
)

#: The only sentences about a line: none quotes a cell.
NO_ONE = "There is neither a UPN nor a name with a date of birth that can be used."
NOT_BEGUN = "The order begins after the day of the list, so nothing is recorded yet."
ENDS_FIRST = "The order ends before it begins, so nothing is recorded of it."
_WRONG = {
    "upn": "There is no UPN that can be used.",
    "dob": "There is no date of birth that can be used.",
    "sex": "There is no sex that can be used.",
    "postcode": "There is no postcode that can be used.",
    "surname": "There is no surname that can be used.",
    "forename": "There is no forename that can be used.",
    "order_start": "There is no first day that can be used, so nothing is recorded.",
    "order_end": "There is no last day that can be used, so nothing is recorded.",
}

_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\W*\Z", re.IGNORECASE)


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists, of known columns alone. Raises Unreadable."""
    wanted = Wanted(NAME, NOUN, COLUMNS, NEEDS, aliases)
    tables = list(open_tables(only(paths, NOUN), wanted))
    for table in tables:
        _refuse_others(table)
    notes: list[str] = []
    rows = with_a_note(
        chain.from_iterable(_rows(table, notes) for table in tables),
        notes,
        left_out(tables),
    )
    return Reading("list", rows, notes=notes, headings=renamed(tables, COLUMNS))


def _refuse_others(table: Table) -> None:
    """Raises Unreadable for a list of another feed: most of it would be lost."""
    other = belongs_to_another(list(table.given), NAME)
    if other is not None:
        raise Unreadable(
            f"{table.file} is not {NOUN}. It looks like {noun(other)}; "
            "import it as that."
        )


def _rows(table: Table, notes: list[str]) -> Iterator[RawRow]:
    for line, values in table.noting(notes):
        yield RawRow(line, table.file, values)


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The young person to be found on record, and whether an order is open."""
    row = Row(_with_postcode(raw), line, _TITLES)
    own: list[Problem] = []

    def object_to(name: str, message: str, *, stops: bool = False) -> None:
        own.append(Problem(line, _TITLES[name], message, stops))

    who = _identity(row, context.as_at)
    if who.upn is None and not (who.family and who.given and who.born):
        object_to("dob", NO_ONE, stops=True)
    stated: list[Statement] = []
    ended: tuple[str, ...] = ()
    earlier: tuple[date, tuple[Statement, ...]] | None = None
    is_open, since, objection = _order(row, context.as_at)
    if objection:
        object_to("order_start", objection)
    if is_open is False:
        ended = (YOUTH_JUSTICE,)
    if is_open:
        held = detail("characteristic", code=YOUTH_JUSTICE)
        stated.append(held)
        if since is not None and since < context.as_at:
            earlier = (since, (held,))
        doing, question = custody.in_custody(row, who.born, context.as_at)
        if doing is not None:
            stated.append(doing)
        if question is not None:
            own.append(Problem(line, "", question))
    problems = dict.fromkeys((*_problems(row), *own))
    return Interpretation(
        who,
        tuple(stated),
        tuple(problems),
        context.as_at,
        earlier=earlier,
        finds_only=True,
        ended=ended,
    )


def _problems(row: Row) -> Iterator[Problem]:
    """The problems of the cells; those about custody without the name of the column."""
    for each in unquoted(row, _TITLES, _WRONG):
        if each.column in _OF_CUSTODY:
            yield Problem(each.line, "", custody.MORE)
        else:
            yield each


def _identity(row: Row, as_at: date) -> Identity:
    given, family = row.names()
    return Identity(
        given=given,
        family=family,
        middle=row.name("middle_names"),
        born=row.born(as_at),
        sex=row.sex(),
        postcode=row.parsed("postcode", Postcode.parse),
        upn=row.parsed("upn", Upn.parse),
    )


def _order(row: Row, as_at: date) -> tuple[bool | None, date | None, str]:
    """Whether the order is open on the day, since which day of the school year, and a
    sentence; None for an order of which nothing is recorded.
    """
    starts, ends = row.day("order_start"), row.day("order_end")
    for name, day in (("order_start", starts), ("order_end", ends)):
        if day is None and row.text(name):
            return None, None, ""
    if starts is not None and ends is not None and ends < starts:
        return None, None, ENDS_FIRST
    if starts is not None and starts > as_at:
        return None, None, NOT_BEGUN
    if ends is not None and ends < as_at:
        return False, None, ""
    if starts is None:
        return True, None, ""
    return True, max(starts, AcademicYear.of(as_at).starts), ""


def _with_postcode(raw: Mapping[str, str]) -> Mapping[str, str]:
    """The row with the postcode at the end of its address, where no column has it."""
    if raw.get("postcode"):
        return raw
    cells: Iterable[str] = (raw.get(name, "") for name in _ADDRESS)
    for cell in cells:
        if found := _POSTCODE.search(cell.strip()):
            return {**raw, "postcode": f"{found[1]} {found[2]}".upper()}
    return raw


def sealed_cells(raw: Mapping[str, str]) -> frozenset[str]:
    """All cells of a line."""
    return frozenset(raw)


FEED = Feed(
    name=NAME,
    title="Open orders of youth justice",
    noun=NOUN,
    sender="the youth justice service of the authority",
    frequency="every month",
    silence=(
        "Nothing, unless the list is declared complete as at a day: then the order of "
        "each person who was on an earlier list and is missing counts as over. A late "
        "list, or one that many are missing from, waits for a yes first."
    ),
    signature=Signature(
        headings=tuple(frozenset({heading_key(each)}) for each in _SIGNS),
        columns=COLUMNS,
        needs=NEEDS,
        decisive=True,
    ),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    notes_unread=True,
    gateway=YOUTH_JUSTICE_LIST,
    sealed_cells=sealed_cells,
    unnamed=True,
    certain=True,
    while_listed=frozenset({YOUTH_JUSTICE}),
)
