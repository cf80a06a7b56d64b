"""The share of people on a list who have moved, counted on its rows without a number.

Rows with a number say little about how often rows without one have a new address: on
three lists of another author they had one five times less often. A row without a number
that has the name and birthday of a person, and another home, is about that person, who
moved, or about a stranger of that name. The frequency of the name gives the number of
strangers; the rest have moved (expectation and maximisation).

See decision 0130.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Agreement, Level, Prepared, compare
from tracker.linkage.population.known_records import Population

#: The number of namesakes on record with which one row is compared.
MOST_COMPARED = 20
#: The model's weights count as much as this many rows of the list.
_MODEL_ROWS = 100.0
_ROUNDS = 30
_HOMES = (Level.SAME, Level.DISTRICT, Level.DIFFERENT)

Weights = Mapping[Level, tuple[float, float]]


@dataclass
class _Seen:
    """The rows without a number, by who on record has their name and birthday.

    ``at_home`` counts rows with such a person at the same home, ``unknown`` rows
    without such a person. ``moved`` are the rows with such people at other homes only:
    the closest level, the number of people, and the share of strangers with both.
    """

    at_home: int = 0
    unknown: int = 0
    moved: list[tuple[Level, int, float]] = field(default_factory=list)


def homes_without_number(
    usual: Weights,
    rows: Iterable[tuple[Identity, Prepared]],
    population: Population,
    by_chance: Callable[[Prepared], float],
    *,
    strangers: float,
) -> Weights:
    """The weights (m, u) of the levels of the home, for rows without a number.

    ``by_chance`` is the share of strangers with a row's name and birthday, ``usual``
    are the weights of the model, and ``strangers`` is the share of rows about strangers
    on an ordinary list.
    """
    seen = _seen(rows, population, by_chance)
    whole = seen.at_home + seen.unknown + len(seen.moved)
    share = (seen.unknown + strangers * _MODEL_ROWS) / (whole + _MODEL_ROWS)
    each = (1 - share) / max(len(population), 1)
    m = {level: usual[level][0] for level in _HOMES}
    for _ in range(_ROUNDS):
        found = {level: m_u[0] * _MODEL_ROWS for level, m_u in usual.items()}
        found[Level.SAME] += seen.at_home
        for level, people, chance in seen.moved:
            theirs = people * each * m[level]
            strangers_have = share * chance * usual[level][1]
            found[level] += theirs / (theirs + strangers_have)
        total = sum(found.values())
        m = {level: count / total for level, count in found.items()}
    return {level: (m.get(level, was), u) for level, (was, u) in usual.items()}


def of_namesakes(
    row: Identity, prepared: Prepared, population: Population
) -> Iterator[Agreement]:
    """The comparisons of a row with its namesakes on record."""
    for person in population.namesakes(row)[:MOST_COMPARED]:
        yield compare(prepared, population.prepared(person))


def _seen(
    rows: Iterable[tuple[Identity, Prepared]],
    population: Population,
    by_chance: Callable[[Prepared], float],
) -> _Seen:
    seen = _Seen()
    for row, prepared in rows:
        if prepared.upns or prepared.uln or not (prepared.born and prepared.postcode):
            continue
        agreements = list(of_namesakes(row, prepared, population))
        moved = [one.postcode for one in agreements if one.has_moved]
        if any(one.postcode is Level.SAME for one in agreements):
            seen.at_home += 1
        elif moved:
            closest = min(moved, key=_HOMES.index)
            seen.moved.append((closest, len(moved), by_chance(prepared)))
        elif not agreements:
            seen.unknown += 1
    return seen
