"""The census as COLLECT exports it: a family of tables joined by opaque row numbers.

The headings show which table a file is; names of files differ between downloads.

See decision 0094.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.line_problems import BEYOND, CERTAIN, MARKS, RUN_ON
from tracker.feeds.census.agreement import check_headings
from tracker.feeds.census.columns import NAME, TABLES
from tracker.feeds.census.keeping import Pupil
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.reading.sources import Stored, stored
from tracker.feeds.recognition.tables import (
    Table,
    Wanted,
    first_headings,
    open_tables,
)

ON_ROLL, OFF_ROLL, ADDRESSES, MEALS, PROGRAMMES, CENSUS = (
    "on roll",
    "no longer on roll",
    "addresses",
    "free meals",
    "programmes",
    "school",
)

#: The headings that give a table away, first fit.
_GIVEN_AWAY: tuple[tuple[str | None, set[str]], ...] = (
    (ON_ROLL, {"pupilonrolltableid", "surname"}),
    (OFF_ROLL, {"pupilnolongeronrolltableid", "surname"}),
    (MEALS, {"fsmstartdate"}),
    (PROGRAMMES, {"programmestartdate", "pupilonrolltableid"}),
    # The aims within a programme name it too, and have an identifier of their own.
    (None, {"learningaimsonrolltableid"}),
    (PROGRAMMES, {"programmeaimsonrolltableid", "learningstartdate"}),
    (ADDRESSES, {"postcode", "pupilonrolltableid"}),
    (ADDRESSES, {"postcode", "pupilnolongeronrolltableid"}),
    (CENSUS, {"lea", "estab"}),
)

#: DfE has no agreement in the table of those no longer on roll; where a school adds it,
#: it counts.
_NEEDS = {
    ON_ROLL: (("on",), ("surname",)),
    OFF_ROLL: (("off",), ("surname",)),
    ADDRESSES: (("on", "off"), ("postcode",)),
    MEALS: (("on", "off"), ("start",)),
    PROGRAMMES: (("on",), ("programme_start",)),
    CENSUS: (("lea",), ("estab",)),
}


def is_table(path: Path) -> bool:
    """Whether a file, or one in an archive, is a table of the family.

    Raises Unreadable.
    """
    return any(
        file.kind == "text" and table_of(file) is not None for file in stored([path])
    )


def table_of(file: Stored) -> str | None:
    """The table of the family that a file is, or None."""
    keys = first_headings(file)
    return next((role for role, words in _GIVEN_AWAY if words <= keys), None)


#: The first and the last day of free meals, as they are written.
Period = Sequence[str]


@dataclass
class Family:
    """The tables of a sending, with the cells of the smaller tables by pupil."""

    pupils: list[tuple[str, Stored]] = field(default_factory=list)
    schools: dict[str, dict[str, str]] = field(default_factory=dict)
    addresses: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    meals: dict[tuple[str, str], list[Period]] | None = None
    programmes: dict[str, dict[str, str]] = field(default_factory=dict)
    name: str = ""

    @property
    def as_at(self) -> date | None:
        """The census day, if all schools in it have the same."""
        days = {school.get("reference_date", "") for school in self.schools.values()}
        given = day_of(days.pop()) if len(days) == 1 else None
        return given or day_in(self.name)

    def school_of(self, row: dict[str, str]) -> dict[str, str]:
        key = row.pop("school", "").lower()
        if not key and len(self.schools) == 1:
            return next(iter(self.schools.values()))
        return self.schools.get(key, {})


#: The tables that are read, as they are called; the longer names before the shorter.
_CALLED = re.compile(
    r"pupilnolongeronroll|pupilonroll|addressesonroll|addressesoffroll|addresses"
    r"|fsmperiodsonroll|fsmperiodsoffroll|fsmperiods?|programmeaimsonroll"
    r"|programmeaimsoffroll|schoolcensus",
    re.IGNORECASE,
)

_Files = Sequence[tuple[str | None, Stored]]


def families(files: _Files) -> list[tuple[str, _Files]]:
    """The tables of each term or school apart, by the common part of their names.

    The numbers that join tables are valid within one download only. A table without
    such a name belongs to each family.
    """
    groups: dict[str, list[tuple[str | None, Stored]]] = {}
    for role, file in files:
        folder, _, last = file.name.replace("\\", "/").rpartition("/")
        stem = _CALLED.sub("", last.rpartition(".")[0] or last, count=1)
        groups.setdefault(f"{folder} {stem}".strip(" _-"), []).append((role, file))
    pupils = (ON_ROLL, OFF_ROLL)
    own = {
        name: group
        for name, group in groups.items()
        if any(role in pupils for role, _ in group)
    }
    if len(own) < 2:
        return [(next(iter(own), ""), files)]
    beside = [it for name, group in groups.items() if name not in own for it in group]
    return [(name, [*group, *beside]) for name, group in own.items()]


#: How the names of terms and of their census months begin, as census_day takes them.
_TERMS = {"aut": "AUT", "oct": "AUT", "spr": "SPR", "jan": "SPR", "sum": "SUM"}
_TERM = re.compile(r"(?<![a-z])(aut|oct|spr|jan|sum|may)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:[-/_ ]?(?:20)?(\d\d))?(?!\d)")


def day_in(name: str) -> date | None:
    """The census day in the name of a folder or file, such as October 2026.

    The spring and summer of an academic year are in its second calendar year.
    """
    term, year = _TERM.search(name), _YEAR.search(name)
    if term is None or year is None:
        return None
    which = _TERMS.get(term[1].lower(), "SUM")
    first = int(year[1])
    follows = year[2] is not None and int(year[2]) == (first + 1) % 100
    return census_day(which, str(first + 1 if follows and which != "AUT" else first))


def gather(files: _Files, notes: list[str], name: str = "") -> Family:
    """Reads the small tables. Raises Unreadable if there is no table of pupils."""
    family = Family(name=name)
    for role, file in files:
        if role is None:
            notes.append(f"{file.name} is not needed and was not read.")
        elif role in (ON_ROLL, OFF_ROLL):
            family.pupils.append((role, file))
        else:
            _GATHERED[role](family, _beside(role, file, notes))
    if not family.pupils:
        raise Unreadable(
            "None of these files has pupils; send pupilonroll.csv with its addresses."
        )
    if not family.schools:
        notes.append("There is no schoolcensus table, so the rows name no school.")
    return family


def pupils(family: Family, notes: list[str]) -> Iterator[Pupil]:
    """Every pupil with school, address, meals and programme put beside them.

    Pupils on roll come first, because their rows also restrict those of the same pupil
    who left. Raises Unreadable if there is no pupil.
    """
    found = {ON_ROLL: 0, OFF_ROLL: 0}
    for role, file in sorted(family.pupils, key=lambda each: each[0] != ON_ROLL):
        side = "on" if role == ON_ROLL else "off"
        table = _open(role, file)
        for line, row in table.noting(notes):
            found[role] += 1
            key = (side, row.pop(side, "").lower())
            school = family.school_of(row)
            values = {**row, **family.addresses.get(key, {})}
            for name in ("lea", "estab", "urn", "reference_date"):
                if text := school.get(name):
                    values[name] = text
            if family.name and family.as_at is not None:
                values.setdefault("reference_date", family.as_at.isoformat())
            if side == "on":
                values.update(family.programmes.get(key[1], {}))
                if family.meals is not None:
                    day = day_of(school.get("reference_date"))
                    values["meals"] = meals_on(day, family.meals.get(key, ()))
            yield Pupil(table.file, line, values, off_roll=side == "off")
    if not any(found.values()):
        raise Unreadable(f"{family.pupils[0][1].name} has headings but no rows.")
    if not found[ON_ROLL]:
        notes.append(
            "It has no pupil on roll, only pupils who left; send pupilonroll too."
        )


def _open(role: str, file: Stored) -> Table:
    what = f"the census table of {role}"
    wanted = Wanted(NAME, what, TABLES[role], _NEEDS[role])
    table = next(open_tables([file], wanted))
    check_headings(table.file, table.given)
    return table


def _beside(role: str, file: Stored, notes: list[str]) -> Iterator[dict[str, str]]:
    """The rows of a table beside the pupils; its problems become notes."""
    table = _open(role, file)
    for line, row in table.noting(notes):
        if BEYOND in row or RUN_ON in row:
            notes.append(
                f"Line {line} of {table.file} may be misread; look for a comma or a "
                "quotation mark that is out of place."
            )
        if BEYOND not in row and row.get(RUN_ON) != CERTAIN:
            yield {name: text for name, text in row.items() if name not in MARKS}


_Rows = Iterable[dict[str, str]]


def _gather_schools(family: Family, rows: _Rows) -> None:
    for row in rows:
        key = row.get("school", "").lower()
        if "reference_date" not in row:
            day = census_day(row.get("term", ""), row.get("year", ""))
            if day is not None:
                row["reference_date"] = day.isoformat()
        family.schools[key] = row


def _gather_addresses(family: Family, rows: _Rows) -> None:
    best: dict[tuple[str, str], int] = {}
    for row in rows:
        given = row.pop("order", "")
        order = int(given) if given.isdigit() else 0
        for side in ("on", "off"):
            identifier = row.pop(side, "").lower()
            key = (side, identifier)
            if identifier and (key not in best or order < best[key]):
                best[key] = order
                family.addresses[key] = row


def _gather_meals(family: Family, rows: _Rows) -> None:
    periods = family.meals if family.meals is not None else {}
    for row in rows:
        period = (row.get("start", ""), row.get("end", ""))
        for side in ("on", "off"):
            if identifier := row.get(side, "").lower():
                periods.setdefault((side, identifier), []).append(period)
    family.meals = periods


def _gather_programmes(family: Family, rows: _Rows) -> None:
    """The programme that is still going on, else the one that began last."""
    best: dict[str, tuple[bool, date]] = {}
    for row in rows:
        key = row.pop("on", "").lower()
        going = not row.pop("ended", "")
        start = day_of(row.get("programme_start"))
        if start is not None and (key not in best or (going, start) > best[key]):
            best[key] = (going, start)
            family.programmes[key] = row


def meals_on(day: date | None, periods: Iterable[Period]) -> str:
    """Y or N: whether one of the periods covers the census day.

    Where that day is not known, a period without an end does. One without a start
    counts for nothing.
    """
    for first, last in periods:
        start, end = day_of(first), day_of(last)
        if start is None:
            continue
        if (end is None) if day is None else (start <= day <= (end or day)):
            return "Y"
    return "N"


#: How each table beside the pupils goes into their family.
_GATHERED = {
    CENSUS: _gather_schools,
    ADDRESSES: _gather_addresses,
    MEALS: _gather_meals,
    PROGRAMMES: _gather_programmes,
}

#: Term, month, and which Thursday of it is census day.
_CENSUS_DAYS = {"AUT": (10, 1), "SPR": (1, 3), "SUM": (5, 3)}


def census_day(term: str, year: str) -> date | None:
    """The first Thursday of October, third of January or third of May of that year."""
    month, which = _CENSUS_DAYS.get(term.strip().upper()[:3], (0, 0))
    if not month or not (len(year) == 4 and year.isdigit()):
        return None
    first = date(int(year), month, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 7 * (which - 1))
