"""SEN2 as COLLECT exports it, or as the workbook from which it is returned.

Each person is one row, with the plan that is in force, or else the one that ceased
last, and with the place where they are. Tables are joined by the numbers in them, which
are valid within one return only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.line_problems import BEYOND, CERTAIN, MARKS, RUN_ON
from tracker.feeds.feed_columns import Needs
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.plans.columns import NAME, TABLES
from tracker.feeds.reading.sources import Stored, stored
from tracker.feeds.recognition.tables import Table, Wanted, first_rows, tables_by_role

PERSON, REQUESTS, ASSESSMENT = "person", "requests", "assessment"
NAMED, ACTIVE, PLACEMENT = "named plan", "active plans", "placement"
_IDS = ("person", "request", "assessment", "active")
_PLACE = ("urn", "ukprn", "setting")

#: What each table has and those before it in this order lack. The workbook has the
#: numbers of the person and the request in each table, COLLECT that of the table above.
_NEEDS: Mapping[str, Needs] = {
    PERSON: (("person",), ("surname",), ("dob",)),
    PLACEMENT: (_IDS, ("entry",), _PLACE),
    ACTIVE: (_IDS, ("phase_due", "came_from", "reviewed", "review_meeting")),
    NAMED: (_IDS, ("start",), ("plan_end", "end_reason")),
    ASSESSMENT: (_IDS, ("decided", "decided_on")),
    REQUESTS: (("person",), ("request",), ("received", "outcome")),
}

#: Headings that show a file to be a table of SEN2, also one that is not read.
SIGNS = (
    frozenset({"persontableid", "personbirthdate"}),
    frozenset({"persontableid", "upnunknown"}),
    frozenset({"requeststableid", "requestoutcome"}),
    frozenset({"requeststableid", "assessmentoutcome"}),
    frozenset({"assessmenttableid", "ceasedate"}),
    frozenset({"requeststableid", "ceasedate"}),
    frozenset({"namedplantableid", "placementrank"}),
    frozenset({"requeststableid", "placementrank"}),
    frozenset({"requeststableid", "lastreview"}),
    frozenset({"activeplanstableid", "entrydate"}),
    frozenset({"activeplanstableid", "sentype"}),
    frozenset({"requeststableid", "sentype"}),
)

#: The headings of the numbers by which tables of SEN2 are joined.
_NUMBERS = {
    heading_key(heading)
    for table in TABLES.values()
    for column in table
    if column.name in (*_IDS, "request")
    for heading in (column.title, *column.aliases)
}

_Row = dict[str, str]


@dataclass
class Return:
    """The tables of one return: its persons, and the rows beside them by table."""

    persons: list[Table] = field(default_factory=list)
    beside: dict[str, list[tuple[Table, int, _Row]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def is_part(path: Path) -> bool:
    """Whether a file is a table of SEN2, or its workbook, whose headings are fixed.

    Raises Unreadable.
    """
    wanted = Wanted(NAME, "a table of SEN2", TABLES[PERSON], _NEEDS[PERSON])
    return any(
        not _NUMBERS.isdisjoint(map(heading_key, cells))
        for file in stored([path])
        if file.kind in ("text", "workbook")
        for lines in first_rows(file, wanted)
        for _, cells in lines
    )


def tables_of(file: Stored) -> Iterator[tuple[str, Table]]:
    """The tables of SEN2 in a file, each with what it is; none for another file.

    Raises Unreadable for a workbook that cannot be read.
    """
    return tables_by_role(
        file,
        {
            role: Wanted(NAME, f"the SEN2 table of {role}", TABLES[role], needs)
            for role, needs in _NEEDS.items()
        },
    )


def gathered(found: Sequence[tuple[str, Table]]) -> Return:
    """The tables of a return, with those beside the persons read. Raises Unreadable."""
    own = Return()
    for role, table in found:
        if role == PERSON:
            own.persons.append(table)
            continue
        rows = own.beside.setdefault(role, [])
        for line, row in table.noting(own.notes):
            if BEYOND in row or row.get(RUN_ON) == CERTAIN:
                own.notes.append(
                    f"Line {line} of {table.file} was not read: look for a comma or a "
                    "quotation mark that is out of place."
                )
                continue
            kept = {name: text for name, text in row.items() if name not in MARKS}
            rows.append((table, line, kept))
    if not own.persons:
        raise Unreadable(
            f"{found[0][1].file} is a table of SEN2, and none of these files has the "
            "persons; send person.csv with the others."
        )
    return own


class Joined:
    """The rows beside the persons, by the number of the person."""

    def __init__(self, tables: Return, persons: set[str]) -> None:
        self._of: dict[str, dict[str, list[_Row]]] = {}
        self._above = {
            name: dict[str, str]() for name in ("request", "assessment", "active")
        }
        lost: dict[str, list[int]] = {}
        for role in (REQUESTS, ASSESSMENT, NAMED, ACTIVE, PLACEMENT):
            own = _OWN_NUMBER.get(role)
            for table, line, row in tables.beside.get(role, ()):
                person = self._person_of(row, own)
                if person not in persons:
                    lost.setdefault(table.file, []).append(line)
                    continue
                if own and own in row:
                    self._above[own].setdefault(row[own].lower(), person)
                self._of.setdefault(person, {}).setdefault(role, []).append(row)
        tables.notes += [
            f"Lines of {file} that belong to no person in these tables: "
            f"{_numbers(lines)}."
            for file, lines in lost.items()
        ]

    def _person_of(self, row: _Row, own: str | None) -> str:
        if person := row.get("person"):
            return person.lower()
        for name, known in self._above.items():
            # The number of a row itself leads nowhere: it is not known yet.
            if name != own and (person := known.get(row.get(name, "").lower())):
                return person
        return ""

    def of(self, person: str, role: str) -> list[_Row]:
        """The rows of a table that are about a person."""
        return self._of.get(person, {}).get(role, [])


#: The number that a row of a table has for the tables below it.
_OWN_NUMBER = {
    REQUESTS: "request",
    ASSESSMENT: "assessment",
    ACTIVE: "active",
}
_MOST_LINES = 10


def _numbers(lines: Sequence[int]) -> str:
    shown = ", ".join(map(str, lines[:_MOST_LINES]))
    more = len(lines) - _MOST_LINES
    return f"{shown} and {more} more" if more > 0 else shown


def rows(tables: Return, on: date) -> Iterator[tuple[str, int, _Row]]:
    """Each person with a plan, as (file, line, cells by the columns of a list).

    ``on`` is the day of the return. Those with a request or an assessment alone are
    left out and counted, as no plan follows from them.
    """
    listed = [
        (table.file, line, row)
        for table in tables.persons
        for line, row in table.noting(tables.notes)
    ]
    joined = Joined(tables, {row.get("person", "").lower() for *_, row in listed})
    has_plans = tables.beside.keys() & {NAMED, ACTIVE}
    if not has_plans:
        tables.notes.append(
            "There is neither a table of named plans nor one of active plans, so no "
            "plan is recorded; send them with the persons."
        )
    without = 0
    for file, line, row in listed:
        person = row.pop("person", "").lower()
        named, active = joined.of(person, NAMED), joined.of(person, ACTIVE)
        if not (named or active):
            without += 1
            continue
        yield file, line, row | _plan(named, active, on) | _places(joined, person, on)
    if without:
        tables.notes.append(
            "Persons left out because these tables have no plan of theirs, only a "
            f"request or an assessment: {without}."
        )


def _plan(named: Sequence[_Row], active: Sequence[_Row], on: date) -> _Row:
    """The plan that counts: one that goes on, else the one that ceased last."""
    found: _Row = {}
    if named:
        best = max(named, key=lambda row: _standing(row, on))
        for name, cell in (("plan_start", "start"), ("plan_end", "plan_end")):
            if cell in best:
                found[name] = best[cell]
        if "end_reason" in best:
            found["end_reason"] = best["end_reason"]
    elif active:
        found["plan"] = "Active"
    for row in active:
        for name in ("phase_due", "phase_final", "came_from", "reviewed"):
            # A table with several reviews of a plan has the newest of each.
            found[name] = max(
                filter(None, (found.get(name, ""), row.get(name, ""))),
                key=lambda text: day_of(text) or date.min,
                default="",
            )
    return {name: text for name, text in found.items() if text}


def _standing(row: _Row, on: date) -> tuple[bool, date, date]:
    end, start = day_of(row.get("plan_end")), day_of(row.get("start"))
    goes_on = "plan_end" not in row or (end is not None and end > on)
    return goes_on, end or date.min, start or date.min


def _places(joined: Joined, person: str, on: date) -> _Row:
    """Where they are on the day, or were last, and where they go next."""
    found: _Row = {}
    places = joined.of(person, PLACEMENT)
    begun = [row for row in places if (day_of(row.get("entry")) or date.min) <= on]
    to_come = [row for row in places if (day_of(row.get("entry")) or date.min) > on]
    if begun:
        here = max(begun, key=lambda row: _here(row, on))
        found |= {
            name: here[name]
            for name in ("urn", "ukprn", "entry", "leaving")
            if name in here
        }
    if to_come:
        then = min(to_come, key=lambda row: day_of(row["entry"]) or date.max)
        found |= {
            f"next_{name}": then[name]
            for name in ("urn", "ukprn", "entry")
            if name in then
        }
    return found


def _here(row: _Row, on: date) -> tuple[bool, bool, date]:
    """The sort key of a place: one that they have not left, the first in rank, the
    newest.
    """
    left = day_of(row.get("leaving"))
    first = row.get("rank", "1").strip().removesuffix(".0") in ("", "1")
    return left is None or left >= on, first, day_of(row.get("entry")) or date.min
