"""The official statistical neighbours: the ten authorities most like each one.

They are those of May 2025, and apply until an administrator chooses others
(``domain.settings``). A few are authorities that have since been replaced, or for which
DfE publishes no figures. A page that compares with them gives a note.

Source: Department for Education, Local Authority Interactive Tool, statistical
neighbours of May 2025; Open Government Licence.

See decision 0075.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path

from tracker.domain.reference import tables

#: The year of the list supplied with the service.
OFFICIAL_YEAR = 2025
OFFICIAL_TITLE = f"Official neighbours of {OFFICIAL_YEAR}"


@cache
def _official() -> dict[str, tuple[str, ...]]:
    beside = Path(__file__).with_name(f"official_neighbours_{OFFICIAL_YEAR}.csv")
    ranked: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in tables.read(beside, dict):
        ranked[row["authority"]].append((int(row["rank"]), row["neighbour"]))
    return {
        authority: tuple(code for _, code in sorted(some))
        for authority, some in ranked.items()
    }


def official(authority: str) -> tuple[str, ...]:
    """The neighbours of an authority, the nearest first; none for an unknown code."""
    return _official().get(authority, ())
