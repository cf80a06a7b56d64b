"""The people that one row may be about, each weighed against all other possibilities.

The row may be about another of these people, or about a person who is not on record: a
relative of one of them, or a stranger.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import prod

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Agreement, Level, Prepared, compare
from tracker.linkage.comparing.reasons import compared
from tracker.linkage.comparing.verdicts import Candidate
from tracker.linkage.decisions.chances import Chances
from tracker.linkage.population.known_records import Population

#: The least error of a match: the records themselves may be wrong.
LEAST_ERROR = 1e-7


@dataclass(frozen=True, slots=True)
class Weighed:
    """One person compared with a row.

    ``likelihood`` is how much likelier the row is theirs than a stranger's, without
    numbers; ``relative`` is how much likelier it is that of a relative who is not on
    record. ``by_number`` is how likely their row has this number, 1 for its owner.
    """

    person: int
    agreement: Agreement
    likelihood: float
    relative: float
    by_number: float = 1.0


@dataclass(frozen=True, slots=True)
class Balance:
    """The result of all chances: the share of each person; all others have the rest."""

    shares: Mapping[int, float]
    alone: Mapping[int, float]

    def error(self, person: int) -> float:
        """The chance that the row is not about this person."""
        return max(1 - self.shares[person], LEAST_ERROR)


def weigh(
    row: Prepared, person: int, population: Population, chances: Chances
) -> Weighed:
    """The comparison of one person on record with the row."""
    held = population.prepared(person)
    agreement = compare(row, held)
    return Weighed(
        person,
        agreement,
        chances.likelihood(row, held, agreement),
        chances.of_relative(row, held, agreement),
    )


def candidate(
    row: Identity,
    one: Weighed,
    balanced: Balance,
    population: Population,
    also: Collection[str] = (),
) -> Candidate:
    """One person with their share, and the reasons for a reviewer."""
    held = population.identity(one.person)
    reasons = compared(one.agreement, row, held, also)
    return Candidate(one.person, round(balanced.shares[one.person], 6), reasons)


def with_numbers(one: Weighed, chances: Chances) -> Weighed:
    """The person, weighed also by the numbers in which the row differs from theirs.

    The weight is the chance that a row of their own has another number.
    """
    differing = one.agreement.numbers(Level.DIFFERENT)
    by_number = prod(chances.own(kind.lower(), Level.DIFFERENT) for kind in differing)
    return replace(one, by_number=one.by_number * by_number)


def balance(
    weighed: list[Weighed],
    chances: Chances,
    *,
    of_number: float = 1.0,
    of_relative: float = 1.0,
    strangers: float | None = None,
) -> Balance:
    """Each person's share; ``alone`` is their share without the other people on record.

    ``of_number`` and ``of_relative`` are the chances that a stranger, and a relative
    who is not on record, has the row's number. ``strangers`` is their share of the
    list.
    """
    share = chances.strangers if strangers is None else strangers
    each = (1 - share) / chances.people
    weights = {one.person: each * one.likelihood * one.by_number for one in weighed}
    others = {
        one.person: each * one.likelihood * one.relative * of_relative
        + share * of_number
        for one in weighed
    }
    # A relative of two people on record is one person with a given name of their own.
    called_so = [
        one.person for one in weighed if one.agreement.given is not Level.DIFFERENT
    ]
    unheld = max((others[each] for each in called_so or others), default=share)
    whole = sum(weights.values()) + unheld
    return Balance(
        {person: weight / whole for person, weight in weights.items()},
        {
            person: weight / (weight + others[person])
            for person, weight in weights.items()
        },
    )
