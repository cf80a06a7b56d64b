"""The ground of a change by hand: who gave the new value, or what it was read in.

The ground is the source of the evidence, so it stands beside the value on every page
that names sources. It is one of a short list: the name of a parent or a social worker
is of no use there, and would be one more thing to keep.

See decision 0184.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class By(StrEnum):
    """Who gave the new value."""

    YOUNG_PERSON = "the young person"
    PARENT = "a parent or carer"
    DOCUMENT = "a document that was seen"
    INSTITUTION = "the school, college or provider"
    PROFESSIONAL = "another professional"


#: The kinds of document, and of professional, to choose from.
DOCUMENTS = (
    "birth certificate",
    "passport or identity card",
    "deed poll",
    "adoption or court order",
    "EHC plan",
    "school or college document",
    "letter or bill",
    "another document",
)
PROFESSIONALS = (
    "social worker",
    "SEND team",
    "youth justice worker",
    "health professional",
    "youth worker or support worker",
    "Jobcentre",
    "another council",
    "another professional",
)
#: The form whose values may be sealed: which professional gave one would betray it.
_MAY_BE_SEALED = "characteristics"
#: What has to be chosen beside these.
MORE: Mapping[By, tuple[str, ...]] = {
    By.DOCUMENT: DOCUMENTS,
    By.PROFESSIONAL: PROFESSIONALS,
}
ALL = (
    *(each.value for each in By if each not in MORE),
    *(each for several in MORE.values() for each in several),
)

_SOURCE = re.compile(r"change of (?P<form>[a-z-]+): (?P<ground>.+)")
#: The sources of changes by hand begin with this.
SOURCE = "change of "


class Change(NamedTuple):
    """A change by hand: the form by which it was made, and its ground."""

    form: str
    ground: str


def wants_more(form: str, by: By) -> bool:
    """Whether the kind of document or professional is chosen too."""
    return by in MORE and form != _MAY_BE_SEALED


def ground_of(form: str, by: By, more: str = "") -> str:
    """The ground in words. Raises ValueError where more has to be chosen and is not."""
    if not wants_more(form, by):
        return by.value
    if more not in MORE[by]:
        raise ValueError(f"{more!r} is none of the kinds of {by}")
    return more


def source_of(form: str, ground: str) -> str:
    """The source of the evidence of a change."""
    return f"{SOURCE}{form}: {ground}"


def change_of(source: str) -> Change | None:
    """The change that a source is, None for any other source."""
    found = _SOURCE.fullmatch(source) if source.startswith(SOURCE) else None
    return Change(found["form"], found["ground"]) if found else None
