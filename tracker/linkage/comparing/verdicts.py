"""The possible decisions on a row: matched, doubtful or unknown, with reasons."""

from dataclasses import dataclass

MOST_CANDIDATES = 5  # a reviewer cannot compare more than these side by side


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person the row may be about, the probability (0 to 1), and the reasons."""

    person: int
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """The row is about this person; ``level`` names the rule that decided it.

    ``error`` is the probability that it is about another person after all, and
    ``others`` are the other candidates that were weighed.
    """

    person: int
    level: str
    score: float
    reasons: tuple[str, ...]
    error: float = 0.0
    others: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A reviewer has to decide. The likeliest candidate comes first.

    There may be no candidate: rows of one batch may contradict each other about a new
    person. Then ``earlier`` has the indexes of the rows that this one contradicts; the
    reader of the file knows their lines.
    """

    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A person who is not on record; ``same_as`` is an earlier row about them.

    ``shares`` names what this row and that one have in common.
    """

    reasons: tuple[str, ...]
    same_as: int | None = None
    shares: str = ""


Decision = Matched | Doubtful | Unknown


def ranked(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """The likeliest first; equals in the order of their number, never at random."""
    in_order = sorted(candidates, key=lambda one: (-one.score, one.person))
    return tuple(in_order[:MOST_CANDIDATES])
