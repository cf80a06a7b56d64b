"""NCCIS records as a table: the CSV or workbook of two suppliers' systems.

A flattened file of the return: the header stands in every row, an element that occurs
twice has a number behind its name, and a person with three characteristics has three
rows. These rows are joined again, so that one row is one record.

See decision 0081.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.reference.identifiers import AuthorityCode
from tracker.feeds.cells.dates import day_of
from tracker.feeds.file_reading import RawRow, Unreadable
from tracker.feeds.nccis import codes_by_name, columns
from tracker.feeds.nccis.columns import NAME, NOUN, TABLE_COLUMNS, TABLE_NEEDS
from tracker.feeds.reading.sources import Stored
from tracker.feeds.recognition.tables import Wanted, note_on_unread, open_tables

#: The fields of the XML's header, which describe the file and not the person.
_OF_THE_FILE = frozenset(column.name for column in columns.HEADER_COLUMNS)
_NUMBERS = ("YoungPersonsID", "UniquePupilNumber", "UniqueLearnerNo")
_PERSON = ("FamilyName", "GivenName", "DOB", "Postcode")

_Key = tuple[str, ...]


@dataclass
class Found:
    """The facts about a file from a first reading of its rows: months, authorities.

    ``as_at`` is the newest month, None where a row has no month and the day has to be
    given. ``characteristics`` are those of each person in each month.
    """

    periods: set[date] = field(default_factory=set)
    undated: int = 0
    authorities: dict[str, None] = field(default_factory=dict)
    characteristics: dict[_Key, dict[str, None]] = field(default_factory=dict)
    has_day: bool = False

    @property
    def as_at(self) -> date | None:
        return max(self.periods) if self.periods and not self.undated else None


def wanted(aliases: Mapping[str, str] | None = None) -> Wanted:
    return Wanted(NAME, NOUN, TABLE_COLUMNS, TABLE_NEEDS, aliases)


def looked_through(
    files: Iterable[Stored], aliases: Mapping[str, str] | None = None
) -> Found:
    """Reads every row once and keeps what several rows share. Raises Unreadable."""
    found = Found()
    for table in open_tables(files, wanted(aliases)):
        found.has_day |= columns.PERIOD_END in table.headings
        for _, values in table.rows:
            _look(values, found)
    return found


def _look(values: dict[str, str], found: Found) -> None:
    if day := day_of(values.get(columns.PERIOD_END)):
        found.periods.add(day)
    else:
        found.undated += 1
    named = AuthorityCode.parse(
        codes_by_name.code_of("LeadLEA", values.get("SourceLEA", ""))
    )
    if named.value:
        found.authorities.setdefault(named.value)
    if characteristic := values.get(columns.CHARACTERISTICS):
        held = found.characteristics.setdefault(_key(values), {})
        held.update(dict.fromkeys(_codes_in(characteristic)))


def _codes_in(text: str) -> list[str]:
    """The characteristics that a cell names: one by its name, or several codes."""
    code = codes_by_name.characteristics().code(text)
    if code != text:
        return [code]
    parts = text.replace(";", ",").replace("|", ",").split(",")
    if len(parts) == 1:
        return text.split()
    return [
        codes_by_name.characteristics().code(it.strip()) for it in parts if it.strip()
    ]


def _key(values: Mapping[str, str]) -> _Key:
    """The person and the month of a row."""
    month = values.get(columns.PERIOD_END, "")
    number = next((values[it] for it in _NUMBERS if values.get(it)), None)
    if number is not None:
        return (month, number)
    return (month, *(values.get(it, "").casefold() for it in _PERSON))


def rows(
    files: Iterable[Stored],
    found: Found,
    notes: list[str],
    aliases: Mapping[str, str] | None = None,
) -> Iterator[RawRow]:
    """The records, each once, with all characteristics. Raises Unreadable."""
    seen: set[tuple[_Key, int]] = set()
    repeated = 0
    for table in open_tables(files, wanted(aliases)):
        if table.unread:
            notes.append(note_on_unread(table.unread))
        for line, values in table.noting(notes):
            key = _key(values)
            row = _as_record(values, found.characteristics.get(key, {}))
            what = (key, hash(frozenset(row.items())))
            if what in seen:
                repeated += 1
                continue
            seen.add(what)
            yield RawRow(line, table.file, row)
    if not seen:
        raise Unreadable("The table has headings of an NCCIS file but no rows.")
    if repeated:
        notes.append(
            f"{repeated} rows repeat a person for each further characteristic; they "
            "were put together."
            if repeated > 1
            else "1 row repeats a person for a further characteristic; it was put "
            "together with the first."
        )


def _as_record(
    values: dict[str, str], characteristics: Mapping[str, None]
) -> dict[str, str]:
    database = values.get("DatabaseID", "")
    row = {name: text for name, text in values.items() if name not in _OF_THE_FILE}
    number = row.get("YoungPersonsID", "").removesuffix(".0")
    whole = number.zfill(13)
    # A spreadsheet takes the zeros off a database's number that begins with them.
    if number.isdigit() and database and whole[:3] == database.zfill(3):
        row["YoungPersonsID"] = whole
    if day := day_of(row.get(columns.PERIOD_END)):
        row[columns.PERIOD_END] = day.isoformat()
    if characteristics:
        row[columns.CHARACTERISTICS] = " ".join(characteristics)
    return row
