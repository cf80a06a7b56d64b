"""The turn of the year: how 1 September counts each young person, beside today.

Both days are members of the ordinary fold (``domain.history.membership``); here they
are only compared. Everybody is counted as readers see them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Self

from tracker.domain.figures import flags
from tracker.domain.figures.breakdowns import EVERY
from tracker.domain.figures.measures import HEADLINES, NOT_SHOWN, Figure, MeasureSet
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.guarantee import YEARS, applications, offers_of
from tracker.domain.history.members import Member
from tracker.domain.history.stays import Resolve
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import (
    DUTY_AGES,
    YEAR_11,
    YEAR_12,
    AcademicYear,
)

#: Those of the academic age before, and after the last that a plan keeps in the return.
AGES = range(YEAR_11 - 1, DUTY_AGES[-1] + 1)


class Move(StrEnum):
    """What the new academic year does to a young person of the return."""

    INTO_RETURN = "into-return"
    INTO_COHORT = "into-cohort"
    UP = "up"
    WITH_PLAN = "with-plan"
    LEAVES = "leaves"


_MOVES = {
    Move.INTO_RETURN: "Year 10 to 11: come into the return",
    Move.INTO_COHORT: "Year 11 to 12: come into the figures",
    Move.UP: "Year 12 to 13: stay in the figures",
    Move.WITH_PLAN: "Past Year 13 with an EHC plan: stay in the return",
}
#: The group of everybody who is in the figures of 1 September.
COHORT = "cohort"


class Standing(StrEnum):
    """How someone of the figures or with a plan counts on the morning of the day.

    ``OUTSIDE`` are those in no figure: at school until 16, in custody, not
    shown, or no longer in the return.
    """

    PARTICIPATING = "participating"
    OTHER = "other"
    NEET = "neet"
    NOT_KNOWN = "not-known"
    OUTSIDE = "outside"


class Since(StrEnum):
    """When someone who is not known on the day became so; NEVER for all others."""

    TODAY = "already"
    SUMMER = "in-summer"
    TURN = "on-the-day"
    NEVER = ""


class Kind(NamedTuple):
    """What is counted of one young person."""

    move: str
    standing: Standing
    since: Since
    place: str


def _stands(standing: Standing) -> Callable[[Kind], bool]:
    return lambda kind: kind.standing is standing


def _became(since: Since) -> Callable[[Kind], bool]:
    return lambda kind: kind.since is since


#: The parts of a line, each with those who count in it.
PARTS: Mapping[str, Callable[[Kind], bool]] = {
    "all": lambda kind: True,
    "in-figures": lambda kind: kind.standing is not Standing.OUTSIDE,
    **{each.value: _stands(each) for each in Standing},
    **{each.value: _became(each) for each in Since if each is not Since.NEVER},
    "new": lambda kind: kind.since in (Since.SUMMER, Since.TURN),
}
#: By what the lines of a table differ: by move, or of the cohort by place.
MOVE, PLACE = "move", "place"


def groups_of(kind: Kind) -> set[tuple[str, str]]:
    """Every (MOVE or PLACE, group of its lines) that a kind is in.

    Only those of the cohort are in one by PLACE.
    """
    groups = {(MOVE, EVERY), (MOVE, str(kind.move))}
    of_cohort = kind.move in (Move.INTO_COHORT, Move.UP)
    if of_cohort and kind.standing is not Standing.OUTSIDE:
        groups |= {(MOVE, COHORT), (PLACE, EVERY), (PLACE, kind.place)}
    return groups


def is_in(kind: Kind, by: str, group: str) -> bool:
    """Whether a kind is in a group of lines by MOVE or by PLACE (the cohort alone)."""
    return (by, group) in groups_of(kind)


def title_of_move(move: str) -> str:
    """The words of a group by MOVE."""
    kind, _, status = move.partition("-")
    if move == EVERY:
        return "All who are in the return today or on 1 September"
    if move == COHORT:
        return "Aged 16 and 17"
    if kind != Move.LEAVES:
        return _MOVES[Move(move)]
    if status not in codes.COHORT_STATUSES:
        return "Leave the return before 1 September"
    return f"Leave the return: {codes.COHORT_STATUSES[status].title.lower()}"


@dataclass(frozen=True, slots=True)
class Turn:
    """One young person today (``before``) and on 1 September (``after``).

    ``place`` is the key of the institution whose list would show where they are.
    """

    before: Member
    after: Member
    place: str

    @property
    def kind(self) -> Kind | None:
        """What is counted of them; None for those in the return on neither day."""
        move = _move(self.before, self.after)
        if move is None:
            return None
        standing = _standing(self.after)
        return Kind(move, standing, self._since(standing), self.place)

    def _since(self, standing: Standing) -> Since:
        if standing is not Standing.NOT_KNOWN:
            return Since.NEVER
        if self.before.position.is_not_known:
            return Since.TODAY
        after = self.after
        is_of_day = after.position.counts_since >= after.as_of
        return Since.TURN if is_of_day else Since.SUMMER


def _move(before: Member, after: Member) -> str | None:
    if after.status == codes.PRIMARY:
        if after.academic_age not in DUTY_AGES:
            is_young = after.academic_age < YEAR_12
            return Move.INTO_RETURN if is_young else Move.WITH_PLAN
        return Move.INTO_COHORT if after.academic_age == YEAR_12 else Move.UP
    if before.status == codes.PRIMARY:
        return f"{Move.LEAVES}-{after.status or ''}"
    return None


def _standing(member: Member) -> Standing:
    doing = member.position.activity
    if (
        member.status != codes.PRIMARY
        or member.academic_age < YEAR_12
        or not (doing.in_denominator or doing.is_compulsory)
    ):
        return Standing.OUTSIDE
    if flags.is_not_known(member):
        return Standing.NOT_KNOWN
    if flags.is_neet(member):
        return Standing.NEET
    return Standing.PARTICIPATING if flags.participates(member) else Standing.OTHER


def place_of(before: Member, evidence: Iterable[Evidence], resolve: Resolve) -> str:
    """The institution (key) whose list would show where someone is on 1 September.

    For Year 11 it is the place of their best live application, which they are expected
    at. For the others, and where no application names a place, it is where they are
    today or were last; "" for those at no place. Of the evidence only offers are read.
    """
    if before.academic_age == YEAR_11:
        offers = [
            (offer, item)
            for offer, item in offers_of(evidence)
            if offer.year == YEARS[0] and item.as_at <= before.as_of
        ]
        for each in applications(offers, resolve=resolve):
            if each.stage.live and each.place is not None:
                return each.place
    return before.position.institution or ""


_MEASURES = MeasureSet((*HEADLINES, NOT_SHOWN))


@dataclass(frozen=True, slots=True)
class Turned:
    """What the turn of the year does to an authority, in numbers.

    ``before`` and ``after`` are the headline figures of the two days, and last those
    who are in none of them because their activity is not shown.
    """

    on: date
    day: date
    kinds: Mapping[Kind, int]
    before: Sequence[Figure]
    after: Sequence[Figure]
    #: The people by (part, MOVE or PLACE, group).
    _counted: Counter[tuple[str, str, str]] = field(
        default_factory=Counter, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        # At once: a page asks for each part of some hundred lines.
        for kind, people in self.kinds.items():
            parts = [part for part, holds in PARTS.items() if holds(kind)]
            for by, group in groups_of(kind):
                for part in parts:
                    self._counted[part, by, group] += people

    @classmethod
    def of(cls, on: date, turns: Iterable[Turn]) -> Self:
        """The numbers of young people as known on a day."""
        kinds: Counter[Kind] = Counter()
        before: Counter[int] = Counter()
        after: Counter[int] = Counter()
        for turn in turns:
            before[_MEASURES.answers(turn.before)] += 1
            after[_MEASURES.answers(turn.after)] += 1
            if (kind := turn.kind) is not None:
                kinds[kind] += 1
        return cls(
            on,
            turn_after(on),
            kinds,
            _MEASURES.figures(before.items()),
            _MEASURES.figures(after.items()),
        )

    def count(self, part: str, by: str, group: str) -> int:
        """The number of a part of a line: as many as its list has."""
        return self._counted[part, by, group]

    def parts(self, by: str, group: str) -> dict[str, int]:
        """Every part of a line, by name."""
        return {part: self.count(part, by, group) for part in PARTS}

    def moves(self) -> list[str]:
        """The groups by MOVE that have someone: up the years, and then the leavers."""
        order = [each.value for each in Move]
        found = {str(kind.move) for kind in self.kinds}
        return sorted(
            found, key=lambda m: (m not in order, m not in order or order.index(m), m)
        )

    def places(self) -> list[str]:
        """The places where someone becomes not known; where most do comes first."""
        new: Counter[str] = Counter()
        for kind, people in self.kinds.items():
            if PARTS["new"](kind) and is_in(kind, PLACE, EVERY):
                new[kind.place] += people
        return sorted(new, key=lambda place: (not place, -new[place], place))

    def as_json(self) -> dict[str, Any]:
        """The numbers as JSON takes them; ``from_json`` reads them again."""
        return {
            "on": self.on.isoformat(),
            "kinds": [[*kind, people] for kind, people in sorted(self.kinds.items())],
            "before": [[int(each.count), int(each.of)] for each in self.before],
            "after": [[int(each.count), int(each.of)] for each in self.after],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        on = date.fromisoformat(stored["on"])
        kinds = {
            Kind(move, Standing(standing), Since(since), place): people
            for move, standing, since, place, people in stored["kinds"]
        }
        before, after = (
            [
                Figure(each.name, each.title, count, of)
                for each, (count, of) in zip(_SHOWN, stored[name], strict=True)
            ]
            for name in ("before", "after")
        )
        return cls(on, turn_after(on), kinds, before, after)


_SHOWN = (*HEADLINES, NOT_SHOWN)


def turn_after(on: date) -> date:
    """The 1 September that comes next after a day."""
    return AcademicYear.of(on).next.starts
