"""How many namesakes a list has: strangers with the name and birthday of a person.

A row with a number can show a namesake: the name and birthday of a person on record,
another home and another number. A row without a number cannot show one, so the rate
found on the rows with a number is used for the other rows too. Not every such row is a
namesake: a person with a rare name may have got a second number or a wrong one. By
chance, people with common names have namesakes; mistakes happen with all names alike.
So the frequency of the names separates the two.
"""

from collections.abc import Iterable

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Prepared
from tracker.linkage.decisions.chances import Chances
from tracker.linkage.decisions.moved_rate import of_namesakes
from tracker.linkage.population.known_records import Population

#: The weight of the usual rate, as a number of namesakes already expected.
_BELIEVED = 0.03
_ROUNDS = 50


def namesake_rate(
    opened: Iterable[tuple[Identity, Prepared]],
    population: Population,
    chances: Chances,
) -> float:
    """The number of namesakes on a list, as a multiple of what chance would give.

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
        agreements = of_namesakes(row, prepared, population)
        if any(one.has_moved and one.has_another_number for one in agreements):
            found.append(likely)
    if not found:
        return usual
    rate, mistaken = usual, chances.number_differs
    for _ in range(_ROUNDS):
        by_chance = sum(rate * each / (rate * each + mistaken) for each in found)
        rate = (by_chance + usual * _BELIEVED) / (expected + _BELIEVED)
        mistaken = (len(found) - by_chance + chances.number_differs) / numbered
    return max(rate, usual)
