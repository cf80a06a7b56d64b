"""How many namesakes one list brings: strangers with the name and birthday of a person.

A row with a number shows it: the name and birthday of a person on record, another home
and another number. A row without a number cannot, so those with one are counted for
them. Not every one is a namesake: a bearer of a rare name may have been given a second
number or a wrong one. Chance makes namesakes of common names, mistakes are made of all
names alike, and so the two are told apart by how common the names are.
"""

from collections.abc import Iterable

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Agreement, Level, Prepared, compare
from tracker.linkage.decisions.chances import Chances
from tracker.linkage.decisions.moved_rate import MOST_COMPARED
from tracker.linkage.population.known_records import Population

#: The usual rate is believed as if so many namesakes had been expected before.
_BELIEVED = 0.03
_ROUNDS = 50


def has_another_number(agreement: Agreement) -> bool:
    return Level.DIFFERENT in (agreement.upn, agreement.uln)


def namesake_rate(
    opened: Iterable[tuple[Identity, Prepared]],
    population: Population,
    chances: Chances,
) -> float:
    """How many times as many namesakes a list brings as chance would have it.

    ``opened`` are its rows that no number decided.
    """
    usual = chances.rates.namesakes
    found: list[float] = []
    numbered = 0
    expected = 0.0
    for row, prepared in opened:
        if not (prepared.upns or prepared.uln):
            continue
        numbered += 1
        likely = chances.people * chances.of_namesake(prepared)
        expected += likely
        agreements = (
            compare(prepared, population.prepared(person))
            for person in population.namesakes(row)[:MOST_COMPARED]
        )
        if any(one.has_moved and has_another_number(one) for one in agreements):
            found.append(likely)
    if not found:
        return usual
    rate, mistaken = usual, chances.number_differs
    for _ in range(_ROUNDS):
        by_chance = sum(rate * each / (rate * each + mistaken) for each in found)
        rate = (by_chance + usual * _BELIEVED) / (expected + _BELIEVED)
        mistaken = (len(found) - by_chance + chances.number_differs) / numbered
    return max(rate, usual)
