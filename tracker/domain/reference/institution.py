"""Schools, colleges and providers: how a source names one, and what one is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class InstitutionKind(StrEnum):
    """What an institution is, as far as the activity of people there depends on it."""

    SCHOOL = "school"
    SIXTH_FORM_COLLEGE = "sixth-form college"
    FURTHER_EDUCATION = "further education college"
    SPECIAL_POST_16 = "special post-16 institution"
    HIGHER_EDUCATION = "higher education institution"
    TRAINING_PROVIDER = "training provider"
    CUSTODY = "secure institution"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class InstitutionRef:
    """An institution as a source named it. Which one of ours it is, the register says.

    Each identifier is normalised text or None: URN six digits, LAESTAB seven digits
    (authority and establishment number together), UKPRN eight digits.
    """

    urn: str | None = None
    laestab: str | None = None
    ukprn: str | None = None
    name: str | None = None


def key_of(ref: InstitutionRef) -> str | None:
    """The key of an institution that no register knows, from what a source called it.

    The DfE number comes first: it is what most feeds share.
    """
    for name in ("laestab", "ukprn", "urn"):
        value = getattr(ref, name)
        if value is not None:
            return f"{name}:{value}"
    return f"name:{ref.name.casefold()}" if ref.name else None


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution as the register knows it.

    ``key`` is the same for all establishments of one lineage: a school and the academy
    that it became are one institution to the people who went there.
    """

    key: str
    name: str
    kind: InstitutionKind
    urn: str | None = None
    laestab: str | None = None
    ukprn: str | None = None
    town: str | None = None
    authority: str | None = None
    opened: date | None = None
    closed: date | None = None
