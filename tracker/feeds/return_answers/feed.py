"""What DfE sends back after a monthly return: errors, duplicates, claims (Feeds F15).

The lines are no evidence about anybody: they are about the return that was sent. So the
list is loaded on the page of that return, and each line is work about a young person of
it. What was sent in a field is in the return, and is not kept a second time.

See decision 0247.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from tracker.domain.history.evidence import Tier
from tracker.domain.reference.identifiers import Ypid
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.nccis.codes_by_name import code_of
from tracker.feeds.reading.sources import Stored, only
from tracker.feeds.recognition.likeness import not_read_yet, refuse_other_xml
from tracker.feeds.recognition.tables import Wanted, open_tables, renamed
from tracker.feeds.recognition.xml_kinds import kind_of
from tracker.feeds.return_answers import answer_records
from tracker.feeds.return_answers.answer_columns import COLUMNS, NAME, NEEDS, NOUN
from tracker.feeds.row_meaning import Interpretation

_TITLES = titles_of(COLUMNS)
#: The columns that name a council, by its code or its name.
_COUNCILS = ("other_authority", "LeadLEA")

#: "229", "E229", "Error 229: ...", "229 - the code does not go with the age".
_CODE = re.compile(
    r"\s*(?:error|rule|warning|validation|code|no|e|v)?[\s._:#-]*0*(\d{1,4})"
    r"(?:\.0)?(?=\D|$)",
    re.IGNORECASE,
)
#: Several numbers in one cell: each is an error of its own.
_SEVERAL = re.compile(r"\s*\d{1,4}(?:\s*[,;/|&]\s*\d{1,4})+\s*")


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The errors of tables or XML, one row each. Raises Unreadable."""
    files = only(paths, NOUN)
    of_xml = [each for each in files if each.kind == "xml"]
    for each in of_xml:
        if kind_of(each).feed is not None:
            refuse_other_xml(each, NAME)
    wanted = Wanted(
        NAME, NOUN, COLUMNS, NEEDS, aliases, long=frozenset({"message", "value"})
    )
    tables = list(open_tables((it for it in files if it.kind != "xml"), wanted))
    for table in tables:
        table.note_unread()
    notes: list[str] = []
    lines: Iterable[tuple[str, int, dict[str, str]]] = chain(
        ((it.file, *line) for it in tables for line in it.noting(notes)),
        ((it.name, *line) for it in of_xml for line in answer_records.records(it)),
    )
    layout = "answer xml" if of_xml else "answer"
    rows = _rows(lines, files, notes)
    return Reading(layout, rows, notes=notes, headings=renamed(tables, COLUMNS))


def _rows(
    lines: Iterable[tuple[str, int, dict[str, str]]],
    files: Sequence[Stored],
    notes: list[str],
) -> Iterator[RawRow]:
    """The rows, each with one code, and without what was sent in the field."""
    found = 0
    for file, line, cells in lines:
        found += 1
        for code in _codes(cells):
            values = {name: text for name, text in cells.items() if name != "value"}
            if code:
                values["code"] = code
            for name in _COUNCILS:
                if name in values:
                    values[name] = code_of("LeadLEA", values[name])
            yield RawRow(line, file, values)
    if not found and files[0].kind == "xml":
        raise not_read_yet(files[0])
    if not found:
        raise Unreadable(
            f"{files[0].name} has no error or duplicate that can be read. If DfE found "
            "none, write that as its answer; else save the list as CSV and load that."
        )


def _codes(cells: Mapping[str, str]) -> list[str]:
    """The numbers of the rules of a line: in its own column, or before the message."""
    given = cells.get("code", "")
    if _SEVERAL.fullmatch(given):
        return [each.lstrip("0") or "0" for each in re.findall(r"\d+", given)]
    match = _CODE.match(given)
    if match is None and not given:
        match = _CODE.match(cells.get("message", ""))
    # A code of another kind stays as it is: it is unknown, and shown as such.
    return [match[1] if match is not None else given]


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """Whose record the line is about. A line states nothing about them."""
    row = Row(raw, line, _TITLES)
    found = row.identity(context.as_at, number_is_enough=True)
    row.parsed("YoungPersonsID", Ypid.parse)
    return Interpretation(
        found, (), tuple(row.problems), context.as_at, finds_only=True
    )


FEED = Feed(
    name=NAME,
    title="Answer of DfE to a return",
    noun=NOUN,
    sender="the Department for Education",
    frequency="every month, after the return",
    silence="Nothing: a young person without an error is on no list.",
    signature=Signature(
        headings=tuple(
            frozenset({who, what})
            for who in map(heading_key, ("YoungPersonsID", "YPID"))
            for what in map(heading_key, ("ErrorCode", "ErrorNumber", "ErrorMessage"))
        ),
        columns=COLUMNS,
        needs=NEEDS,
        by_headings_alone=True,
    ),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    own_headings=True,
    notes_unread=True,
    gateway="return-answer",
    own_door="on the page of the return that it answers",
)
