"""The settings that an authority may choose while the service runs.

Each has a description, limits and a default, and some code that reads it. Settings that
an installation starts with, and cannot change while it runs, are in ``tracker.config``.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tracker.domain.casework.follow_up import IN_TOUCH
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.reference import tables
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.neighbours import OFFICIAL_TITLE, OFFICIAL_YEAR, official
from tracker.refusal import Refusal

#: The choices of signed settings that differ from what happens without a signature.
ENDS_AT_SIXTEEN = "It ends on the birthday"
HIDE, ERASE = "They are hidden", "They are erased"
LEFT_OUT = "They are left out of it"
COUNTED = "It is counted"


@dataclass(frozen=True, slots=True)
class Chosen:
    """All settings of one authority. A setting that was never chosen has its default.

    ``neighbours`` are the codes of the chosen statistical neighbours, empty for the
    official ones. ``region`` is the name of the chosen region, None for the one in
    DfE's list. ``hide_up_to`` and ``percent_base`` protect tables
    (``domain.figures.disclosure``). ``cohort_moves``
    is the percentage by which a month's return may grow or shrink without a warning.
    ``wrong_matches`` is how many of 100,000 automatic matches may be expected wrong.
    A follow-up is due ``in_touch_days`` after an adviser reached a young person or a
    parent. Lines about young people of other areas are kept for ``out_of_area_days``,
    to be passed on. Accounts that are not confirmed in a year's review are closed after
    the day ``accounts_close``, None for 31 October. The audit is kept for
    ``audit_years`` calendar years and this one. The privacy notice gives the data
    protection officer and who prepared it; each is empty until it is entered.
    ``at_sixteen`` and ``after_a_no`` are the signed choices about restrictions, and
    ``restricted_in_return`` about the restriction of processing; None is what holds
    while none is signed. ``sealed_in_figures`` is the signed choice about figures for
    readers who do not see what is sealed.
    """

    neighbours: tuple[str, ...] = ()
    region: str | None = None
    hide_up_to: int = Suppression().threshold
    percent_base: int = Suppression().percent_base
    cohort_moves: int = 3
    wrong_matches: int = 10
    in_touch_days: int = IN_TOUCH.days
    out_of_area_days: int = 14
    accounts_close: str | None = None
    audit_years: int = 6
    officer_name: str = ""
    officer_email: str = ""
    officer_address: str = ""
    prepared_by: str = ""
    at_sixteen: str | None = None
    after_a_no: str | None = None
    restricted_in_return: str | None = None
    sealed_in_figures: str | None = None

    @property
    def budget(self) -> float:
        """The share of automatic matches that may be expected to be wrong."""
        return self.wrong_matches / 100_000

    @property
    def in_touch(self) -> timedelta:
        """How long after a successful contact the next follow-up is due."""
        return timedelta(days=self.in_touch_days)

    @property
    def ends_at_sixteen(self) -> bool:
        """Whether a parent's No ends on the young person's sixteenth birthday."""
        return self.at_sixteen == ENDS_AT_SIXTEEN

    @property
    def hides(self) -> bool:
        """Whether a No also hides what the institution passed on before it."""
        return self.after_a_no == HIDE

    @property
    def erases(self) -> bool:
        """Whether a No also erases what the institution passed on before it."""
        return self.after_a_no == ERASE

    @property
    def leaves_restricted_out(self) -> bool:
        """Whether the return leaves out young people whose data is only stored."""
        return self.restricted_in_return == LEFT_OUT

    @property
    def counts_sealed(self) -> bool:
        """Whether what is sealed counts in the figures of all readers."""
        return self.sealed_in_figures == COUNTED

    @property
    def suppression(self) -> Suppression:
        """How tables that leave the team are protected."""
        return Suppression(threshold=self.hide_up_to, percent_base=self.percent_base)

    @property
    def numbers(self) -> Mapping[str, int]:
        """Every setting that is a number, by its name."""
        return {
            name: value for name, value in asdict(self).items() if type(value) is int
        }

    def neighbours_of(self, authority: str) -> tuple[str, ...]:
        """The authorities to compare with: the chosen ones, or else the official."""
        return self.neighbours or official(authority)

    def region_of(self, authority: str) -> str | None:
        """The region to compare with: the chosen one, or else that in DfE's list."""
        known = AUTHORITIES.get(authority)
        return self.region or (known.region if known is not None else None)


class NotAllowed(Refusal, ValueError):
    """A setting may not have this value. The text says which values it may have."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its title, a description of what it does, and its allowed values.

    A ``signed`` one is chosen by those who decide about sharing.
    """

    name: str
    title: str
    description: str
    signed: bool = field(default=False, kw_only=True)

    @property
    def default(self) -> Any:
        return getattr(Chosen(), self.name)

    def read(self, given: Any) -> Any:
        """The value in the form that is stored. Raises NotAllowed."""
        raise NotImplementedError

    def describe(self, value: Any) -> str:
        """A value in words, as pages and the audit show it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Number(Setting):
    """A whole number within limits; ``unit`` names what it counts."""

    least: int
    most: int
    unit: str

    def read(self, given: Any) -> int:
        text = str(given).strip()
        if text.isascii() and text.isdigit() and len(text) < 7:
            number = int(text)
            if self.least <= number <= self.most:
                return number
        raise NotAllowed(
            f"“{self.title}” must be a whole number from {self.least} to {self.most}."
        )

    def describe(self, value: Any) -> str:
        return f"{value} {self.unit}"


#: An email address as far as a setting checks it.
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")


@dataclass(frozen=True, slots=True)
class Line(Setting):
    """One line of text of at most so many characters; an empty line is none."""

    longest: int
    email: bool = False

    def read(self, given: Any) -> str:
        text = " ".join(str(given or "").split())
        if len(text) > self.longest or not text.isprintable():
            raise NotAllowed(
                f"“{self.title}” must be one line of at most {self.longest} characters."
            )
        if self.email and text and not _EMAIL.fullmatch(text):
            raise NotAllowed(
                f"“{self.title}” must be an email address, like name@example.gov.uk."
            )
        return text

    def describe(self, value: Any) -> str:
        return value or "Not entered"


@dataclass(frozen=True, slots=True)
class OneOf(Setting):
    """One entry of a list, or None; ``otherwise`` describes None in words."""

    allowed: tuple[str, ...]
    otherwise: str

    def read(self, given: Any) -> str | None:
        if given in (None, ""):
            return None
        if given in self.allowed:
            return str(given)
        raise NotAllowed(f"“{self.title}” must be in the list.")

    def describe(self, value: Any) -> str:
        return self.otherwise if value is None else str(value)


@dataclass(frozen=True, slots=True)
class SomeOf(Setting):
    """Any of a list of codes, each with its title; stored in order of code.

    ``otherwise`` describes the empty choice in words.
    """

    allowed: tuple[tuple[str, str], ...]
    otherwise: str
    most: int = 20

    def read(self, given: Any) -> list[str]:
        known = dict(self.allowed)
        values = sorted(set(given or ()))
        if strange := [value for value in values if value not in known]:
            raise NotAllowed(f"“{self.title}”: {strange[0][:20]} is not in the list.")
        if len(values) > self.most:
            raise NotAllowed(f"“{self.title}”: select {self.most} or fewer.")
        return values

    def describe(self, value: Any) -> str:
        known = dict(self.allowed)
        return ", ".join(known.get(code, code) for code in value) or self.otherwise


_CURRENT = tuple(
    each
    for each in AUTHORITIES
    if each.status == "current" and each.last_year is None and each.region
)


#: The days until which accounts may have to be confirmed.
LAST_DAYS = ("30 September", "15 October", "15 November", "30 November", "31 December")


#: The choices of each signed setting; the first holds while none is signed.
_SIGNED: Mapping[str, tuple[str, ...]] = {
    "at_sixteen": (
        "It keeps restricting until the young person answers",
        ENDS_AT_SIXTEEN,
    ),
    "after_a_no": ("They are kept", HIDE, ERASE),
    "restricted_in_return": ("They stay in it", LEFT_OUT),
    "sealed_in_figures": ("It is counted apart", COUNTED),
}


def _setting(row: dict[str, str]) -> Setting:
    """The setting of a line of ``settings.csv``, which has the limits of numbers."""
    texts = row["name"], row["title"], row["description"].format(year=OFFICIAL_YEAR)
    if row["name"] == "neighbours":
        by_title = sorted(_CURRENT, key=lambda each: each.title)
        titles = tuple((each.value, each.title) for each in by_title)
        return SomeOf(*texts, allowed=titles, otherwise=OFFICIAL_TITLE)
    if row["name"] == "region":
        regions = tuple(sorted({str(each.region) for each in _CURRENT}))
        default = "The one in DfE's list of authorities"
        return OneOf(*texts, allowed=regions, otherwise=default)
    if row["name"] == "accounts_close":
        return OneOf(*texts, allowed=LAST_DAYS, otherwise="31 October")
    if row["unit"] in ("text", "email"):
        return Line(*texts, int(row["most"]), email=row["unit"] == "email")
    if row["name"] in _SIGNED:
        otherwise, *allowed = _SIGNED[row["name"]]
        return OneOf(*texts, allowed=tuple(allowed), otherwise=otherwise, signed=True)
    return Number(*texts, int(row["least"]), int(row["most"]), row["unit"])


#: In the order of the page.
SETTINGS = tables.read(Path(__file__).with_name("settings.csv"), _setting)

BY_NAME: Mapping[str, Setting] = {each.name: each for each in SETTINGS}


def chosen(stored: Mapping[str, Any]) -> Chosen:
    """The settings from stored values, without values that are no longer allowed."""
    given: dict[str, Any] = {}
    for name, value in stored.items():
        setting = BY_NAME.get(name)
        if setting is None:
            continue
        try:
            read = setting.read(value)
        except NotAllowed:
            continue
        given[name] = tuple(read) if isinstance(read, list) else read
    return Chosen(**given)
