"""Where the value of a detail comes from, and what other sources give."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from typing import Any, NamedTuple

from tracker import store
from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.changes.by_hand import Control
from tracker.domain.history.details.declaration import Declaration
from tracker.domain.history.details.entering import EntryForm
from tracker.domain.history.details.particulars import BY_NAME, Particulars, value_of
from tracker.domain.history.evidence import Detail, Evidence
from tracker.domain.history.identity import name_forms
from tracker.domain.history.identity.identity_statements import SEX
from tracker.domain.history.membership import Folded
from tracker.domain.reference.academic_year import say_date
from tracker.store.history.evidence import Entry
from tracker.store.people.records import Person
from tracker.web.adviser.person_page import in_words
from tracker.web.filters import counted
from tracker.web.guard import scope
from tracker.wording import details

#: The name of the user who recorded each entry, by its source and moment.
Makers = Mapping[tuple[str, datetime], str]


class Given(NamedTuple):
    """A value in words, and where it comes from with the day; "" for nothing."""

    text: str
    source: str


def makers(person: int) -> Makers:
    """Who recorded what about a young person by hand."""
    names = store.accounts.users.names(within=scope())
    return makers_of(store.casework.entries.by_hand(person), names)


def makers_of(
    entries: Iterable[tuple[Entry, object]], names: Mapping[str, str]
) -> Makers:
    """Who recorded each of these entries, by the names of users."""
    return {
        (entry.source, entry.recorded_at): names.get(entry.made_by, entry.made_by)
        for entry, _ in entries
    }


def source_of(
    name: str,
    known: Particulars,
    evidence: Sequence[Evidence],
    recorded_by: Makers | None = None,
) -> str:
    """The newest source of a detail's value, its day, and how many others agree.

    It is "" for a value that is worked out, and that no source gives in this form.
    ``recorded_by`` adds who recorded a change by hand.
    """
    detail = BY_NAME[name]
    value = value_of(known, detail)
    newest: dict[str, date] = {}
    for item in evidence:
        stated = item.statement
        if isinstance(stated, Detail) and _gives(
            stated, detail.fold.subjects.get(stated.about, ()), value
        ):
            source = _source(item, recorded_by or {})
            newest[source] = max(item.as_at, newest.get(source, item.as_at))
    if not newest:
        return ""
    first = max(newest, key=lambda name: newest[name])
    others = f" and {counted(len(newest) - 1, 'other')}" if len(newest) > 1 else ""
    return f"{first}, {say_date(newest[first])}{others}"


def _source(item: Evidence, recorded_by: Makers) -> str:
    """The source of a piece of evidence; of a change by hand, its ground and maker."""
    made_by = recorded_by.get((item.source.name, item.recorded_at))
    change = grounds.change_of(item.source.name)
    if change is None or item.source.passed_on_by is not None:
        return in_words.passed_on(item.source)
    return of_change(change, made_by or "")


def of_change(change: grounds.Change, made_by: str) -> str:
    """The ground of a change by hand, and the name of the user who recorded it."""
    ground = f"{change.ground[0].upper()}{change.ground[1:]}"
    if not made_by:
        return ground
    seen = "seen by" if change.ground in grounds.DOCUMENTS else "to"
    return f"{ground}, {seen} {made_by}"


def _gives(stated: Detail, fields: Sequence[str], value: Any) -> bool:
    """Whether a statement gives the value, or one of several values."""
    texts = [text for name, text in stated.values if name in fields]
    match value:
        case bool():
            return value and "Y" in texts
        case Mapping():
            given = {name: text for name, text in stated.values if name in fields}
            whole = fields[0] in given if fields else False
            return bool(given) and (
                value.items() <= given.items()
                or (whole and given.items() <= value.items())
            )
        case frozenset() | tuple():
            return any(_gives(stated, fields, each) for each in value)
        case date():
            return value.isoformat() in texts
    return value in texts or any(value in text.split() for text in texts)


def stands(entry: EntryForm, known: Folded, person: Person) -> Given:
    """The value in use of what a form changes, with its source and day."""
    made_by = makers(person.id)
    texts, sources = [], []
    for each in entry.details:
        text = details.in_words(each, value_of(known.known, each))
        if text:
            label = len(entry.details) > 1 and text == "Yes"
            texts.append(each.label if label else text)
            sources.append(source_of(each.name, known.known, known.evidence, made_by))
    joined = (" " if entry.name == "name" else ", ").join(texts)
    return Given(joined, next(filter(None, sources), ""))


def others(
    entry: EntryForm, known: Particulars, evidence: Sequence[Evidence]
) -> list[Given]:
    """The other values that sources give, the newest first, each with its source.

    A sealed former name or sex is none of them, nor is what is only sealed in codes.
    """
    if any(each.control is Control.CODES for each in entry.inputs):
        return []
    sealed = _sealed(evidence)
    newest: dict[str, tuple[date, str]] = {}
    for item in evidence:
        stated = item.statement
        if not isinstance(stated, Detail) or stated.about != entry.about:
            continue
        text = _in_words(entry, stated, sealed)
        if text and (text not in newest or item.as_at > newest[text][0]):
            newest[text] = item.as_at, _source(item, {})
    used = _used(entry, known)
    return [
        Given(text, f"{source}, {say_date(as_at)}")
        for text, (as_at, source) in sorted(
            newest.items(), key=lambda pair: pair[1][0], reverse=True
        )
        if not _words(text) <= _words(used)
    ]


def _sealed(evidence: Iterable[Evidence]) -> Set[tuple[str, str]]:
    return {
        (field, value if field == SEX else name_forms.letters(value))
        for item in evidence
        if isinstance(item.statement, Detail)
        and item.statement.about == "sealed"
        and (field := item.statement.get("field"))
        and (value := item.statement.get("value"))
    }


def _in_words(entry: EntryForm, stated: Detail, sealed: Set[tuple[str, str]]) -> str:
    """The part of a statement that a form enters; "" where any of it is sealed."""
    texts = []
    for each in entry.inputs:
        value = stated.get(each.field)
        if not value:
            continue
        key = value if each.field == SEX else name_forms.letters(value)
        if (each.field, key) in sealed:
            return ""
        texts.append(_of_field(entry.details, each.field, value))
    return (" " if entry.about in ("name", "other name") else ", ").join(
        filter(None, texts)
    )


def _of_field(declared: Sequence[Declaration], field: str, value: str) -> str:
    for each in declared:
        if each.by_hand is None or field not in {
            it.field for it in each.by_hand.inputs
        }:
            continue
        if field == "born":
            return say_date(date.fromisoformat(value))
        if value in ("Y", "N") and each.code_list is None:
            return each.label if value == "Y" else ""
        if each.code_list is not None:
            return details.title(each.code_list, value)
    return value


def _words(text: str) -> set[str]:
    """The words of a value: a postcode alone differs from no address that has it."""
    return set(text.casefold().replace(",", " ").split())


def _used(entry: EntryForm, known: Particulars) -> str:
    texts = []
    for each in entry.details:
        text = details.in_words(each, value_of(known, each))
        texts.append(each.label if text == "Yes" else text)
    return (" " if entry.name == "name" else ", ").join(filter(None, texts))
