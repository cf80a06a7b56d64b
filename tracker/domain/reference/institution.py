"""Schools, colleges and providers: in a source, and in the register."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: The feed, and so the source in the history, from which the register is made.
REGISTER = "establishments"


class InstitutionKind(StrEnum):
    """The kinds of institution on which the activity of students depends."""

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
    """An institution as a source names it; the register finds the matching one.

    Each identifier is normalised text or None: URN six digits, LAESTAB seven digits
    (authority and establishment number together), UKPRN eight digits. A file that
    another council sends has the three digits of its ``authority`` instead.
    """

    urn: str | None = None
    laestab: str | None = None
    ukprn: str | None = None
    name: str | None = None
    authority: str | None = None


def key_of(ref: InstitutionRef) -> str | None:
    """The key of an institution that is not in the register, from its source.

    The DfE number comes first, because most feeds have it.
    """
    for name in ("laestab", "ukprn", "urn", "authority"):
        value = getattr(ref, name)
        if value is not None:
            return f"{name}:{value}"
    return f"name:{ref.name.casefold()}" if ref.name else None


@dataclass(frozen=True, slots=True)
class Roll:
    """How many pupils the register has at a school: ``pupils`` of the ages from
    ``low_age`` to below ``high_age``, on the day of the census (None where not known).
    """

    pupils: int
    low_age: int
    high_age: int
    census: date | None = None

    def of_an_age(self, age: int) -> int | None:
        """About how many of them are of an academic age; None where none can be."""
        if not self.low_age <= age < self.high_age:
            return None
        return round(self.pupils / (self.high_age - self.low_age))


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution of the register.

    ``key`` is the same for all establishments of one lineage, because a school and the
    academy that it became are one institution to their pupils.
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
    roll: Roll | None = None
