"""Everything held about one person, in plain words, from the declared tables.

See Law D-05 and decision 0178.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from tracker import store
from tracker.access import Scope
from tracker.actions.history import folding
from tracker.actions.law.subject_copy import derived_words, returned_words, stated
from tracker.actions.law.subject_copy.beside_rows import Known, Row
from tracker.actions.law.subject_copy.column_words import (
    source_of,
    value_of_column,
    with_places,
)
from tracker.domain.history import sealed_statements
from tracker.domain.history.confidential_addresses import stands_for_address
from tracker.domain.history.details.declaration import TOGETHER, Declaration, Shown
from tracker.domain.history.details.detail_folds import CONFIDENTIAL
from tracker.domain.history.details.particulars import DETAILS, Particulars, value_of
from tracker.domain.history.evidence import from_json
from tracker.domain.history.identity.identity_statements import FAMILY, GIVEN
from tracker.domain.history.membership import Folded
from tracker.domain.law.subject_copy import in_plain_words
from tracker.domain.law.subject_copy.copied_tables import (
    TABLES,
    CopiedColumn,
    CopiedTable,
    Form,
    columns_of,
)
from tracker.domain.law.subject_copy.held_rows import (
    DETAIL,
    FORMER_NAME,
    LINE,
    Held,
    HeldRow,
    HeldSection,
)
from tracker.domain.law.subject_copy.in_plain_words import say
from tracker.domain.law.subject_copy.redacting import HARM
from tracker.store.law.personal_rows import Rows
from tracker.wording import details

#: In place of an address that is confidential.
_ADDRESS = Held("Address", "Not shown: it is confidential.", HARM)
#: Subjects of details whose values were typed, or name another person.
_TYPED = frozenset({"safeguarding", "lone worker", "preferred contact"})
_MAY_NAME_OTHERS = _TYPED | {"parent", "address", "other name", "form group"}
#: Statements are printed inside the evidence that reports them.
_INSIDE_EVIDENCE = "facts"


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


def _known(rows: Rows, *, within: Scope) -> Known:
    everybody = store.accounts.users.everybody(within=within)
    return Known(
        rows=rows,
        roles={each.email: each.does.title for each in everybody},
        roles_by_number={each.id: each.does.title for each in everybody},
        register=store.institutions.register.directory(),
        sealed=frozenset(_sealed_words(rows)),
        confidential=bool(
            store.history.sealed_facts.confidential(it["id"] for it in rows["people"])
        ),
        facts={each["id"]: each for each in rows[_INSIDE_EVIDENCE]},
        person=_person(rows),
        within=within,
    )


def _person(rows: Rows) -> Folded | None:
    """The person with what is sealed, but for a confidential address, and a member for
    each day whose position has something in its place.
    """
    (root,) = (each for each in rows["people"] if each["merged_into"] is None)
    days = {
        date.fromisoformat(each["as_of"])
        for each in rows["positions"]
        if derived_words.is_sealed(each)
    }
    found = folding.folded_on(
        [root["id"]], root["authority"], sorted(days), opened=True
    )
    return next(found, None)


def _sealed_words(rows: Rows) -> Iterator[str]:
    """The former names that were sealed, which a page shows to few users."""
    for row in rows[_INSIDE_EVIDENCE]:
        if row["statement"].get("about") == "sealed":
            stated = _opened(row)
            if stated.get("field") in (GIVEN, FAMILY):
                yield stated["value"].casefold()


def _held(tables: Iterable[CopiedTable], known: Known) -> Iterator[HeldRow]:
    for table in tables:
        if table.name == _INSIDE_EVIDENCE:
            continue
        columns = columns_of(table.name)
        for row in _by_day(table, known.rows[table.name]):
            fields = [
                held
                for column in columns
                if column.form is not Form.KEY
                for held in _values(column, row, known)
            ]
            if table.name == "evidence" and _gives_address(row, known):
                fields.append(_ADDRESS)
            if table.name == "return_records":
                fields += _wrong(row, known)
            yield HeldRow(
                table.name,
                store.law.personal_rows.key_of(table.name, row),
                _title(table, row, known),
                tuple(_one_label_each(fields)),
                _inside(table, row),
            )


def _wrong(row: Row, known: Known) -> Iterator[Held]:
    """What was wrong in a record of a return and is stored sealed."""
    run = known.row("return_runs", row["run_id"])
    if run is not None:
        for each in returned_words.sealed_issues(row, run, within=known.within):
            yield Held("What was wrong in it", each, sealed=LINE)


def _title(table: CopiedTable, row: Row, known: Known) -> str:
    words = [_word(each, row, known) for each in table.title]
    if table.name == "evidence" and (entry := known.row("entries", row["entry_id"])):
        found = source_of(entry["source"], known)
        words.insert(0, found[:1].upper() + found[1:])
    return ", ".join(words)


def _word(name: str, row: Row, known: Known) -> str:
    if name == "line":
        return f"line {row[name]}"
    if name == "run_id" and (run := known.row("return_runs", row[name])) is not None:
        return returned_words.number(run)
    return say(name, row[name])


def _one_label_each(fields: Iterable[Held]) -> Iterator[Held]:
    """The fields of a row, with labels that differ: a place is found by its label."""
    counts: Counter[str] = Counter()
    for each in fields:
        counts[each.label] += 1
        again = counts[each.label]
        yield each if again == 1 else replace(each, label=f"{each.label} ({again})")


def _values(column: CopiedColumn, row: Row, known: Known) -> Iterator[Held]:
    """The values of a column: one, or several where it holds what was reported."""
    if column.form is Form.STATEMENTS:
        yield from _reported(row, known)
    elif (
        column.table == "people"
        and column.name == TOGETHER
        and row["merged_into"] is None
        and known.folded is not None
    ):
        yield from _details(row, known.folded, known)
    elif column.table == "positions":
        yield from _of_position(column, row, known)
    elif (held := value_of_column(column, row, known)) is not None:
        yield held


def _of_position(column: CopiedColumn, row: Row, known: Known) -> Iterator[Held]:
    """A value of a position, with what is sealed of it."""
    opened = derived_words.opened(row, known)
    held = value_of_column(column, {**row, **opened}, known)
    if held is not None:
        yield replace(held, sealed=DETAIL if column.name in opened else held.sealed)


def _details(row: Row, folded: Particulars, known: Known) -> Iterator[Held]:
    """The details that count today as pages name them, the others as stored."""
    stored = dict(row[TOGETHER])
    for each in DETAILS:
        name = each.column.removeprefix(f"{TOGETHER}.")
        if name == each.column or name not in stored:
            continue
        if each.shown is Shown.NO_ROW:
            text = with_places(say(name, stored[name]), known)
        else:
            text = details.in_words(each, value_of(folded, each))
        del stored[name]
        if text:
            yield Held(
                each.label,
                text,
                free=each.fold.about in _TYPED,
                sealed=_sealed_detail(each, folded),
            )
    for name, value in stored.items():
        if text := with_places(say(name, value), known):
            label = in_plain_words.part(name)
            yield Held(label[:1].upper() + label[1:], text)


def _sealed_detail(each: Declaration, folded: Particulars) -> str:
    held = value_of(folded, each)
    return (
        DETAIL
        if isinstance(held, frozenset) and held & sealed_statements.SEALED
        else ""
    )


def _reported(row: Row, known: Known) -> Iterator[Held]:
    """Each value that was reported, with its source and whether it is the one used."""
    entry = known.row("entries", row["entry_id"])
    came = (
        f", from {source_of(entry['source'], known)} of {say('', row['as_at'])}"
        if entry is not None
        else ""
    )
    for fact in _facts(row, known):
        opened = dict(_opened(fact))
        if opened.pop(CONFIDENTIAL, None) and not opened.keys() - {"kind", "about"}:
            continue
        about = opened.get("about")
        sealed = DETAIL if fact["sealed"] is not None else ""
        for each in stated.values(opened, known.place, known.folded):
            used = ", the value that is used" if each.used else ""
            yield Held(
                each.label,
                f"{each.text}{came}{used}",
                free=about is None or about in _MAY_NAME_OTHERS,
                sealed=FORMER_NAME
                if about == "sealed" or known.names_former(each.text)
                else sealed,
            )


def _gives_address(evidence: Row, known: Known) -> bool:
    """Whether something that was reported is a confidential address."""
    return any(
        stands_for_address(from_json(it["statement"])) for it in _facts(evidence, known)
    )


def _by_day(table: CopiedTable, rows: Sequence[Row]) -> list[Row]:
    """Rows in the order of their headings, those of one heading as they were made."""
    return sorted(rows, key=lambda row: [str(row[each] or "") for each in table.title])


def _inside(table: CopiedTable, row: Row) -> tuple[str, ...]:
    if table.name != "evidence":
        return ()
    return tuple(f"{_INSIDE_EVIDENCE} {number}" for number in row["facts"])


def _facts(evidence: Row, known: Known) -> Iterator[Row]:
    """What a piece of evidence reports."""
    return (known.facts[number] for number in evidence["facts"])


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
