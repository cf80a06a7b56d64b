"""The weights: counted on invented pairs, and handed to Splink as they are kept."""

import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tracker.linkage.comparing.comparisons import Agreement, Level, compare, prepare
from tracker.linkage.model import splink_model, training

PEOPLE, SEED = 120, 5


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return training.make_weights(PEOPLE, SEED)


def shares(pairs: list[Agreement]) -> dict[str, dict[str, float]]:
    """The share of each level of each field, where both records have the field."""
    found: dict[str, dict[str, float]] = {}
    for field in Agreement.__dataclass_fields__:
        counted = Counter(getattr(pair, field) for pair in pairs)
        del counted[Level.MISSING]
        whole = counted.total() or 1
        found[field] = {level.value: n / whole for level, n in counted.items()}
    return found


def test_m_is_counted_among_true_pairs_and_u_among_all_pairs(
    made: dict[str, Any],
) -> None:
    """Both to four figures, and none of them is impossible."""
    held, rows = training.invented_pairs(PEOPLE, SEED)
    ready = [prepare(one) for one in held]
    listed = [prepare(row) for _, row in rows]
    of = [number for number, _ in rows]
    true = shares([compare(ready[n], row) for n, row in zip(of, listed, strict=True)])
    every = shares([compare(a, b) for a, b in combinations([*ready, *listed], 2)])
    assert set(made["comparisons"]) == set(Agreement.__dataclass_fields__)
    for field, levels in made["comparisons"].items():
        for level, weight in levels.items():
            m = max(true[field].get(level, 0.0), 0.0002)
            u = max(every[field].get(level, 0.0), 0.000_001)
            assert weight == {
                "m": pytest.approx(m, rel=6e-4),
                "u": pytest.approx(u, rel=6e-4),
            }, (field, level)
            assert weight["m"] == float(f"{weight['m']:.4g}")
            assert weight["u"] == float(f"{weight['u']:.4g}")


def test_the_weights_say_what_they_were_counted_on(made: dict[str, Any]) -> None:
    assert made["version"] == 1
    assert made["trained"] == {
        "on": "invented people only (tracker/linkage/model/invented_lists.py)",
        "people": 120,
        "rows": 120,
        "seed": 5,
        "m": "counted among the true pairs",
        "u": "counted among random pairs",
    }


def test_the_command_writes_the_weights_of_the_kept_seed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (training.PEOPLE, training.SEED) == (20_000, 2026)
    monkeypatch.setattr(training, "make_weights", lambda: {"version": 1, "a": "é"})
    monkeypatch.setattr(splink_model, "WEIGHTS", tmp_path / "weights.json")
    training.main()
    text = (tmp_path / "weights.json").read_text("utf-8")
    assert json.loads(text) == {"version": 1, "a": "é"}
    assert text.startswith('{\n  "version": 1,\n')
    assert text.endswith("}\n")


#: The levels of each field as Splink gets them, from the closest to the loosest.
NAME = ["same", "another name they are known by", "swapped", "swapped in part"]
ENDS = ["one letter different", "similar", "different"]
LEVELS = {
    "given": [
        *("not given on both", *NAME, "short form of the name"),
        *("part of the longer name", "a middle name used as given name"),
        *("same initial", *ENDS),
    ],
    "family": ["not given on both", *NAME, "part of the longer name", *ENDS],
    "middle": ["not given on both", "same", "same initial", "different"],
    "born": [
        "not given on both",
        "same",
        "swapped",
        "one digit different",
        "different",
    ],
    "sex": ["not given on both", "same", "different"],
    "postcode": ["not given on both", "same", "same postcode district", "different"],
    "upn": ["not given on both", "same", "different"],
    "uln": ["not given on both", "same", "different"],
}


def test_splink_gets_the_levels_with_the_weights_that_are_kept() -> None:
    made = splink_model.settings("link_only", 5_000).create_settings_dict("duckdb")
    kept = json.loads(splink_model.WEIGHTS.read_text("utf-8"))["comparisons"]
    for comparison in made["comparisons"]:
        field = comparison["output_column_name"]
        levels = comparison["comparison_levels"]
        assert [each["label_for_charts"] for each in levels] == LEVELS[field]
        for each in levels[1:]:
            weight = kept[field][each["label_for_charts"]]
            assert each["m_probability"] == weight["m"]
            assert each["u_probability"] == weight["u"]
        assert levels[0]["is_null_level"]
        # Only the very name is weighed by how common it is.
        by_name = [each.get("tf_adjustment_column") for each in levels]
        named = field if field in ("given", "family") else None
        assert by_name == [None, named, *[None] * (len(levels) - 2)]


@pytest.mark.parametrize(
    ("people", "chance"),
    [(0, 0.0005), (999, 0.0005), (1_000, 0.0005), (1_001, 0.5 / 1_001), (5_000, 1e-4)],
)
def test_two_records_are_one_person_less_often_the_more_people_there_are(
    people: int, chance: float
) -> None:
    made = splink_model.settings("dedupe_only", people).create_settings_dict("duckdb")
    assert made["probability_two_random_records_match"] == pytest.approx(chance)
    assert made["link_type"] == "dedupe_only"
    [rule] = made["blocking_rules_to_generate_predictions"]
    assert rule["arrays_to_explode"] == ["keys"]


@pytest.mark.parametrize("kept", [True, False])
def test_the_levels_of_each_pair_are_kept_on_request(kept: bool) -> None:
    made = splink_model.settings(
        "link_only", 5_000, {}, keep_levels=kept
    ).create_settings_dict("duckdb")
    assert made["retain_matching_columns"] is kept
    assert made["retain_intermediate_calculation_columns"] is kept


def test_while_training_no_level_has_a_weight() -> None:
    made = splink_model.settings("dedupe_only", 5_000, {}).create_settings_dict(
        "duckdb"
    )
    for comparison in made["comparisons"]:
        for each in comparison["comparison_levels"]:
            assert each.get("m_probability") is None
            assert each.get("u_probability") is None
