"""The definition of the Splink model: its comparisons and its blocking.

The comparisons are the levels of ``comparisons.py``, written with Splink's portable
level builders, so that the same settings run on DuckDB here and on Spark over many
authorities. The weights come from ``weights.json`` (see ``training.py``). Nothing here
depends on an engine: ``scoring.py`` runs the model on DuckDB in this process.

See decisions 0012 and 0014.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.linkage.comparing.comparisons import (
    ONE_LETTER_FROM,
    SIMILAR_FROM,
    Level,
    Prepared,
)

if TYPE_CHECKING:
    from splink import SettingsCreator
    from splink.internals.comparison_level_creator import ComparisonLevelCreator

WEIGHTS = Path(__file__).with_name("weights.json")

_NOT_COMPARED = frozenset({"births", "temporary_upns", "ypids", "marks"})
# The columns of a record that the comparisons read: texts, and sets of texts.
COLUMNS = {
    column: kind
    for column, kind in Prepared.__annotations__.items()
    if column not in _NOT_COMPARED
}


@cache
def weights() -> dict[str, Any]:
    """The result of training: its version and method, and m and u of each level."""
    read: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return read


def comparisons() -> dict[str, list[tuple[Level, "ComparisonLevelCreator"]]]:
    """The levels of each field in Splink's terms, from the closest to the loosest."""
    from splink import ColumnExpression
    from splink import comparison_level_library as cll

    def one_letter(name: str) -> "ComparisonLevelCreator":
        long_enough = cll.CustomLevel(
            f"length({name}_l) >= {ONE_LETTER_FROM} "
            f"and length({name}_r) >= {ONE_LETTER_FROM}"
        )
        return cll.And(long_enough, cll.DamerauLevenshteinLevel(name, 1))

    crossed = "given_l = family_r {} family_l = given_r"

    def name(column: str, before: Sequence[Any], after: Sequence[Any]) -> list[Any]:
        return [
            (Level.MISSING, cll.NullLevel(column)),
            (
                Level.SAME,
                cll.ExactMatchLevel(column).configure(tf_adjustment_column=column),
            ),
            (Level.KNOWN, cll.ArrayIntersectLevel(f"{column}_names")),
            (Level.SWAPPED, cll.CustomLevel(crossed.format("and"))),
            (Level.CROSSED, cll.CustomLevel(crossed.format("or"))),
            *before,
            (Level.PART, cll.ArraySubsetLevel(f"{column}_parts")),
            *after,
            (Level.ONE_LETTER, one_letter(column)),
            (Level.SIMILAR, cll.JaroWinklerLevel(column, SIMILAR_FROM)),
            (Level.DIFFERENT, cll.ElseLevel()),
        ]

    def exact(column: str, *between: Any) -> list[Any]:
        return [
            (Level.MISSING, cll.NullLevel(column)),
            (Level.SAME, cll.ExactMatchLevel(column)),
            *between,
            (Level.DIFFERENT, cll.ElseLevel()),
        ]

    short_form = (Level.SHORT_FORM, cll.ArrayIntersectLevel("given_links"))
    middle_used = (Level.MIDDLE, cll.ArraySubsetLevel("all_given_parts"))
    initial = (
        Level.INITIAL,
        cll.CustomLevel(
            "substr(given_l, 1, 1) = substr(given_r, 1, 1) "
            "and (length(given_l) = 1 or length(given_r) = 1)"
        ),
    )
    middle_initial = cll.ExactMatchLevel(ColumnExpression("middle").substr(1, 1))
    return {
        "given": name("given", [short_form], [middle_used, initial]),
        "family": name("family", [], []),
        "middle": exact("middle", (Level.INITIAL, middle_initial)),
        "born": exact(
            "born",
            (Level.SWAPPED, cll.ExactMatchLevel("born_unordered")),
            (Level.ONE_DIGIT, cll.LevenshteinLevel("born", 1)),
        ),
        "sex": exact("sex"),
        "postcode": exact(
            "postcode", (Level.DISTRICT, cll.ExactMatchLevel("district"))
        ),
        "upn": [
            (Level.MISSING, cll.NullLevel("upns")),
            (Level.SAME, cll.ArrayIntersectLevel("upns")),
            (Level.DIFFERENT, cll.ElseLevel()),
        ],
        "uln": exact("uln"),
    }


def settings(
    link_type: str,
    people: int,
    trained: Mapping[str, Any] | None = None,
    *,
    keep_levels: bool = False,
) -> "SettingsCreator":
    """The model for Splink, on any of its engines.

    Pairs are compared when they share one of the ``keys`` that ``blocking.py`` gives to
    each record. ``people`` is the size of the population: the more people there are,
    the more often two of them agree by chance. ``trained`` defaults to ``weights.json``
    and is an empty mapping while training. With ``keep_levels`` the predictions include
    the level of each comparison (``gamma_given`` and so on).
    """
    from splink import SettingsCreator, block_on
    from splink.internals.comparison_library import CustomComparison

    known = weights() if trained is None else trained
    built = []
    for field, levels in comparisons().items():
        for level, creator in levels:
            weight = known.get("comparisons", {}).get(field, {}).get(level.value)
            if weight:
                creator.configure(m_probability=weight["m"], u_probability=weight["u"])
            creator.configure(label_for_charts=level.value)
        built.append(
            CustomComparison(
                output_column_name=field,
                comparison_levels=[creator for _, creator in levels],
            )
        )
    return SettingsCreator(
        link_type=link_type,  # type: ignore[arg-type]
        comparisons=built,  # type: ignore[arg-type]
        blocking_rules_to_generate_predictions=[
            block_on("keys", arrays_to_explode=["keys"])
        ],
        probability_two_random_records_match=0.5 / max(people, 1_000),
        retain_matching_columns=keep_levels,
        retain_intermediate_calculation_columns=keep_levels,
    )
