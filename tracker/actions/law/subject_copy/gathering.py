"""Everything held about one person, in plain words, from the declared tables.

See Law D-05 and decision 0178.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tracker import store
from tracker.access import Scope
from tracker.actions.intake.questions import confidential_lines
from tracker.domain.history.confidential_addresses import stands_for_address
from tracker.domain.history.details.detail_folds import CONFIDENTIAL
from tracker.domain.history.evidence import from_json
from tracker.domain.history.identity.identity_statements import FAMILY, GIVEN
from tracker.domain.law.cases.requesters import Requester
from tracker.domain.law.gateways import FIELDS, GATEWAYS
from tracker.domain.law.subject_copy import in_plain_words
from tracker.domain.law.subject_copy.copied_tables import (
    TABLES,
    CopiedColumn,
    CopiedTable,
    Form,
    columns_of,
)
from tracker.domain.law.subject_copy.held_rows import Held, HeldRow, HeldSection
from tracker.domain.law.subject_copy.in_plain_words import say
from tracker.domain.law.subject_copy.redacting import HARM, OTHER_PERSON, STAFF
from tracker.feeds.registry import FEEDS
from tracker.store.institutions.register import Directory
from tracker.store.law.personal_rows import Rows
from tracker.wording import places

_ANOTHERS = "Not shown: it is about another person."
#: In place of an address that is confidential.
_ADDRESS = Held("Address", "Not shown: it is confidential.", HARM)
#: Statements are printed inside the evidence that reports them.
_INSIDE_EVIDENCE = "facts"
#: The key of an institution inside another value.
_INSTITUTION = re.compile(r"\b(?:urn|laestab|ukprn):\d+")
#: Columns with the name of a feed or another source.
_SOURCES = frozenset({"source", "feed"})
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the words of a value need beside its row."""

    rows: Rows
    roles: Mapping[str, str]
    roles_by_number: Mapping[int, str]
    register: Directory
    sealed: frozenset[str]
    confidential: bool
    facts: Mapping[int, Row]

    def row(self, table: str, key: int | None) -> Row | None:
        return next((each for each in self.rows[table] if each["id"] == key), None)


def gather(person: int, *, within: Scope) -> list[HeldSection]:
    """Everything about the person behind a record, by heading.

    Members of staff are named by their role, and other people not at all.
    """
    records = store.law.personal_rows.records_of(person)
    rows = store.law.personal_rows.of(TABLES.values(), records)
    known = _known(rows, within=within)
    printed = [each for each in TABLES.values() if not each.why_none]
    return [
        HeldSection(heading, held)
        for heading, tables in groupby(
            _in_order(printed), key=lambda table: table.heading
        )
        if (held := tuple(_held(tables, known)))
    ]


def _in_order(printed: Sequence[CopiedTable]) -> list[CopiedTable]:
    """The tables in order, those with the same heading beside each other."""
    headings = list(dict.fromkeys(each.heading for each in printed))
    return sorted(printed, key=lambda each: headings.index(each.heading))


def _known(rows: Rows, *, within: Scope) -> _Known:
    everybody = store.accounts.users.everybody(within=within)
    return _Known(
        rows=rows,
        roles={each.email: each.does.title for each in everybody},
        roles_by_number={each.id: each.does.title for each in everybody},
        register=store.institutions.register.directory(),
        sealed=frozenset(_sealed_words(rows)),
        confidential=bool(
            store.history.sealed_facts.confidential(it["id"] for it in rows["people"])
        ),
        facts={each["id"]: each for each in rows[_INSIDE_EVIDENCE]},
    )


def _sealed_words(rows: Rows) -> Iterator[str]:
    """The former names that were sealed, which a page shows to few users."""
    for row in rows[_INSIDE_EVIDENCE]:
        if row["statement"].get("about") == "sealed":
            stated = _opened(row)
            if stated.get("field") in (GIVEN, FAMILY):
                yield stated["value"].casefold()


def _held(tables: Iterable[CopiedTable], known: _Known) -> Iterator[HeldRow]:
    for table in tables:
        if table.name == _INSIDE_EVIDENCE:
            continue
        columns = columns_of(table.name)
        for row in _by_day(table, known.rows[table.name]):
            fields = tuple(
                held
                for column in columns
                if column.form is not Form.KEY
                and (held := _value(column, row, known)) is not None
            )
            if table.name == "evidence" and _gives_address(row, known):
                fields += (_ADDRESS,)
            yield HeldRow(
                table.name,
                store.law.personal_rows.key_of(table.name, row),
                ", ".join(say(each, row[each]) for each in table.title),
                fields,
                _inside(table, row),
            )


def _gives_address(evidence: Row, known: _Known) -> bool:
    """Whether something that was reported is a confidential address."""
    return any(
        stands_for_address(from_json(it["statement"])) for it in _facts(evidence, known)
    )


def _facts(evidence: Row, known: _Known) -> Iterator[Row]:
    """What a piece of evidence reports."""
    return (known.facts[number] for number in evidence["facts"])


def _by_day(table: CopiedTable, rows: Sequence[Row]) -> list[Row]:
    """Rows in the order of their headings, those of one heading as they were made."""
    return sorted(rows, key=lambda row: [str(row[each] or "") for each in table.title])


def _inside(table: CopiedTable, row: Row) -> tuple[str, ...]:
    if table.name != "evidence":
        return ()
    return tuple(f"{_INSIDE_EVIDENCE} {number}" for number in row["facts"])


def _value(column: CopiedColumn, row: Row, known: _Known) -> Held | None:
    """A value in words, None where there is none."""
    if column.form in _OF_OTHERS or (
        column.form is Form.REQUESTER and row["requester"] != Requester.YOUNG_PERSON
    ):
        return _instead(column, row[column.name], known)
    text = _WORDS.get(column.form, _plain)(column, row, known)
    if not text:
        return None
    return Held(
        column.label,
        text,
        free=column.form in _FREE,
        sealed=_is_sealed(column, row, known)
        or any(each in text.casefold() for each in known.sealed),
    )


#: Forms of what was typed or sent, and may name others.
_FREE = (Form.FREE, Form.CELLS, Form.HIDDEN, Form.WORDS, Form.STATEMENTS)
#: Forms of what names staff or other people.
_OF_OTHERS = (Form.OTHER, Form.STAFF_NOTE, Form.USER, Form.USER_NUMBER)


def _is_sealed(column: CopiedColumn, row: Row, known: _Known) -> bool:
    """Whether a value was opened for the copy, and is shown to few on pages."""
    if column.form in (Form.SEALED_NAMES, Form.HIDDEN):
        return True
    if column.form is Form.CELLS:
        return row["sealed"] is not None
    return column.form is Form.STATEMENTS and any(
        each["sealed"] is not None
        for each in known.rows[_INSIDE_EVIDENCE]
        if each["id"] in row["facts"]
    )


def _instead(column: CopiedColumn, stored: Any, known: _Known) -> Held | None:
    """What stands for a member of staff or another person, with its code."""
    if not stored:
        return None
    if column.form in (Form.OTHER, Form.REQUESTER):
        return Held(column.label, _ANOTHERS, OTHER_PERSON)
    if column.form is Form.STAFF_NOTE:
        return Held(column.label, "Not shown: it is about staff.", STAFF)
    roles: Mapping[Any, str] = (
        known.roles if column.form is Form.USER else known.roles_by_number
    )
    # A name of the command line or of the program is no address of a user.
    role = roles.get(stored)
    return Held(column.label, role or "A member of staff, or the program", STAFF)


def _plain(column: CopiedColumn, row: Row, known: _Known) -> str:
    if column.name in _SOURCES:
        return _source(row[column.name], known)
    return _with_places(say(column.name, row[column.name]), known)


def _with_places(text: str, known: _Known) -> str:
    """The text with the names of institutions in place of their keys."""

    def name(key: re.Match[str]) -> str:
        return places.place(key[0], known.register.name_of(key[0]))

    return _INSTITUTION.sub(name, text)


def _source(name: str, known: _Known) -> str:
    """The title of a feed, or the role of the user who recorded it."""
    return FEEDS[name].title if name in FEEDS else known.roles.get(name, name)


def _place(column: CopiedColumn, row: Row, known: _Known) -> str:
    key = row[column.name]
    return places.place(key, known.register.name_of(key)) if key else ""


def _cells(column: CopiedColumn, row: Row, known: _Known) -> str:
    cells = dict(row[column.name])
    if row["sealed"] is not None:
        sealed = store.intake.import_batches.SEALED_CELLS
        opened = json.loads(store.law.personal_rows.opened(sealed, row))
        at_home = _of_home(known)
        cells |= {name: text for name, text in opened.items() if name not in at_home}
    return say(column.name, cells)


def _of_home(known: _Known) -> frozenset[str]:
    """The cells with an address, where it is confidential and stays out of the copy."""
    return confidential_lines.cells() if known.confidential else frozenset()


def _hidden(column: CopiedColumn, row: Row, known: _Known) -> str:
    """The cells that an answer No hid, without those that are shown."""
    if row[column.name] is None:
        return ""
    cells = store.intake.hidden_lines.opened(row)
    shown = {*row["raw"], *_of_home(known)}
    apart = {name: text for name, text in cells.items() if name not in shown}
    return say("raw", apart)


def _statements(column: CopiedColumn, row: Row, known: _Known) -> str:
    words = ". ".join(filter(None, map(_statement, _facts(row, known))))
    return _with_places(words, known)


def _statement(row: Row) -> str:
    """A statement in words; "" where nothing is left beside a confidential address."""
    opened = dict(_opened(row))
    if opened.pop(CONFIDENTIAL, None) and not opened.keys() - {"kind", "about"}:
        return ""
    return in_plain_words.statement(opened)


def _opened(row: Row) -> Mapping[str, Any]:
    """The statement of a fact, also one that is sealed. Raises NotOpened.

    A confidential address stays closed: a parent who must not learn it may read the
    copy.
    """
    stated: Mapping[str, Any] = row["statement"]
    if row["sealed"] is None or stands_for_address(from_json(stated)):
        return stated
    column = store.history.sealed_facts.SEALED_STATEMENTS
    opened: Mapping[str, Any] = json.loads(store.law.personal_rows.opened(column, row))
    return opened


def _entry(column: CopiedColumn, row: Row, known: _Known) -> str:
    entry = known.row("entries", row["entry_id"])
    if entry is None:
        return ""
    words = [
        _source(entry["source"], known),
        f"recorded {say('', entry['recorded_at'])}",
    ]
    if entry["withdrawn_at"]:
        words.append(f"withdrawn {say('', entry['withdrawn_at'])}")
    return ", ".join(words)


def _line(column: CopiedColumn, row: Row, known: _Known) -> str:
    line = known.row("staged_rows", row["row_id"])
    return f"{line['file']}, line {line['line']}" if line is not None else ""


def _names(column: CopiedColumn, row: Row, known: _Known) -> str:
    if row[column.name] is None:
        return ""
    sealed = store.people.records.SEALED_NAMES
    names = json.loads(store.law.personal_rows.opened(sealed, row))
    return "; ".join(" ".join(filter(None, pair)) for pair in names)


_IN_WORDS = {
    "look_reasons": store.law.look_reasons.WORDS,
    "sealed_looks": store.law.sealed_looks.WORDS,
}


def _words(column: CopiedColumn, row: Row, known: _Known) -> str:
    return store.law.personal_rows.opened(_IN_WORDS[column.table], row)


def _gateway(column: CopiedColumn, row: Row, known: _Known) -> str:
    found = GATEWAYS.get(row[column.name])
    return f"{found.title} ({found.law})" if found else row[column.name]


def _fields(column: CopiedColumn, row: Row, known: _Known) -> str:
    return ", ".join(
        FIELDS[each].label if each in FIELDS else each for each in row[column.name]
    )


def _files(column: CopiedColumn, row: Row, known: _Known) -> str:
    return ", ".join(str(each) for each in row[column.name])


def _look(column: CopiedColumn, row: Row, known: _Known) -> str:
    """Why it was looked at, without the others on the same list."""
    detail = row["detail"]
    why = detail.get("why") or detail.get("command") or detail.get("page") or ""
    people = detail.get("people")
    others = len(people) - 1 if isinstance(people, list) else 0
    return f"{why}, with {others} others".strip(", ") if others > 0 else str(why)


_WORDS: Mapping[Form, Callable[[CopiedColumn, Row, _Known], str]] = {
    Form.PLACE: _place,
    Form.CELLS: _cells,
    Form.HIDDEN: _hidden,
    Form.STATEMENTS: _statements,
    Form.ENTRY: _entry,
    Form.LINE: _line,
    Form.SEALED_NAMES: _names,
    Form.WORDS: _words,
    Form.GATEWAY: _gateway,
    Form.FIELDS: _fields,
    Form.FILES: _files,
    Form.LOOK: _look,
}
