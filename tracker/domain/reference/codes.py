"""The code lists of the return, each code with the requirement years of its use.

A requirement year starts in April and is named by the year it starts in: 2019 is
2019-20. ``first_year`` is the first requirement year in which the code is known to have
been in use, None for a code of the oldest requirement we know; ``last_year`` is the
last, None for a code still in use. Activities have their own module,
``domain.reference.activity``.

Source: the requirement as published up to 2020-21, and what is known about it since.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar


def requirement_year(day: date) -> int:
    """The requirement year that ``day`` falls in: 2026 for 1 April 2026 and after."""
    return day.year if day.month >= 4 else day.year - 1


@dataclass(frozen=True, slots=True)
class Code:
    """A value of a list, what it means, and when it was in use."""

    value: str
    title: str
    first_year: int | None = None
    last_year: int | None = None

    def in_use(self, requirement_year: int) -> bool:
        """Whether the code was in the requirement of that year."""
        return (self.first_year is None or self.first_year <= requirement_year) and (
            self.last_year is None or requirement_year <= self.last_year
        )


@dataclass(frozen=True, slots=True)
class Ethnicity(Code):
    group: str = ""


@dataclass(frozen=True, slots=True)
class Characteristic(Code):
    """``vulnerable``: one of the groups that DfE publishes together as vulnerable."""

    vulnerable: bool = False


@dataclass(frozen=True, slots=True)
class GuaranteeStatus(Code):
    """A September Guarantee status, its published category, and its year groups."""

    category: str = ""
    year_11: bool = True
    year_12: bool = True


@dataclass(frozen=True, slots=True)
class CohortStatus(Code):
    """``monthly``: returned every month; the others are leavers, returned once."""

    monthly: bool = False


@dataclass(frozen=True, slots=True)
class Authority(Code):
    """``status`` is current, retired, or special for places that are no authority."""

    ons_code: str | None = None
    region: str | None = None
    status: str = "current"


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


GENDERS = CodeList(
    "gender",
    (
        Code("F", "Female"),
        Code("M", "Male"),
        Code("U", "Not known"),
        Code("W", "Withheld"),
    ),
)
MALE = "M"
GENDER_NOT_KNOWN = "U"

ETHNICITIES = CodeList(
    "ethnicity",
    (
        Ethnicity("WBRI", "White British", group="White"),
        Ethnicity("WIRI", "White Irish", group="White"),
        Ethnicity("WROM", "Gypsy or Roma", group="White"),
        Ethnicity("WOTH", "Another White background", group="White"),
        Ethnicity("MWBC", "White and Black Caribbean", group="Mixed"),
        Ethnicity("MWBA", "White and Black African", group="Mixed"),
        Ethnicity("MWAS", "White and Asian", group="Mixed"),
        Ethnicity("MOTH", "Another mixed background", group="Mixed"),
        Ethnicity("AIND", "Indian", group="Asian"),
        Ethnicity("APKN", "Pakistani", group="Asian"),
        Ethnicity("ABAN", "Bangladeshi", group="Asian"),
        Ethnicity("CHNE", "Chinese", group="Chinese"),
        Ethnicity("AOTH", "Another Asian background", group="Asian"),
        Ethnicity("BCRB", "Black Caribbean", group="Black"),
        Ethnicity("BAFR", "Black African", group="Black"),
        Ethnicity("BOTH", "Another Black background", group="Black"),
        Ethnicity("BBRI", "Black British", first_year=2020, group="Black"),
        Ethnicity("OARA", "Arab", group="Other"),
        Ethnicity("OOTH", "Another ethnic group", group="Other"),
        Ethnicity("REFU", "Refused", group="Not known"),
        Ethnicity("NOBT", "Not obtained", group="Not known"),
    ),
)
REFUSED = "REFU"
NOT_OBTAINED = "NOBT"

LOOKED_AFTER = "110"
PARENT = "120"
REFUGEE = "130"
CARER = "140"
SUBSTANCE_MISUSE = "150"
CARE_LEAVER = "160"
YOUTH_JUSTICE = "170"
PREGNANT = "180"
PARENT_NOT_CARING = "190"
ALTERNATIVE_PROVISION = "200"
MENTAL_HEALTH = "210"

CHARACTERISTICS = CodeList(
    "characteristics",
    (
        Characteristic(LOOKED_AFTER, "In care", vulnerable=True),
        Characteristic(PARENT, "Caring for own child"),
        Characteristic(REFUGEE, "Refugee or asylum seeker", vulnerable=True),
        Characteristic(CARER, "Caring for another person", vulnerable=True),
        Characteristic(SUBSTANCE_MISUSE, "Substance misuse", vulnerable=True),
        Characteristic(CARE_LEAVER, "Care leaver", vulnerable=True),
        Characteristic(
            YOUTH_JUSTICE, "Supervised by the youth justice team", vulnerable=True
        ),
        Characteristic(PREGNANT, "Pregnant"),
        Characteristic(PARENT_NOT_CARING, "Parent, not caring", vulnerable=True),
        Characteristic(ALTERNATIVE_PROVISION, "Alternative provision", vulnerable=True),
        # DfE published figures with it by October 2022.
        Characteristic(
            MENTAL_HEALTH, "Mental health need", first_year=2022, vulnerable=True
        ),
    ),
)

LEVELS_OF_NEED = CodeList(
    "level of need",
    (
        Code("1", "Intensive support"),
        Code("2", "Supported"),
        Code("3", "Minimum intervention"),
    ),
)
MINIMUM_INTERVENTION = "3"

OFFER_MADE = "110"
CONTINUING_EDUCATION = "114"
CONTINUING_EMPLOYMENT = "115"
EMPLOYMENT_WITHOUT_TRAINING = "120"
PERSONAL_CIRCUMSTANCES = "122"
OTHER_REASON = "123"
PERSONAL_DEVELOPMENT = "124"
AWAITING_OUTCOME = "140"
NO_PROVISION = "150"
NOT_APPLIED = "151"
MOVED_AWAY = "153"
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
    "September Guarantee status",
    (
        GuaranteeStatus(OFFER_MADE, "Offer made", category="offer made"),
        GuaranteeStatus(
            CONTINUING_EDUCATION,
            "Already learning, stays in education",
            category="offer made",
            year_11=False,
        ),
        GuaranteeStatus(
            CONTINUING_EMPLOYMENT,
            "Already learning, stays in employment with training to level 2",
            category="offer made",
            year_11=False,
        ),
        GuaranteeStatus(
            EMPLOYMENT_WITHOUT_TRAINING,
            "No offer needed: employment without level 2 training",
            category="offer not appropriate",
        ),
        GuaranteeStatus(
            PERSONAL_CIRCUMSTANCES,
            "No offer needed: personal circumstances",
            category="offer not appropriate",
        ),
        GuaranteeStatus(
            OTHER_REASON,
            "No offer needed: another reason",
            category="offer not appropriate",
        ),
        GuaranteeStatus(
            PERSONAL_DEVELOPMENT,
            "No offer needed: personal development opportunity",
            category="offer not appropriate",
        ),
        GuaranteeStatus(
            AWAITING_OUTCOME, "No offer: has applied and waits", category="no offer"
        ),
        GuaranteeStatus(
            NO_PROVISION, "No offer: nothing suitable to offer", category="no offer"
        ),
        GuaranteeStatus(NOT_APPLIED, "No offer: has not applied", category="no offer"),
        GuaranteeStatus(
            MOVED_AWAY, "No offer: no contact, has moved away", category="no offer"
        ),
        GuaranteeStatus(
            NO_CONTACT, "No offer: no contact, other reason", category="no offer"
        ),
        GuaranteeStatus(NOT_RECORDED, "Not yet recorded", category="not recorded"),
    ),
)

INTENDED_DESTINATIONS = CodeList(
    "intended destination",
    (
        Code("111", "Full-time education at the same school"),
        Code("121", "Full-time education or training elsewhere"),
        Code("211", "Apprenticeship or traineeship"),
        Code("311", "Full-time employment with part-time accredited study"),
        Code("321", "Employment without accredited training"),
        Code("411", "Something else"),
        Code("511", "Undecided"),
        Code("611", "Not obtained"),
    ),
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

COHORT_STATUSES = CodeList(
    "cohort status",
    (
        CohortStatus(PRIMARY, "In the primary cohort", monthly=True),
        CohortStatus(
            GUARANTEE_ONLY,
            "Has left the primary cohort, still in the September Guarantee",
            monthly=True,
        ),
        CohortStatus(AGED_OUT, "Has passed the age of the return"),
        CohortStatus(TRANSFERRED, "Has moved to another authority in England"),
        CohortStatus(LEFT_ENGLAND, "Has left England"),
        CohortStatus(DUPLICATE, "Was a duplicate"),
        CohortStatus(DIED, "Has died"),
        CohortStatus(PLAN_ENDED, "EHC plan has ended after 18"),
    ),
)


def _authorities() -> Iterator[Authority]:
    beside = Path(__file__).with_name("authorities.csv")
    with beside.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Authority(
                value=row["code"],
                title=row["name"],
                ons_code=row["ons_code"] or None,
                region=row["region"] or None,
                status=row["status"],
                first_year=int(row["first_year"]) if row["first_year"] else None,
                last_year=int(row["last_year"]) if row["last_year"] else None,
            )


AUTHORITIES = CodeList("local authority", _authorities())

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
