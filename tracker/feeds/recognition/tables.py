"""A sender's table: its headings found, its rows by the names of our columns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from tracker.feeds.feed_columns import Column, Needs
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.headings.matched_headings import (
    MOST_COLUMNS,
    HeadingRow,
    Headings,
    heading_key,
)
from tracker.feeds.reading.refusals import refusal
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.spreadsheets import sheets
from tracker.feeds.reading.text_tables import (
    DELIMITERS,
    Encoding,
    Row,
    RunOn,
    encoding_of,
    rows,
)
from tracker.feeds.recognition import likeness, refused_tables
from tracker.feeds.recognition.named_rows import named_rows
from tracker.wording.quotations import clipped

#: Titles, logos and addresses above the headings take up a few rows, never more.
FIRST_ROWS = 20
LEAST_HEADINGS = 3
#: Columns that are not read are named up to here, and counted from there.
MOST_NAMED = 10

NO_HEADINGS = HeadingRow(-1, [], {})


@dataclass(frozen=True)
class ByCells:
    """A column whose heading has two meanings, until its cells show which.

    ``headings`` are keys of headings; each cell seen has to be ``understood``.
    """

    name: str
    headings: frozenset[str]
    understood: Callable[[str], bool]


@dataclass(frozen=True)
class Wanted:
    """What a table must be: it has one column of each group in ``needs``.

    ``long`` are the columns with notes, whose cells may be longer than others.
    """

    feed: str
    what: str
    columns: tuple[Column, ...]
    needs: Needs
    aliases: Mapping[str, str] | None = None
    by_cells: tuple[ByCells, ...] = ()
    long: frozenset[str] = frozenset()


@dataclass
class Table:
    """``headings`` are the sender's by our names; ``rows`` come with their line.

    ``given`` are all headings, ``unread`` those of columns that are none of ours.
    ``notes`` are sentences about the table as a whole.
    """

    file: str
    headings: dict[str, str]
    rows: Iterable[tuple[int, dict[str, str]]]
    notes: list[str] = field(default_factory=list)
    given: tuple[str, ...] = ()
    unread: list[str] = field(default_factory=list)

    def noting(self, notes: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows; with the first of them, the notes of the table go to ``notes``."""
        noted = False
        for row in self.rows:
            if not noted:
                notes += [note for note in self.notes if note not in notes]
                noted = True
            yield row

    def note_unread(self) -> None:
        """Notes the columns that are not read, each heading once."""
        if self.unread:
            unread = dict.fromkeys(map(clipped, self.unread))
            self.notes.append(note_on_unread(list(unread)))


def renamed(tables: Iterable[Table], columns: Iterable[Column]) -> dict[str, str]:
    """The sender's heading for each of our titles, where they differ."""
    titles = {column.name: column.title for column in columns}
    return {
        titles[name]: heading
        for table in tables
        for name, heading in table.headings.items()
        if heading != titles[name]
    }


def note_on_unread(headings: Sequence[str]) -> str:
    """A note that names the columns that are not read; many are counted."""
    more = len(headings) - MOST_NAMED
    named = ", ".join(headings[:MOST_NAMED])
    return f"Columns not read: {named}{f' and {more} more' if more > 0 else ''}."


@dataclass
class _Candidate:
    file: str
    first: list[Row]
    all: Iterable[Row]
    notes: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    found: HeadingRow = NO_HEADINGS

    @property
    def score(self) -> int:
        return len(self.found.positions)


def open_tables(files: Iterable[Stored], wanted: Wanted) -> Iterator[Table]:
    """The table of each text file, and every sheet of a workbook that is such a table.

    Raises Unreadable for a file where there is none; its sentence names the missing
    columns and the feed that the file looks like.
    """
    headings = Headings(wanted.columns, wanted.aliases)
    for file in files:
        yield from _tables_of(file, headings, wanted)


def tables_by_role(
    file: Stored, roles: Mapping[str, Wanted]
) -> Iterator[tuple[str, Table]]:
    """Each table in a file, with the first of these roles whose columns it has; none
    for a file that has no such table.

    Raises Unreadable for a workbook that cannot be read. It is read once for all roles.
    """
    sheets_read: list[_Candidate] | None = None
    taken: set[str] = set()
    for role, wanted in roles.items():
        if file.kind == "workbook" and sheets_read is None:
            sheets_read = list(_candidates(file, wanted))
        headings = Headings(wanted.columns, wanted.aliases)
        try:
            found = _tables_of(file, headings, wanted, sheets_read)
        except Unreadable:
            continue
        for table in found:
            if table.file not in taken:
                taken.add(table.file)
                yield role, table


def _tables_of(
    file: Stored,
    headings: Headings,
    wanted: Wanted,
    read: Iterable[_Candidate] | None = None,
) -> list[Table]:
    """The tables of a file, or of the candidates that were ``read`` from it."""
    candidates = list(_candidates(file, wanted) if read is None else read)
    for candidate in candidates:
        candidate.found = headings.row(candidate.first) or NO_HEADINGS
    best = max(candidates, key=lambda each: each.score, default=None)
    least = min(LEAST_HEADINGS, len(wanted.needs))
    if best is None or best.score < least:
        _refuse_wide(candidates)
        raise Unreadable(_nothing_found(file, candidates, headings, wanted))
    complete = [
        candidate
        for candidate in candidates
        if candidate.score >= least
        and not any(headings.missing(candidate.found.names, wanted.needs))
    ]
    if not complete:
        raise Unreadable(_incomplete(best, headings, wanted, file))
    if file.kind == "text":
        complete = [max(complete, key=lambda each: each.score)]
    for candidate in complete:
        _refuse_second_headings(candidate, headings)
    return [_table(candidate, headings, wanted) for candidate in complete]


def first_headings(file: Stored) -> set[str]:
    """The headings in the first row of a CSV file, as they are compared.

    None for another kind of file. Raises Unreadable.
    """
    if file.kind != "text":
        return set()
    _, cells = next(rows(file, encoding_of(file), ","), (0, ()))
    return set(map(heading_key, cells))


def first_rows(file: Stored, wanted: Wanted) -> list[list[Row]]:
    """The first rows of everything in a file that may be a table, for a page to show.

    Raises Unreadable.
    """
    return [each.first for each in _candidates(file, wanted) if each.first]


def _candidates(file: Stored, wanted: Wanted) -> Iterator[_Candidate]:
    kind = file.kind
    if kind == "workbook":
        unseen: list[str] = []
        found = list(sheets(file, unseen))
        for name, lines in found:
            called = file.name if len(found) == 1 else f"{file.name} ({name})"
            hidden = _note_on_hidden(unseen)
            yield _Candidate(called, lines[:FIRST_ROWS], lines, hidden=hidden)
    elif kind == "text":
        encoding = encoding_of(file)
        head = file.beginning(1 << 16)
        for delimiter in DELIMITERS:
            if delimiter.encode() in head or delimiter == ",":
                stream = rows(file, encoding, delimiter)
                first = list(islice(stream, FIRST_ROWS))
                notes = _notes_on_encoding(file, encoding)
                yield _Candidate(file.name, first, chain(first, stream), notes)
    elif kind == "xml":
        if likeness.looks_like(file) is None:
            raise likeness.not_read_yet(file)
        raise Unreadable(
            f"{file.name} is not {wanted.what}: it is an XML file, and that is a "
            "table; save the list as CSV or XLSX and send that."
            f"{likeness.say_likeness(file, wanted.feed)}"
        )
    else:
        raise Unreadable(
            f"{file.name} is an archive within an archive; unpack it and send the "
            "files that are in it."
        )


def _notes_on_encoding(file: Stored, encoding: Encoding) -> list[str]:
    if not encoding.strays:
        return []
    return [
        f"Not all of {file.name} is UTF-8; letters that are not were read as "
        f"Windows-1252: {encoding.strays}. Look at names with accents."
    ]


def _note_on_hidden(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    which = "sheet" if len(names) == 1 else "sheets"
    return [f"Left out the hidden {which} {', '.join(names)}."]


def _after(notes: Sequence[str]) -> str:
    """The notes on a file, behind the sentence that refuses it."""
    return "".join(f" {note}" for note in notes)


def _refuse_wide(candidates: Iterable[_Candidate]) -> None:
    """Refuses a table with a row that is too long for headings, which are in none."""
    for candidate in candidates:
        width = max((len(cells) for _, cells in candidate.first), default=0)
        if width > MOST_COLUMNS:
            raise Unreadable(
                f"{candidate.file} has {width:,} columns; no list has so many."
            )


def _refuse_second_headings(candidate: _Candidate, headings: Headings) -> None:
    found = candidate.found
    for at, (line, cells) in enumerate(candidate.first):
        if at == found.at or (found.over_two and at == found.at - 1):
            continue
        if len(headings.positions(cells)) >= max(LEAST_HEADINGS, candidate.score // 2):
            first, second = sorted((line, candidate.first[found.at][0]))
            raise Unreadable(
                f"{candidate.file} has two rows of headings, lines {first} and {second}"
                "; leave one of them and send it again."
            )


def _by_cells(
    candidate: _Candidate, positions: Mapping[int, str], wanted: Wanted
) -> Iterator[tuple[int, str]]:
    """The places of columns that only their cells show to be ours."""
    below = [row for _, row in candidate.first[candidate.found.at + 1 :]]
    explained = {heading_key(heading) for heading in wanted.aliases or ()}
    for column in wanted.by_cells:
        if column.name in positions.values():
            continue
        for at, heading in enumerate(candidate.found.cells):
            key = heading_key(heading)
            if at in positions or key not in column.headings or key in explained:
                continue
            seen = {row[at].strip() for row in below if at < len(row)} - {""}
            if seen and all(map(column.understood, seen)):
                yield at, column.name
                break


def _table(candidate: _Candidate, headings: Headings, wanted: Wanted) -> Table:
    found = candidate.found
    for line, above in candidate.first[: found.at + 1]:
        if isinstance(above, RunOn) and above.certain:
            raise refusal("field without end", candidate.file, line=line)
    cells = found.cells
    positions = dict(found.positions)
    positions.update(_by_cells(candidate, positions, wanted))
    again = headings.again(cells, positions)
    return Table(
        candidate.file,
        {name: cells[at].strip() for at, name in positions.items()},
        named_rows(candidate.all, found.at, cells, positions, again, wanted.long),
        [
            *candidate.notes,
            *candidate.hidden,
            *_notes_on_repeated(cells, positions, again, headings),
        ],
        tuple(cells),
        [
            cell.strip()
            for at, cell in enumerate(cells)
            if cell.strip() and at not in positions and at not in again
        ],
    )


def _notes_on_repeated(
    cells: Sequence[str],
    positions: Mapping[int, str],
    again: Mapping[int, str],
    headings: Headings,
) -> Iterator[str]:
    for name in dict.fromkeys(again.values()):
        same = [
            clipped(cells[at].strip())
            for at, each in sorted({**positions, **again}.items())
            if each == name
        ]
        if len({heading_key(each) for each in same}) == 1:
            times = "twice" if len(same) == 2 else f"{len(same)} times"
            what = f"{same[0]} stands {times}"
        else:
            every = "both" if len(same) == 2 else "all"
            title = headings.title(name)
            what = f"{' and '.join(same)} are {every} read as {title}"
        yield f"{what}; the first that is filled in is used."


def _nothing_found(
    file: Stored, candidates: list[_Candidate], headings: Headings, wanted: Wanted
) -> str:
    needed = dict.fromkeys(headings.title(group[0]) for group in wanted.needs)
    rows = (row for each in candidates for _, row in each.first)
    first = next((row for row in rows if any(map(str.strip, row))), ())
    return (
        f"{file.name} is not {wanted.what}: "
        f"{refused_tables.nothing_found(needed, FIRST_ROWS, first)}"
        f"{_after(candidates[0].hidden) if candidates else ''}"
        f"{likeness.say_likeness(file, wanted.feed)}"
    )


def _incomplete(
    best: _Candidate, headings: Headings, wanted: Wanted, file: Stored
) -> str:
    missing = headings.missing(best.found.names, wanted.needs)
    return (
        f"{best.file} is not {wanted.what}: "
        f"{refused_tables.incomplete(missing, best.found)}{_after(best.hidden)}"
        f"{likeness.say_likeness(file, wanted.feed)}"
    )
