"""Who owes what in the ledger: the place, adviser or team that fills each gap.

The ledger gives each gap one owner: the school that they leave, the college that
should have seen them, or the adviser whose caseload they are in. Where the ledger does
not know the place, the data team finds it; where no adviser has the young person, a
team leader hands them over.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from tracker.domain.year.ledger_steps import STEPS, Name, Owner


class Kind(StrEnum):
    SCHOOL = "school"
    COLLEGE = "college"
    ADVISER = "adviser"
    LEADER = "team leader"
    DATA_TEAM = "data team"


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who fills a gap: ``key`` is that of the school or college, the number of an
    adviser, and "" for a team.
    """

    kind: Kind
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The debtor of an address, as ``str`` writes it; None for other words."""
        kind, _, key = text.partition(":")
        if kind not in tuple(Kind) or (kind in _TEAMS) is bool(key):
            return None
        made = cls(Kind(kind), key)
        return made if str(made) == text else None

    @property
    def owners(self) -> tuple[Owner, ...]:
        """The owners whose gaps may be this debtor's, as ``Gap.debtor`` says."""
        return _OWNERS[self.kind]


_TEAMS = (Kind.LEADER, Kind.DATA_TEAM)
_OWNERS = {
    Kind.SCHOOL: (Owner.SCHOOL,),
    Kind.COLLEGE: (Owner.COLLEGE,),
    Kind.ADVISER: (Owner.ADVISER,),
    Kind.LEADER: (Owner.ADVISER,),
    Kind.DATA_TEAM: (Owner.SCHOOL, Owner.COLLEGE),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap of the ledger, with all the young people who have the same one.

    ``institution`` is the key of the place that they leave, ``place`` that of the step
    itself, ``adviser`` the number of the user whose caseload they are in.
    """

    step: Name
    owner: Owner
    institution: str | None
    place: str | None
    adviser: int | None
    people: Sequence[int]

    @property
    def debtor(self) -> Debtor:
        if self.owner is Owner.ADVISER:
            if self.adviser is None:
                return Debtor(Kind.LEADER)
            return Debtor(Kind.ADVISER, str(self.adviser))
        if self.owner is Owner.SCHOOL:
            kind, key = Kind.SCHOOL, self.institution
        else:
            kind, key = Kind.COLLEGE, self.place
        return Debtor(kind, key) if key else Debtor(Kind.DATA_TEAM)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one debtor owes: the number of gaps by step, in the order of the steps."""

    debtor: Debtor
    steps: dict[Name, int]

    @property
    def gaps(self) -> int:
        return sum(self.steps.values())

    @property
    def words(self) -> dict[Name, str]:
        """The gaps of each step in words: of who left, or of who was not seen."""
        return {each: words_of(each, self.debtor.kind) for each in self.steps}

    def oldest(self, left: int) -> date:
        """The day on which the first of these steps was due."""
        return min(STEPS[each].due(left) for each in self.steps)


def by_debtor(gaps: Iterable[Gap], *, steps: Collection[Name] = ()) -> list[Owed]:
    """What everybody owes, the most first, then the order of kinds and keys.

    ``steps`` narrows it; who owes nothing of them is not in it.
    """
    found: dict[Debtor, dict[Name, int]] = {}
    for gap in gaps:
        if gap.people and (not steps or gap.step in steps):
            of = found.setdefault(gap.debtor, {})
            of[gap.step] = of.get(gap.step, 0) + len(gap.people)
    made = [
        Owed(debtor, {name: of[name] for name in STEPS if name in of})
        for debtor, of in found.items()
    ]
    order = tuple(Kind).index
    return sorted(made, key=lambda it: (-it.gaps, order(it.debtor.kind), it.debtor.key))


def words_of(step: Name, kind: Kind) -> str:
    """The gap of a step in words, as a kind of debtor has it.

    An adviser's is of those who left. A college's is of those who are there on record
    and have not been seen, and so is that of the data team, which finds the college.
    """
    unseen = kind in (Kind.COLLEGE, Kind.DATA_TEAM) and STEPS[step].unseen
    return unseen or STEPS[step].lost


def people_of(gaps: Iterable[Gap], holds: Callable[[Gap], bool]) -> list[int]:
    """The young people of the gaps for which ``holds`` is true."""
    return [person for gap in gaps if holds(gap) for person in gap.people]
