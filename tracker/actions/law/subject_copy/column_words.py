"""The words of a stored value of a copy, by the form of its column.

Members of staff are named by their role, and other people not at all (Law D-05, D-07).
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tracker import store
from tracker.access import ROLES
from tracker.actions.intake.questions import confidential_lines
from tracker.actions.law.subject_copy import (
    derived_words,
    line_words,
    returned_words,
    stated,
)
from tracker.actions.law.subject_copy.beside_rows import Known, Row
from tracker.actions.work import work_kinds
from tracker.domain.history.evidence import Tier
from tracker.domain.law.cases.case_kinds import Step
from tracker.domain.law.cases.requesters import Requester
from tracker.domain.law.gateways import FIELDS, GATEWAYS
from tracker.domain.law.subject_copy import in_plain_words
from tracker.domain.law.subject_copy.code_words import CODE_WORDS
from tracker.domain.law.subject_copy.copied_tables import (
    CopiedColumn,
    Form,
)
from tracker.domain.law.subject_copy.held_rows import (
    FORMER_NAME,
    LINE,
    Held,
)
from tracker.domain.law.subject_copy.in_plain_words import part, say
from tracker.domain.law.subject_copy.redacting import OTHER_PERSON, STAFF
from tracker.domain.reference.institution import InstitutionRef
from tracker.domain.year.pupils.pupil_indicators import INDICATORS
from tracker.feeds.registry import FEEDS
from tracker.wording import case_words, identity_fields, places

_ANOTHERS = "Not shown: it is about another person."
#: The key of an institution inside another value.
_INSTITUTION = re.compile(r"\b(?:urn|laestab|ukprn):\d+")
#: Columns with the name of a feed or another source.
_SOURCES = frozenset({"source", "feed"})


def value_of_column(column: CopiedColumn, row: Row, known: Known) -> Held | None:
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
        sealed=FORMER_NAME
        if column.form is Form.SEALED_NAMES or known.names_former(text)
        else _sealed_line(column, row),
    )


#: Forms of what was typed or sent, and may name others.
_FREE = (Form.FREE, Form.CELLS, Form.HIDDEN, Form.WORDS)
#: Forms of what names staff or other people.
_OF_OTHERS = (Form.OTHER, Form.STAFF_NOTE, Form.USER, Form.USER_NUMBER)


def _sealed_line(column: CopiedColumn, row: Row) -> str:
    """Whether a line was opened for the copy, and is shown to few on pages."""
    if column.form is Form.HIDDEN or (
        column.form is Form.CELLS and row["sealed"] is not None
    ):
        return LINE
    if column.form is Form.RECORD and returned_words.is_sealed(row["record"]):
        return LINE
    return ""


def _instead(column: CopiedColumn, stored: Any, known: Known) -> Held | None:
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


_INDICATORS = {name: each.title for name, each in INDICATORS.items()}
_CODE_WORDS = {
    **CODE_WORDS,
    ("indicator_rows", "holds"): _INDICATORS,
    ("indicator_rows", "not_known"): _INDICATORS,
}


def _plain(column: CopiedColumn, row: Row, known: Known) -> str:
    if column.name in _SOURCES:
        if not row[column.name]:
            return ""
        found = source_of(row[column.name], known)
        return found.removeprefix("the ") if row[column.name] in FEEDS else found
    coded = _CODE_WORDS.get((column.table, column.name))
    if coded is not None:
        stored = row[column.name]
        items = stored if isinstance(stored, list) else [stored]
        return ", ".join(
            coded.get(str(each)) or say(column.name, each)
            for each in items
            if each not in (None, "")
        )
    if (words := _CODED_BY_ACTIONS.get((column.table, column.name))) is not None:
        stored = row[column.name]
        return words(str(stored)) if stored else ""
    return with_places(say(column.name, row[column.name]), known)


def _of_field(name: str) -> str:
    """A field of a question in the words of pages."""
    return identity_fields.FIELDS.get(name) or in_plain_words.part(name)


def _of_role(name: str) -> str:
    return ROLES[name].title if name in ROLES else name


def _of_item(name: str) -> str:
    return work_kinds.KINDS[name].title if name in work_kinds.KINDS else name


#: The words of codes that stand in tables of other packages.
_CODED_BY_ACTIONS: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("case_events", "months"): str,  # none is no extension
    ("questions", "field"): _of_field,
    ("work_items", "role"): _of_role,
    ("work_items", "kind"): _of_item,
    ("case_events", "what"): lambda name: case_words.EVENTS.get(name, name),
    ("cases", "next_step"): lambda name: (
        case_words.NEXT[Step(name)] if name in list(Step) else name
    ),
}


def with_places(text: str, known: Known) -> str:
    """The text with the names of institutions in place of their keys."""

    def name(key: re.Match[str]) -> str:
        return places.place(key[0], known.register.name_of(key[0]))

    return _INSTITUTION.sub(name, text)


def source_of(name: str, known: Known) -> str:
    """A source within a sentence."""
    return stated.source(name, known.roles)


def _place(column: CopiedColumn, row: Row, known: Known) -> str:
    key = row[column.name]
    return places.place(key, known.register.name_of(key)) if key else ""


def _feed(row: Row, known: Known) -> str:
    """The kind of file of a line."""
    batch = known.row("import_batches", row["batch_id"])
    return str(batch["feed"]) if batch is not None else ""


def _cells(column: CopiedColumn, row: Row, known: Known) -> str:
    cells = dict(row[column.name])
    if row["sealed"] is not None:
        sealed = store.intake.import_batches.SEALED_CELLS
        opened = json.loads(store.law.personal_rows.opened(sealed, row))
        at_home = _of_home(known)
        cells |= {name: text for name, text in opened.items() if name not in at_home}
    return line_words.cells(_feed(row, known), cells)


def _of_home(known: Known) -> frozenset[str]:
    """The cells with an address, where it is confidential and stays out of the copy."""
    return confidential_lines.cells() if known.confidential else frozenset()


def _hidden(column: CopiedColumn, row: Row, known: Known) -> str:
    """The cells that an answer No hid, without those that are shown."""
    if row[column.name] is None:
        return ""
    cells = store.intake.hidden_lines.opened(row)
    shown = {*row["raw"], *_of_home(known)}
    apart = {name: text for name, text in cells.items() if name not in shown}
    return line_words.cells(_feed(row, known), apart)


def _entry(column: CopiedColumn, row: Row, known: Known) -> str:
    entry = known.row("entries", row["entry_id"])
    if entry is None:
        return ""
    words = [
        source_of(entry["source"], known),
        f"recorded {say('', entry['recorded_at'])}",
    ]
    if entry["withdrawn_at"]:
        words.append(f"withdrawn {say('', entry['withdrawn_at'])}")
    return ", ".join(words)


def _line(column: CopiedColumn, row: Row, known: Known) -> str:
    line = known.row("staged_rows", row["row_id"])
    return f"{line['file']}, line {line['line']}" if line is not None else ""


def _names(column: CopiedColumn, row: Row, known: Known) -> str:
    if row[column.name] is None:
        return ""
    sealed = store.people.records.SEALED_NAMES
    names = json.loads(store.law.personal_rows.opened(sealed, row))
    return "; ".join(" ".join(filter(None, pair)) for pair in names)


_IN_WORDS = {
    "look_reasons": store.law.look_reasons.WORDS,
    "sealed_looks": store.law.sealed_looks.WORDS,
}


def _words(column: CopiedColumn, row: Row, known: Known) -> str:
    return store.law.personal_rows.opened(_IN_WORDS[column.table], row)


def _gateway(column: CopiedColumn, row: Row, known: Known) -> str:
    found = GATEWAYS.get(row[column.name])
    return f"{found.title} ({found.law})" if found else row[column.name]


def _fields(column: CopiedColumn, row: Row, known: Known) -> str:
    return ", ".join(
        FIELDS[each].label if each in FIELDS else each for each in row[column.name]
    )


def _files(column: CopiedColumn, row: Row, known: Known) -> str:
    return ", ".join(str(each) for each in row[column.name])


def _look(column: CopiedColumn, row: Row, known: Known) -> str:
    """Why it was looked at, without the others on the same list."""
    detail = row["detail"]
    why = detail.get("why") or detail.get("command") or detail.get("page") or ""
    people = detail.get("people")
    others = len(people) - 1 if isinstance(people, list) else 0
    return f"{why}, with {others} others".strip(", ") if others > 0 else str(why)


def _source(column: CopiedColumn, row: Row, known: Known) -> str:
    """From which source a row was worked out that has only the kind of its source."""
    if column.name == "tier":
        return derived_words.source(row["tier"], row["verified"] or row["as_of"], known)
    day = row[column.name.replace("source", "confirmed_on")]
    return derived_words.source_by_title(row[column.name], day, known)


def _run(column: CopiedColumn, row: Row, known: Known) -> str:
    return returned_words.number(_its_run(row, known))


def _its_run(row: Row, known: Known) -> Row:
    run = known.row("return_runs", row["run_id"])
    assert run is not None, "a record of a return refers to it"
    return run


def _sender(column: CopiedColumn, row: Row, known: Known) -> str:
    sender = row[column.name]
    return known.place(InstitutionRef(**sender)) if sender else ""


_WORDS: Mapping[Form, Callable[[CopiedColumn, Row, Known], str]] = {
    Form.PLACE: _place,
    Form.CELLS: _cells,
    Form.HIDDEN: _hidden,
    Form.ENTRY: _entry,
    Form.LINE: _line,
    Form.SEALED_NAMES: _names,
    Form.WORDS: _words,
    Form.GATEWAY: _gateway,
    Form.FIELDS: _fields,
    Form.FILES: _files,
    Form.LOOK: _look,
    Form.TRUST: lambda column, row, known: (
        f"{row[column.name]} of {len(Tier)}, where 1 is the most"
    ),
    Form.ACTIVITY: lambda column, row, known: derived_words.activity(row),
    Form.CHARACTERISTICS: lambda column, row, known: derived_words.characteristics(
        row[column.name]
    ),
    Form.WORKED_OUT: lambda column, row, known: derived_words.day(
        column.name, row, known
    ),
    Form.SOURCE: _source,
    Form.STEPS: lambda column, row, known: derived_words.steps(row, known),
    Form.STEP: lambda column, row, known: derived_words.step(row[column.name] or ""),
    Form.GUARANTEE: lambda column, row, known: derived_words.guarantee(
        row[column.name] or ""
    ),
    Form.RETURN_DETAILS: lambda column, row, known: derived_words.return_details(row),
    Form.RECORD: lambda column, row, known: returned_words.in_words(
        row, _its_run(row, known), within=known.within
    ),
    Form.RUN: _run,
    Form.SENDER: _sender,
    Form.PART: lambda column, row, known: part(row[column.name]),
}
