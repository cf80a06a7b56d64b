"""The three layouts of a school census, each read into rows of pupils.

The flat table that an analyst makes, the family of tables that COLLECT exports, and the
XML of a school's own system (Feeds F01).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from tracker.domain.reference.identifiers import LaEstab, Urn
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds import census
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.census import collect
from tracker.feeds.census.agreement import check_headings
from tracker.feeds.census.columns import COLUMNS, DAY, NAME, NEEDS, NOUN, READ
from tracker.feeds.census.keeping import Pupil, kept
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.reading.sources import Stored, stored
from tracker.feeds.recognition.likeness import refuse_other_xml, say_likeness
from tracker.feeds.recognition.tables import Table, Wanted, open_tables, renamed
from tracker.feeds.rolls.columns_by_cells import BY_CELLS

_TITLES = titles_of(COLUMNS)


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The pupils of Years 9 to 14, or of 13 years and more, from any of the layouts.

    Raises Unreadable. Data of a restricted pupil that the school may not pass on is
    dropped here, so that it is never stored.
    """
    files = stored(paths)
    given = context.as_at if context is not None else None
    if any(file.kind == "xml" for file in files[:1]):
        return _read_xml(files, given)
    tables = [(_table_of(file, alone=len(files) == 1), file) for file in files]
    if any(role in (collect.ON_ROLL, collect.OFF_ROLL) for role, _ in tables):
        return _read_collect(tables, given)
    return _read_flat(files, given, aliases)


def _table_of(file: Stored, *, alone: bool) -> str | None:
    """The table that a file is. A stray picture is refused only if it is sent alone."""
    try:
        return collect.table_of(file)
    except Unreadable:
        if alone:
            raise
        return None


def _read_collect(
    tables: list[tuple[str | None, Stored]], given: date | None
) -> Reading:
    notes: list[str] = []
    found: list[tuple[collect.Family, list[str]]] = []
    for name, files in collect.families(tables):
        own: list[str] = []
        found.append((collect.gather(files, own, name), own))
    found.sort(key=lambda each: each[0].as_at or date.max)
    days = {family.as_at for family, _ in found}
    schools = [school for family, _ in found for school in family.schools.values()]
    rows = _of_families(found, given, notes)
    as_at = days.pop() if len(days) == 1 else None
    return _reading("collect tables", rows, as_at, schools, notes)


def _reading(
    layout: str,
    rows: Iterator[RawRow],
    as_at: date | None,
    schools: Sequence[Mapping[str, str]],
    notes: list[str],
) -> Reading:
    """A census whose rows have their day; its school, where it is of one school."""
    only = schools[0] if len(schools) == 1 else {}
    number = LaEstab.of(only.get("lea"), only.get("estab")).value
    reference = Urn.parse(only.get("urn")).value
    named = number is not None or reference is not None
    school = InstitutionRef(urn=reference, laestab=number) if named else None
    return Reading(layout, rows, as_at, school, notes, day_column=DAY)


def _of_families(
    found: list[tuple[collect.Family, list[str]]],
    given: date | None,
    notes: list[str],
) -> Iterator[RawRow]:
    """The pupils of each term, the earliest first; each note names its term."""
    for family, own in found:
        pupils = collect.pupils(family, own)
        yield from kept(pupils, family.as_at or given, own)
        of = f"{family.name}: " if len(found) > 1 else ""
        notes += [f"{of}{note}" for note in own]


def _read_xml(files: list[Stored], given: date | None) -> Reading:
    messages = []
    for file in files:
        if file.kind != "xml":
            raise Unreadable(f"{file.name} is not {NOUN}.{say_likeness(file, NAME)}")
        refuse_other_xml(file, NAME)
        messages.append((file, census.messages.message_of(file)))
    notes: list[str] = []
    days = {message.as_at for _, message in messages}
    as_at = days.pop() if len(days) == 1 else None
    every = chain.from_iterable(
        census.messages.pupils(file, message) for file, message in messages
    )
    rows = kept(every, as_at or given, notes)
    schools = [message.school for _, message in messages]
    return _reading("xml message", rows, as_at, schools, notes)


def _read_flat(
    files: list[Stored], given: date | None, aliases: Mapping[str, str] | None
) -> Reading:
    wanted = Wanted(NAME, NOUN, READ, NEEDS, aliases, BY_CELLS)
    tables = list(open_tables(files, wanted))
    for table in tables:
        check_headings(table.file, table.given, aliases)
    notes: list[str] = []
    every = chain.from_iterable(_flat_pupils(table, notes) for table in tables)
    return Reading(
        "flat table",
        kept(every, given, notes),
        notes=notes,
        headings=renamed(tables, READ),
        day_column=DAY if any(DAY in table.headings for table in tables) else None,
    )


def _flat_pupils(table: Table, notes: list[str]) -> Iterator[Pupil]:
    for line, values in table.noting(notes):
        _part_names(values, line)
        yield Pupil(table.file, line, values)


def _part_names(values: dict[str, str], line: int) -> None:
    """A cell that holds both names becomes two, as in every other census."""
    if values.keys().isdisjoint(BOTH_NAMES):
        return
    given, family = Row(values, line, _TITLES).names()
    for both in BOTH_NAMES:
        values.pop(both, None)
    values.update({"forename": given, "surname": family})
