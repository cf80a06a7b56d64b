"""NCCIS files: how an authority moves in with its history, and receives a transfer.

Files of any supplier are read, several months at once, in the order of their PeriodEnd.
Each record is one young person on that day.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.history.evidence import Tier
from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.line_problems import SECTIONS, TWICE, cut
from tracker.feeds.declaration import Feed, Signature, XmlSignature
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.nccis import columns, flat_table
from tracker.feeds.nccis.columns import NAME, NOUN
from tracker.feeds.nccis.record import interpret, sealed_cells
from tracker.feeds.reading.sources import Stored, only
from tracker.feeds.reading.xml_records import elements, leaves, local_name, whole_text
from tracker.feeds.recognition.likeness import (
    looks_like,
    refuse_other_xml,
    say_likeness,
)
from tracker.wording.quotations import clipped

if TYPE_CHECKING:
    from lxml.etree import _Element

RECORD = "YoungPersonsRecord"
HEADER = "FileHeader"
_LEA_CODE = heading_key("LEACode")

#: Suppliers differ in case (LevelofNeedCode, NeetStartDate), so elements are compared
#: as headings are.
_NAMES = {heading_key(column.name): column.name for column in columns.COLUMNS} | {
    heading_key(element): name for element, name in columns.ELEMENTS.items()
}

#: The parts of a record. There is one of each: where there are two, neither counts.
_SECTIONS = frozenset(
    {
        *("personaldetails", "septemberguarantee", "year11", "year12", "levelofneed"),
        *("characteristics", "activities", "cohort", "intendeddestination"),
    }
)


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The records of one or more files, the earliest month first.

    Raises Unreadable: at once for a mistake in the headers, and while the rows are
    taken for a file that breaks off.
    """
    files = only(paths, NOUN)
    if all(file.kind in ("text", "workbook") for file in files):
        return _of_tables(files, aliases)
    if looks := [file for file in files if _is_table(file)]:
        raise Unreadable(
            f"{looks[0].name} is a table of NCCIS records and the others are XML "
            "files; import them apart."
        )
    headers = [_header(file) for file in files]
    period_ends = (period_end for period_end, _ in headers)
    months = sorted(zip(period_ends, files, strict=True), key=itemgetter(0))
    named = (code for _, codes in headers for code in codes)
    return Reading(
        "nccis xml",
        _rows(months),
        as_at=months[-1][0],
        authorities=tuple(dict.fromkeys(named)),
    )


def _is_table(file: Stored) -> bool:
    return file.kind != "xml" and looks_like(file) == NAME


def _of_tables(files: Sequence[Stored], aliases: Mapping[str, str] | None) -> Reading:
    """The records of tables; without a PeriodEnd in them the day has to be given."""
    found = flat_table.looked_through(files, aliases)
    notes: list[str] = []
    return Reading(
        "nccis table",
        flat_table.rows(files, found, notes, aliases),
        as_at=found.as_at,
        notes=notes,
        day_column=columns.PERIOD_END if found.has_day else None,
        authorities=tuple(found.authorities) or None,
    )


def _header(file: Stored) -> tuple[date, list[str]]:
    """The day of the file, and the authorities that its header names."""
    if file.kind != "xml":
        raise Unreadable(f"{file.name} is not {NOUN}.{say_likeness(file, NAME)}")
    refuse_other_xml(file, NAME)
    for name, line, element in elements(file, {HEADER, RECORD}):
        if name == RECORD:
            break
        fields = [(heading_key(tag), text) for tag, text, _ in leaves(element)]
        given = dict(fields).get("periodend", "")
        if period_end := day_of(given):
            return period_end, [text for key, text in fields if key == _LEA_CODE]
        raise Unreadable(
            f"The header of {file.name} on line {line} has no usable PeriodEnd"
            f"{f' ({clipped(given)})' if given else ''}, so its month is not known."
        )
    raise Unreadable(f"{file.name} has no FileHeader before its records.")


def _rows(months: list[tuple[date, Stored]]) -> Iterator[RawRow]:
    for period_end, file in months:
        headers = 0
        for name, line, element in elements(file, {HEADER, RECORD}):
            if name == HEADER:
                headers += 1
                if headers > 1:
                    raise Unreadable(
                        f"{file.name} has a second FileHeader on line {line}, so its "
                        "month is not known; send each return as a file of its own."
                    )
                continue
            values = flattened(element)
            values[columns.PERIOD_END] = period_end.isoformat()
            yield RawRow(line, file.name, values)


def flattened(record: "_Element") -> dict[str, str]:
    """A record as one row: characteristics in one cell, guarantee years apart."""
    found = _Fields()
    found.collect(record)
    values = found.values
    if found.characteristics:
        values[columns.CHARACTERISTICS] = " ".join(dict.fromkeys(found.characteristics))
    cut(values)
    for mark, names in ((TWICE, found.twice), (SECTIONS, found.sections)):
        if names:
            values[mark] = " ".join(dict.fromkeys(names))
    return values


class _Fields:
    """The fields of a record, and the names of those that occur twice."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.characteristics: list[str] = []
        self.twice: list[str] = []
        self.sections: list[str] = []
        self._seen: set[str] = set()

    def collect(self, element: "_Element") -> None:
        above = local_name(element.tag)
        for child in element:
            tag = local_name(child.tag)
            key = heading_key(tag)
            if key in _SECTIONS:
                if key in self._seen:
                    self.sections.append(tag)
                    continue
                self._seen.add(key)
                self.collect(child)
                continue
            if above in (columns.YEAR_11, columns.YEAR_12):
                key = heading_key(f"{above}{tag}")
            name = _NAMES.get(key)
            if tag == columns.CHARACTERISTIC:
                self.characteristics += whole_text(child).split()
            elif name is not None:
                self._field(name, whole_text(child))
            elif len(child):
                self.collect(child)

    def _field(self, name: str, text: str) -> None:
        if text and self.values.setdefault(name, text) != text:
            self.twice.append(name)


FEED = Feed(
    name=NAME,
    title="NCCIS file",
    noun=NOUN,
    sender="the authority's earlier system, or another authority",
    frequency=(
        "once, when moving in; afterwards whenever a young person is transferred"
    ),
    silence=(
        "Nothing: a file holds those who were in one authority's return that month."
    ),
    signature=Signature(
        headings=(frozenset({"youngpersonsid", "activitycode"}),),
        columns=columns.TABLE_COLUMNS,
        needs=columns.TABLE_NEEDS,
        decisive=True,
        xml=XmlSignature(
            roots=("nccis",),
            namespaces=("nccis",),
            collections=("nccis", "clientcaseloadinformationsystem"),
            elements=("youngpersonsrecord",),
        ),
    ),
    tier=Tier.ADVISER,
    columns=columns.COLUMNS,
    read=read,
    interpret=interpret,
    whole=True,
    month_end=True,
    gateway="nccis-file",
    sealed_cells=sealed_cells,
    names_authorities=True,
)
