"""Makes ``weights.json`` from invented pairs whose truth is known.

Run ``python -m tracker.linkage.model.training`` to make the file again; the same seed
gives the same weights. The probability of a level between two records of one person is
counted on true pairs, and between two people on random pairs.

See decision 0015.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Level, prepare
from tracker.linkage.model import scoring, splink_model
from tracker.linkage.model.invented_lists import (
    COLLEGE,
    NO_IDENTIFIERS,
    SCHOOL,
    Inventor,
)

SEED = 2026
PEOPLE = 20_000
VERSION = 1
# No level is impossible or certain: training sees only some thousands of pairs.
_FLOOR_M = 0.0002
_FLOOR_U = 0.000_001


def invented_pairs(
    people: int, seed: int
) -> tuple[list[Identity], list[tuple[int, Identity]]]:
    """People on record, and rows about them: (index of the person, the row)."""
    inventor = Inventor(seed)
    true = inventor.population(people, date(2005, 9, 1), 11)
    held = [inventor.held(one) for one in true]
    rows = [
        (number, inventor.listed(one, source, held[number].other_names))
        for number, one in enumerate(true)
        for source in (inventor.random.choice((SCHOOL, COLLEGE, NO_IDENTIFIERS)),)
    ]
    return held, rows


def train(
    held: Sequence[Identity], rows: Sequence[tuple[int, Identity]], seed: int
) -> dict[str, Any]:
    """The weights that Splink finds: {field: {level: {"m", "u"}}}."""
    records: list[tuple[int, Any, list[str]]] = [
        (number, prepare(one), []) for number, one in enumerate(held)
    ]
    records += [
        (len(held) + number, prepare(row), []) for number, (_, row) in enumerate(rows)
    ]
    person = [*range(len(held)), *(number for number, _ in rows)]
    with scoring.quiet_linker(
        records, None, len(held), trained={}, person=person
    ) as linker:
        linker.training.estimate_u_using_random_sampling(
            max_pairs=1e7, seed=seed, min_count_per_level=None
        )
        linker.training.estimate_m_from_label_column("person")
        found = linker.misc.save_model_to_json()
    return _levels(found)


def _levels(found: Mapping[str, Any]) -> dict[str, Any]:
    learned: dict[str, Any] = {}
    for comparison in found["comparisons"]:
        field = comparison["output_column_name"]
        learned[field] = {}
        for level in comparison["comparison_levels"]:
            if level.get("is_null_level"):
                continue
            name = Level(level["label_for_charts"]).value
            learned[field][name] = {
                "m": float(f"{max(level.get('m_probability') or 0, _FLOOR_M):.4g}"),
                "u": float(f"{max(level.get('u_probability') or 0, _FLOOR_U):.4g}"),
            }
    return learned


def make_weights(people: int = PEOPLE, seed: int = SEED) -> dict[str, Any]:
    """The whole content of ``weights.json``."""
    held, rows = invented_pairs(people, seed)
    return {
        "version": VERSION,
        "trained": {
            "on": "invented people only (tracker/linkage/model/invented_lists.py)",
            "people": people,
            "rows": len(rows),
            "seed": seed,
            "m": "counted among the true pairs",
            "u": "counted among random pairs",
        },
        "comparisons": train(held, rows, seed),
    }


def main() -> None:
    text = json.dumps(make_weights(), indent=2) + "\n"
    splink_model.WEIGHTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
