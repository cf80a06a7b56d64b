"""Evidence: statements by sources about a young person.

A statement is the content alone, without its source or day. When two sources make the
same statement it is stored once, with two pieces of evidence, so that unchanged facts
do not pile up.

See decisions 0001 and 0005.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import IntEnum
from typing import Any, ClassVar, NamedTuple

from tracker.domain.reference.institution import InstitutionRef


class Tier(IntEnum):
    """How far a kind of source is trusted about an activity; 1 is the best.

    A less trusted source (a larger number) may raise a question about the statement of
    a more trusted one. It never overwrites that statement.
    """

    PROVIDER_ROLL = 1
    SCHOOL_CENSUS = 2
    ADVISER = 3
    LEAVING_NOTICE = 4
    OFFER_ACCEPTED = 5
    SELF_REPORT = 6
    THIRD_PARTY = 7

    @property
    def title(self) -> str:
        return TIER_TITLES[self]

    @property
    def verifies(self) -> bool:
        """Whether evidence of this tier confirms an activity for the return."""
        return self <= Tier.LEAVING_NOTICE


TIER_TITLES = {
    Tier.PROVIDER_ROLL: "the provider's own list",
    Tier.SCHOOL_CENSUS: "the school census",
    Tier.ADVISER: "an adviser's contact",
    Tier.LEAVING_NOTICE: "a leaving notice",
    Tier.OFFER_ACCEPTED: "an offer, application or transfer file",
    Tier.SELF_REPORT: "the young person's own answer",
    Tier.THIRD_PARTY: "a third party",
}


@dataclass(frozen=True, slots=True)
class Doing:
    """An activity of a young person, with its place and its days.

    ``activity`` is a code of ``domain.reference.activity``. It is None where the source
    gives only the institution; then the kind of institution and ``part_time`` decide.
    ``ends`` is the last day of an activity that has ended, ``expected_end`` the planned
    one. ``ascertained`` is the day on which the source first found out, where it gives
    one. ``gone_by`` means that they had left by ``ends`` at the latest: it ends the
    claims of other sources and claims no day itself.
    """

    kind: ClassVar[str] = "activity"
    activity: str | None
    at: InstitutionRef | None = None
    starts: date | None = None
    ends: date | None = None
    expected_end: date | None = None
    review: date | None = None
    neet_since: date | None = None
    ascertained: date | None = None
    part_time: bool | None = None  # None where the source does not say
    gone_by: bool | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A September Guarantee status of ``year`` 11 or 12, or an application for a place.

    An application of year 13 is for a university, and is no part of the guarantee.

    ``status`` is the code of a status that a source gives as a whole. An application
    has none: it has a ``stage`` (a code of ``codes.APPLICATION_STAGES``), and the
    status follows from all of them (``domain.history.guarantee``).
    """

    kind: ClassVar[str] = "offer"
    year: int
    status: str | None = None
    authority: str | None = None
    at: InstitutionRef | None = None
    course: str | None = None
    stage: str | None = None
    applied: date | None = None


@dataclass(frozen=True, slots=True)
class Intention:
    """What a Year 11 pupil plans to do next, as an intended destination code.

    ``applied`` is whether they have applied for the place, None where no source says.
    """

    kind: ClassVar[str] = "intention"
    destination: str
    at: InstitutionRef | None = None
    course: str | None = None
    applied: bool | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail of a person, under one subject.

    ``values`` are sorted (name, text) pairs without empty ones;
    ``domain.history.details.detail_statements.detail`` makes it.
    """

    kind: ClassVar[str] = "detail"
    about: str
    values: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        for key, text in self.values:
            if key == name:
                return text
        return None


Statement = Doing | Offer | Intention | Detail


def restricting(answer: Detail) -> InstitutionRef | None:
    """The institution that a ``restriction`` is about, or None."""
    ref = InstitutionRef(
        urn=answer.get("urn"),
        laestab=answer.get("laestab"),
        ukprn=answer.get("ukprn"),
        name=answer.get("provider"),
    )
    return None if ref == InstitutionRef() else ref


@dataclass(frozen=True, slots=True)
class Source:
    """The origin of a statement: the feed or officer, and the line of the file.

    ``passed_on_by`` is the authority that passed it on with a young person's history;
    the source is then the one that it had there.
    """

    tier: Tier
    name: str  # "school census", or the officer who typed it
    file: str | None = None
    line: int | None = None
    batch: int | None = None
    passed_on_by: str | None = None


# A tuple, like positions and members: folding an authority makes millions of them.
class Evidence(NamedTuple):
    """One statement by one source, as at a day, and the moment we recorded it."""

    statement: Statement
    source: Source
    as_at: date
    recorded_at: datetime
    withdrawn_at: datetime | None = None

    def known(self, moment: datetime | None) -> bool:
        """Whether it counted at that moment; None means now."""
        if moment is None:
            return self.withdrawn_at is None
        return self.recorded_at <= moment and (
            self.withdrawn_at is None or self.withdrawn_at > moment
        )

    @property
    def tie_break(self) -> float:
        """A sort key for equally good evidence of the same day: the smallest counts.

        An adviser who writes twice on one day corrects the first entry. It is the same
        for all files, because the order in which files are applied must not matter.
        """
        return 0.0 if self.source.batch is not None else -self.recorded_at.timestamp()

    @property
    def later_list(self) -> tuple[str, int, int]:
        """A sort key for lists of choices of the same day: the smallest counts.

        A school that sends a second list on one day corrects the first. So of two lists
        of a kind the one received later counts, in whatever order they are applied.
        Those that another authority passed on together came there line by line.
        """
        passed = self.source.line if self.source.passed_on_by is not None else None
        return self.source.name, -(self.source.batch or 0), -(passed or 0)


_FIELDS = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (Doing, Offer, Intention)
}


def as_json(statement: Statement) -> dict[str, Any]:
    """The statement as plain JSON without empty parts; ``from_json`` reads it back."""
    if isinstance(statement, Detail):
        return {"kind": "detail", "about": statement.about, **dict(statement.values)}
    found: dict[str, Any] = {"kind": statement.kind}
    for name in _FIELDS[type(statement)]:
        value = getattr(statement, name)
        if value is None:
            continue
        if isinstance(value, InstitutionRef):
            value = {
                number: text
                for number in ("urn", "laestab", "ukprn", "name")
                if (text := getattr(value, number)) is not None
            }
        elif isinstance(value, date):
            value = value.isoformat()
        found[name] = value
    return found


_DATES = ("starts", "ends", "expected_end", "review", "neet_since", "ascertained")
_APPLIED = "applied"


def from_json(stored: Mapping[str, Any]) -> Statement:
    """The statement that ``as_json`` wrote."""
    values = dict(stored)
    kind = values.pop("kind")
    if kind == "detail":
        about = values.pop("about")
        return Detail(about, tuple(sorted(values.items())))
    at = values.pop("at", None)
    where = InstitutionRef(**at) if at is not None else None
    if kind == "activity":
        for name in _DATES:
            if name in values:
                values[name] = date.fromisoformat(values[name])
        values.setdefault("activity", None)
        return Doing(at=where, **values)
    if kind == "offer":
        if _APPLIED in values:
            values[_APPLIED] = date.fromisoformat(values[_APPLIED])
        return Offer(at=where, **values)
    return Intention(at=where, **values)
