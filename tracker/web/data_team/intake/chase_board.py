"""The chase board: senders by how many young people their list would make known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import actions
from tracker.domain.figures.breakdowns import EVERYBODY
from tracker.domain.figures.measures import HEADLINES, Figure
from tracker.domain.intake.coverage import Sender
from tracker.web.guard import scope
from tracker.web.look.listing import Filter, Listing, Option
from tracker.web.management.chosen_day import counts_sealed

#: How many senders the bar names; all other senders together are one part of it.
NAMED = 2
LATE, DUE, SENT = "late", "due", "sent"
_STATES = {LATE: "List late", DUE: "List due", SENT: "Up to date"}
_MEASURES = tuple(
    each for each in HEADLINES if each.name in ("cohort_16_17", "not_known")
)


@dataclass(frozen=True, slots=True)
class Place:
    """A sender, and the young people aged 16 and 17 who are there or were there last.

    ``expected`` are all of them, ``outstanding`` those not known now, and ``points`` is
    by how much not known would fall if its list confirmed them. ``answered``: a list, a
    report or an answer of this week came from it.
    """

    name: str
    sender: Sender
    expected: int
    outstanding: int
    points: float
    answered: bool

    @property
    def confirmed(self) -> int:
        return self.expected - self.outstanding

    @property
    def state(self) -> str:
        if self.sender.owes is not None:
            return LATE if self.sender.late else DUE
        return SENT


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bar of those not known; ``start`` and ``width`` are in percent."""

    words: str
    people: int
    points: float
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Board:
    """The young people not known on a day, by the sender whose list may explain it."""

    day: date
    cohort: int
    not_known: int
    places: Sequence[Place]

    @property
    def by_lists(self) -> int:
        """Those not known who were last at one of the senders."""
        return sum(each.outstanding for each in self.places)

    @property
    def unexplained(self) -> int:
        """Those not known who can be expected on no sender's list."""
        return self.not_known - self.by_lists

    def share(self, people: int) -> float:
        return 100 * people / self.cohort if self.cohort else 0.0

    @property
    def expected_to_answer(self) -> list[Place]:
        """The places with students past Year 11, which answer each week."""
        return [each for each in self.places if each.sender.students]

    @property
    def silent(self) -> int:
        """How many of them have not answered this week."""
        return sum(not each.answered for each in self.expected_to_answer)

    @property
    def parts(self) -> list[Part]:
        """The senders with the greatest effect, the other senders, and the rest."""
        found = [each for each in self.places if each.outstanding]
        others = found[NAMED:]
        counted = [(each.name, each.outstanding) for each in found[:NAMED]]
        if others:
            words = "1 other" if len(others) == 1 else f"{len(others):,} others"
            counted.append((words, sum(each.outstanding for each in others)))
        counted.append(("No list will explain", self.unexplained))
        start, parts = 0.0, []
        for words, people in counted:
            width = 100 * people / self.not_known
            parts.append(Part(words, people, self.share(people), start, width))
            start += width
        return parts


def board(
    senders: Sequence[tuple[str, Sender]],
    day: date | None,
    *,
    monday: date,
    partly: Collection[str],
) -> Board | None:
    """The senders with students; the list that would change most comes first.

    ``partly`` are those (keys) that answered since ``monday`` about some students. None
    before the figures of a day are made.
    """
    found = (
        actions.figures.measured.by_day(
            [day],
            within=scope(),
            breakdowns=(EVERYBODY, "institution"),
            measures=_MEASURES,
            sealed=counts_sealed(),
        ).get(day, {})
        if day is not None
        else {}
    )
    if day is None or not found.get(EVERYBODY):
        return None
    cohort, not_known = _counts(next(iter(found[EVERYBODY].values())))
    of_place = found["institution"]
    places = []
    for name, sender in senders:
        expected, outstanding = _counts(of_place.get(sender.key, ()))
        if not (expected or sender.students):
            continue
        points = 100 * outstanding / cohort if cohort else 0.0
        answered = sender.key in partly or (sender.last or date.min) >= monday
        places.append(Place(name, sender, expected, outstanding, points, answered))
    places.sort(key=lambda one: -one.outstanding)
    return Board(day, cohort, not_known, places)


def _counts(figures: Sequence[Figure]) -> tuple[int, int]:
    cohort, not_known = (int(each.count) for each in figures) if figures else (0, 0)
    return cohort, not_known


def listing(shown: Board) -> Listing[Place]:
    """The board as its reader sorts and narrows it; the greatest effect first."""
    return Listing(
        shown.places,
        keys={
            "name": lambda one: one.name.casefold(),
            "confirmed": lambda one: one.expected,
            "list": lambda one: one.sender.last,
            "effect": lambda one: one.outstanding,
        },
        filters=(
            Filter(
                "list",
                "Their list",
                lambda one: [Option(one.state, _STATES[one.state])],
                anything="All places",
                ordered=tuple(_STATES),
            ),
        ),
        first="-effect",
    )
