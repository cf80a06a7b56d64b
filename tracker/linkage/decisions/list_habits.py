"""The habits of one list, counted on the rows that a number identifies.

If a tenth of the rows with a number have a new address, the same is expected of the
rows without a number. The counts are blended with the weights of the model, so that a
short list, or one without numbers, is treated as an ordinary list.

See decision 0122.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from tracker.linkage.comparing.comparisons import (
    CLOSE_NAME,
    EXACT_NAME,
    Agreement,
    Level,
    Prepared,
    compare,
)
from tracker.linkage.population.known_records import Population

#: The model's weights count as much as this many rows of the list.
_MODEL_ROWS = 100.0

Weights = Mapping[str, Mapping[Level, tuple[float, float]]]


def as_listed(
    weights: Weights, rows: Iterable[Prepared], population: Population
) -> Weights:
    """The weights (m, u) of each level, with m as counted on this list's rows.

    Given name, family name and postcode are counted, each only on rows where the rest
    of name and birth agrees. A difference there is a change of the same person: the row
    is not about a relative.
    """
    counts: dict[str, Counter[Level]] = {
        field: Counter() for field in ("given", "family", "postcode")
    }
    for agreement in _of_numbers(rows, population):
        if agreement.born is not Level.SAME:
            continue
        given, family = agreement.given, agreement.family
        at_home = agreement.postcode is Level.SAME
        if family in EXACT_NAME and at_home and given in CLOSE_NAME:
            counts["given"][given] += 1
        if given in EXACT_NAME and family is not Level.MISSING and at_home:
            counts["family"][family] += 1
        if agreement.name_is_exact and agreement.postcode is not Level.MISSING:
            counts["postcode"][agreement.postcode] += 1
    return {
        field: _blended(levels, counts[field]) if field in counts else levels
        for field, levels in weights.items()
    }


def _blended(
    levels: Mapping[Level, tuple[float, float]], counted: Mapping[Level, int]
) -> dict[Level, tuple[float, float]]:
    whole = sum(counted.values()) + _MODEL_ROWS
    return {
        level: ((counted.get(level, 0) + _MODEL_ROWS * m) / whole, u)
        for level, (m, u) in levels.items()
    }


def _of_numbers(
    rows: Iterable[Prepared], population: Population
) -> Iterator[Agreement]:
    """The comparison of each numbered row with the one owner of its number."""
    for row in rows:
        owners = set(population.sharing("uln", row.uln))
        owners.update(*(population.sharing("upn", upn) for upn in row.upns))
        if len(owners) == 1:
            yield compare(row, population.prepared(owners.pop()))
