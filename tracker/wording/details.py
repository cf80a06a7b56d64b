"""A young person's details in words, for pages and commands alike."""

from collections.abc import Iterator, Mapping, Set
from datetime import date
from typing import Any

from tracker.domain.history.details.declaration import Declaration, Shown
from tracker.domain.history.details.detail_folds import Departure
from tracker.domain.history.details.particulars import DETAILS, Particulars, value_of
from tracker.domain.history.sealed_statements import STAND_IN_CODES
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import NOT_SHOWN
from tracker.domain.reference.codes import (
    AUTHORITIES,
    COHORT_STATUSES,
    GENDERS,
    CodeList,
)


def rows(
    known: Particulars, permissions: Set[str] | None = None
) -> Iterator[tuple[Declaration, str]]:
    """Each detail that is a row and not empty, with its value in words.

    ``permissions`` leaves out those that a user with them may not see.
    """
    for each in DETAILS:
        if each.shown is Shown.NO_ROW or (
            permissions is not None and permissions.isdisjoint(each.handling.seen_by)
        ):
            continue
        if text := in_words(each, value_of(known, each)):
            yield each, text


def in_words(detail: Declaration, value: Any) -> str:
    """The value of a detail in words, "" for an empty one."""
    match value:
        case Departure():
            return departure(value)
        case date():
            return say_date(value)
        case frozenset():
            parts = [in_words(detail, each) for each in sorted(value)]
        case tuple():
            parts = [
                " ".join(each) if isinstance(each, tuple) else in_words(detail, each)
                for each in value
            ]
        case Mapping():
            parts = [value.get(name, "") for name in detail.fold.fields]
        case bool():
            parts = ["Yes"] if value else []
        case _:
            parts = [title(detail.code_list, value) if detail.code_list else value]
    return ", ".join(filter(None, parts))


def of_field(field: str, value: str) -> str:
    """The value of a field in a record (``linkage.comparing.differences``), in words:
    "12 December 2010", "Male". It is "" for an empty one.
    """
    if not value:
        return ""
    if field == "Date of birth":
        return say_date(date.fromisoformat(value))
    return title(GENDERS, value) if field == "Sex" else value


def title(code_list: CodeList[Any], value: str | None) -> str:
    """The title of a code; a code that is in no list is shown as it is.

    What stands in the place of sealed codes reads "Not shown".
    """
    if value in STAND_IN_CODES:
        return NOT_SHOWN
    code = code_list.get(value)
    return (value or "") if code is None else str(code.title)


def within_sentence(label: str) -> str:
    """A label as it stands within a sentence: "address", but "EHC plan" and "UPN"."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def departure(left: Departure | None) -> str:
    """A departure in words; "" for a young person who has not left."""
    if left is None:
        return ""
    to = title(AUTHORITIES, left.to)
    status = title(COHORT_STATUSES, left.status)
    return f"{status}, on {say_date(left.on)}{f', to {to}' if to else ''}"
