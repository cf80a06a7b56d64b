"""The code lists of the return, each code with the requirement years of its use.

A requirement year starts in April and is named by the year it starts in: 2019 is
2019-20. ``first_year`` is the first requirement year in which the code is known to have
been in use, None for a code of the oldest requirement we know; ``last_year`` is the
last, None for a code still in use. Each list is a CSV file beside this module.
Activities have their own module, ``domain.reference.activity``.

Source: the requirement as published up to 2020-21, and what is known about it since.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from tracker.domain.reference import tables


def requirement_year(day: date) -> int:
    """The requirement year that ``day`` falls in: 2026 for 1 April 2026 and after."""
    return day.year if day.month >= 4 else day.year - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry of a list of the return, with the requirement years of its use."""

    first_year: int | None = None
    last_year: int | None = None

    def in_use(self, requirement_year: int) -> bool:
        """Whether the entry was in the requirement of that year."""
        return (self.first_year is None or self.first_year <= requirement_year) and (
            self.last_year is None or requirement_year <= self.last_year
        )


@dataclass(frozen=True, slots=True)
class Code(Listed):
    """A value of a list, what it means, and when it was in use."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Ethnicity(Code):
    group: str


@dataclass(frozen=True, slots=True)
class Characteristic(Code):
    """``vulnerable``: one of the groups that DfE publishes together as vulnerable.

    ``sealed``: it is special category data, shown only with the permission.
    """

    vulnerable: bool
    sealed: bool


@dataclass(frozen=True, slots=True)
class GuaranteeStatus(Code):
    """A September Guarantee status, its published category, and its year groups."""

    category: str
    year_11: bool
    year_12: bool = True


@dataclass(frozen=True, slots=True)
class ApplicationStage(Code):
    """How far an application for a place has come.

    ``live``: it may still end in a place. ``offer``: a place is offered, on a condition
    or without one. ``by_authority``: the place is one that the authority allocates, and
    no application of the young person, so no status of the September Guarantee follows
    from it (NCCIS 3.5 has no code for it). The names are ours: senders use their own
    (Feeds F07).
    """

    live: bool
    offer: bool
    by_authority: bool


@dataclass(frozen=True, slots=True)
class CohortStatus(Code):
    """A cohort status of the return.

    A young person with a ``monthly`` status is returned every month. All other statuses
    are of leavers, who are returned once.
    """

    monthly: bool


@dataclass(frozen=True, slots=True)
class Authority(Code):
    """``status`` is current, retired, or special for places that are no authority."""

    status: str
    ons_code: str | None = None
    region: str | None = None


C = TypeVar("C", bound="Code")


class CodeList(Generic[C]):
    """Codes by their value, in the order of the list."""

    def __init__(self, name: str, codes: Iterable[C]) -> None:
        self.name = name
        self._codes = {code.value: code for code in codes}

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(self._codes)

    def get(self, value: str | None) -> C | None:
        """The code, or None for a value that is not in the list."""
        return None if value is None else self._codes.get(value)

    def __getitem__(self, value: str) -> C:
        try:
            return self._codes[value]
        except KeyError:
            raise ValueError(f"{value!r} is not a code for {self.name}") from None

    def __contains__(self, value: object) -> bool:
        return value in self._codes

    def __iter__(self) -> Iterator[C]:
        return iter(self._codes.values())

    def __len__(self) -> int:
        return len(self._codes)

    def in_use(self, requirement_year: int) -> frozenset[str]:
        """The values in the requirement of that year."""
        return frozenset(code.value for code in self if code.in_use(requirement_year))


#: What a cell of these columns means; the cells of other columns are text.
_MEANT: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("first_year", "last_year"), int),
    **dict.fromkeys(
        (
            *("vulnerable", "sealed", "monthly", "year_11", "year_12"),
            *("live", "offer", "by_authority"),
        ),
        tables.YES_OR_NO.__getitem__,
    ),
}


def _codes(kind: type[C], file: str) -> list[C]:
    """The codes in a file; an empty cell leaves the property at its default."""

    def code(row: dict[str, str]) -> C:
        row["value"] = row.pop("code")
        return kind(**tables.meant(row, _MEANT))

    return tables.read(Path(__file__).with_name(file), code)


GENDERS = CodeList("gender", _codes(Code, "genders.csv"))
MALE = "M"
GENDER_NOT_KNOWN = "U"

ETHNICITIES = CodeList("ethnicity", _codes(Ethnicity, "ethnicities.csv"))
REFUSED = "REFU"
NOT_OBTAINED = "NOBT"

LOOKED_AFTER = "110"
CARE_LEAVER = "160"
PARENT = "120"
REFUGEE = "130"
CARER = "140"
SUBSTANCE_MISUSE = "150"
YOUTH_JUSTICE = "170"
PREGNANT = "180"
ALTERNATIVE_PROVISION = "200"
MENTAL_HEALTH = "210"

CHARACTERISTICS = CodeList(
    "characteristics", _codes(Characteristic, "characteristics.csv")
)

LEVELS_OF_NEED = CodeList("level of need", _codes(Code, "levels_of_need.csv"))
MINIMUM_INTERVENTION = "3"

OFFER_MADE = "110"
CONTINUING_EDUCATION = "114"
CONTINUING_EMPLOYMENT = "115"
EMPLOYMENT_WITHOUT_TRAINING = "120"
PERSONAL_CIRCUMSTANCES = "122"
AWAITING_OUTCOME = "140"
NOT_APPLIED = "151"
NO_CONTACT = "154"
NOT_RECORDED = "159"

#: The published categories of guarantee statuses; together they cover the cohort.
GUARANTEE_CATEGORIES = (
    "offer made",
    "offer not appropriate",
    "no offer",
    "not recorded",
)

GUARANTEE_STATUSES = CodeList(
    "September Guarantee status", _codes(GuaranteeStatus, "guarantee_statuses.csv")
)

APPLICATION_STAGES = CodeList(
    "application stage", _codes(ApplicationStage, "application_stages.csv")
)
#: A place that the authority found where there was no offer: first proposed, then
#: accepted by the provider, or turned down by it or by the young person.
PROPOSED, ALLOCATED, TURNED_DOWN = "proposed", "allocated", "turned-down"
#: The stages of an offer that the young person has taken up.
TAKEN_UP = frozenset({"accepted", "enrolled"})

INTENDED_DESTINATIONS = CodeList(
    "intended destination", _codes(Code, "intended_destinations.csv")
)
SAME_SCHOOL = "111"
EDUCATION_ELSEWHERE = "121"
APPRENTICESHIP_INTENDED = "211"
UNDECIDED = "511"
DESTINATION_NOT_OBTAINED = "611"

PRIMARY = "P"
GUARANTEE_ONLY = "G"
AGED_OUT = "A"
TRANSFERRED = "T"
LEFT_ENGLAND = "E"
DUPLICATE = "M"
DIED = "D"
PLAN_ENDED = "L"

COHORT_STATUSES = CodeList("cohort status", _codes(CohortStatus, "cohort_statuses.csv"))

AUTHORITIES = CodeList("local authority", _codes(Authority, "authorities.csv"))

ABROAD = "000"
WALES = "001"
SCOTLAND = "002"
OTHER_UK = "003"
UNKNOWN_AUTHORITY = "004"
SERVICE_CHILDREN = "702"

#: Codes for the place of a young person who has left England.
OUTSIDE_ENGLAND = frozenset((ABROAD, WALES, SCOTLAND, OTHER_UK))
#: Codes for places of education that are no authority of England.
ELSEWHERE = OUTSIDE_ENGLAND | {UNKNOWN_AUTHORITY}


def english_authorities(requirement_year: int) -> frozenset[str]:
    """The authorities of England in that requirement year, no special codes."""
    return frozenset(
        authority.value
        for authority in AUTHORITIES
        if authority.status != "special" and authority.in_use(requirement_year)
    )
