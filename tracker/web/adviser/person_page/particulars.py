"""The details of a young person on their page, each with its source and its day."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any

from tracker.domain.history.confidential_addresses import SHOWN_INSTEAD
from tracker.domain.history.details.declaration import Shown
from tracker.domain.history.details.handling import Category
from tracker.domain.history.details.particulars import BY_NAME, Particulars, value_of
from tracker.domain.history.evidence import Detail, Evidence
from tracker.domain.reference.academic_year import (
    YEAR_11,
    academic_age,
    say_date,
    year_group,
)
from tracker.web.adviser.person_page import in_words
from tracker.web.filters import counted
from tracker.wording import details

#: The years of school. Year 14 is the last, and only some young people are in it.
SCHOOL_YEARS = range(1, 15)


def particulars(
    known: Particulars,
    school: str | None,
    today: date,
    permissions: Set[str],
    evidence: Sequence[Evidence] = (),
) -> Iterator[tuple[str, str, str]]:
    """The particulars on record beside the name: label, words, source.

    Empty ones are left out, and numbers come last. ``permissions`` are those of the
    reader. The source is that of the ``evidence``.
    """
    born = known.identity.born
    yield "Born", _born(born, today), source_of("born", known, evidence)
    if school:
        label = "Year 11 school" if past_year_11(born, today) else "School"
        yield label, school, ""
    rows = [
        (detail, text)
        for detail, text in details.rows(known, permissions)
        if detail.shown is Shown.ROW
    ]
    if known.confidential_address:
        yield BY_NAME["address"].label, SHOWN_INSTEAD, ""
    for detail, text in sorted(
        rows, key=lambda row: Category.NUMBER in row[0].handling.categories
    ):
        yield detail.label, text, source_of(detail.name, known, evidence)


def past_year_11(born: date | None, today: date) -> bool:
    """Whether the school on record is one that the young person has left."""
    return born is not None and academic_age(born, today) > YEAR_11


def _born(born: date | None, today: date) -> str:
    if born is None:
        return "Not known"
    year = year_group(born, today)
    school_year = f", Year {year}" if year in SCHOOL_YEARS else ""
    return (
        f"{say_date(born)}, aged {in_words.age(born, today)} "
        f"(academic age {academic_age(born, today)}{school_year})"
    )


def source_of(name: str, known: Particulars, evidence: Sequence[Evidence]) -> str:
    """The newest source of a detail's value, its day, and how many others agree.

    It is "" for a value that is worked out, and that no source gives in this form.
    """
    detail = BY_NAME[name]
    value = value_of(known, detail)
    newest: dict[str, date] = {}
    for item in evidence:
        stated = item.statement
        if isinstance(stated, Detail) and _gives(
            stated, detail.fold.subjects.get(stated.about, ()), value
        ):
            name = in_words.source_name(item.source.name)
            newest[name] = max(item.as_at, newest.get(name, item.as_at))
    if not newest:
        return ""
    first = max(newest, key=lambda name: newest[name])
    others = f" and {counted(len(newest) - 1, 'other')}" if len(newest) > 1 else ""
    return f"{first}, {say_date(newest[first])}{others}"


def _gives(stated: Detail, fields: Sequence[str], value: Any) -> bool:
    """Whether a statement gives the value, or one of several values."""
    texts = [text for name, text in stated.values if name in fields]
    match value:
        case bool():
            return value and "Y" in texts
        case Mapping():
            return bool(texts) and value.items() <= dict(stated.values).items()
        case frozenset() | tuple():
            return any(_gives(stated, fields, each) for each in value)
        case date():
            return value.isoformat() in texts
    return value in texts or any(value in text.split() for text in texts)
