"""What may be decided about a row: matched, doubtful or unknown, and why."""

from dataclasses import dataclass

MOST_CANDIDATES = 5  # more than a person can weigh side by side helps nobody


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody the row may be about, how likely that is (0 to 1), and why."""

    person: int
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """The row is about this person; ``level`` names the rule that was met.

    ``error`` is the chance that it is about somebody else after all, and ``others`` are
    those who were weighed beside the person.
    """

    person: int
    level: str
    score: float
    reasons: tuple[str, ...]
    error: float = 0.0
    others: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A person has to decide. The likeliest candidate comes first.

    There may be no candidate: rows of one batch that contradict each other about
    a new person. Then ``earlier`` are the indexes of the rows that this one
    contradicts; the reader of the file knows on which lines they stand.
    """

    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody in the population; ``same_as`` is an earlier row about the same person.

    ``shares`` says what this row and that one have in common.
    """

    reasons: tuple[str, ...]
    same_as: int | None = None
    shares: str = ""


Decision = Matched | Doubtful | Unknown


def ranked(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """The likeliest first; equals in the order of their number, so never by chance."""
    in_order = sorted(candidates, key=lambda one: (-one.score, one.person))
    return tuple(in_order[:MOST_CANDIDATES])
