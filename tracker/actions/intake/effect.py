"""The effect of a batch: lines by outcome, people by change, and what is unusual."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tracker.actions.intake.receive import TOLD_EVERY
from tracker.actions.work.tasks import Say
from tracker.domain.history.evidence import (
    Doing,
    Evidence,
    Intention,
    Offer,
    Statement,
)
from tracker.domain.history.membership import Folded
from tracker.domain.history.position import Position
from tracker.domain.reference.codes import APPLICATION_STAGES


@dataclass(slots=True)
class Effect:
    """The effect of applying a batch: its lines by outcome, its people by change."""

    outcomes: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    raised: dict[str, int] = field(default_factory=dict)
    opened: int = 0  # work items
    alarms: list[str] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)  # restrictions, in sentences
    #: What its lines bring of what comes next: offers, applications, plans, and for how
    #: many ``people``.
    brings: dict[str, int] = field(default_factory=dict)
    automatic: int = 0
    expected_wrong: float = 0.0
    people: frozenset[int] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """The effect as a task stores it and a command prints it: without people."""
        return {name: of for name, of in asdict(self).items() if name != "people"}


def brought(
    stated: Iterable[tuple[int, Sequence[Statement]]],
) -> dict[str, int]:
    """How many offers, applications, statuses and plans some lines bring, given as
    (person, statements), and for how many ``people``. Empty where they bring none.
    """
    counted, people = Counter[str](), set[int]()
    for person, statements in stated:
        for kind in filter(None, map(_kind, statements)):
            counted[kind] += 1
            people.add(person)
    return {**counted, "people": len(people)} if people else {}


def _kind(statement: Statement) -> str | None:
    """What a statement is of what comes next, None for any other."""
    if isinstance(statement, Intention):
        return "plan"
    if not isinstance(statement, Offer):
        return None
    if statement.stage is None:
        return "status"
    return "offer" if APPLICATION_STAGES[statement.stage].offer else "application"


class Watch:
    """Follows each person as they are folded: their position, the lines that a better
    source overrules, and questions about names, dates of birth or sex.
    """

    def __init__(self, batch_id: int, *, out_of: int, say: Say) -> None:
        self.batch_id = batch_id
        self.out_of = out_of
        self.say = say
        self.people: set[int] = set()
        self.positions: dict[int, Position] = {}
        self.conflicting: set[int] = set()
        self.losing: set[tuple[str | None, int | None]] = set()
        self.questioned: set[int] = set()

    def note(self, person: int, folded: Folded | None) -> None:
        """Notes a person as folded, or None if no evidence about them is left."""
        if len(self.people) % TOLD_EVERY == 0:
            self.say("Working out where everybody is.", len(self.people), self.out_of)
        self.people.add(person)
        if folded is None:
            return
        for member in folded.members:
            self.positions[person] = member.position
        for question in folded.known.questions:
            for batch, file, line in question.lines:
                if batch == self.batch_id:
                    self.questioned.add(person)
                    if not question.changed:
                        self.losing.add((file, line))
        if not any(spell.questioned for spell in folded.spells):
            return
        for item in folded.evidence:
            source = item.source
            if source.batch != self.batch_id or not isinstance(item.statement, Doing):
                continue
            if _overruled(item, item.statement, folded):
                self.conflicting.add(person)
                self.losing.add((source.file, source.line))


def _overruled(item: Evidence, doing: Doing, folded: Folded) -> bool:
    """Whether another source decides the day for which a statement vouches, or has
    them there after the last one that it gives.
    """
    if doing.ends is not None and not item.source.tier.verifies:
        # A better source has them there after the end that it gives.
        for spell in folded.spells:
            ended = spell.ends is not None and spell.ends <= doing.ends
            if spell.questioned and any(item is each for each in spell.evidence):
                return not ended
    if doing.gone_by:
        return False  # it vouches for no day
    starts = doing.starts or doing.ends or item.as_at
    reach = max(item.as_at, starts)
    if doing.ends is not None:
        reach = max(min(doing.ends, reach), starts)
    return not any(
        spell.covers(reach) and any(item is each for each in spell.evidence)
        for spell in folded.spells
    )
