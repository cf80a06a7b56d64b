"""The model and its weights: complete, kept in one place, portable, and learned."""

import json
import subprocess
import sys

import pytest

from tracker import linkage
from tracker.linkage.comparing.comparisons import Level


def test_every_level_has_a_weight_and_the_file_describes_its_training() -> None:
    kept = json.loads(linkage.model.splink_model.WEIGHTS.read_text(encoding="utf-8"))
    assert kept["version"] == linkage.model.training.VERSION
    assert kept["trained"]["seed"] == linkage.model.training.SEED
    assert "invented" in kept["trained"]["on"]
    assert {
        field: {level.value for level, _ in levels} - {Level.MISSING.value}
        for field, levels in linkage.model.splink_model.comparisons().items()
    } == {field: set(levels) for field, levels in kept["comparisons"].items()}


def test_agreement_counts_for_and_disagreement_against() -> None:
    learned = linkage.model.splink_model.weights()["comparisons"]
    for field, levels in learned.items():
        assert levels["same"]["m"] > levels["same"]["u"], field
        assert levels["different"]["m"] < levels["different"]["u"], field


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_both_engines_accept_the_same_settings(engine: str) -> None:
    made = linkage.model.splink_model.settings(
        "link_only", 1_000_000
    ).create_settings_dict(engine)
    assert [one["output_column_name"] for one in made["comparisons"]] == [
        *linkage.model.splink_model.comparisons()
    ]
    assert made["probability_two_random_records_match"] == 5e-7
    assert made["blocking_rules_to_generate_predictions"]


def test_the_same_seed_gives_the_same_weights() -> None:
    once, again = (
        linkage.model.training.make_weights(80, 3),
        linkage.model.training.make_weights(80, 3),
    )
    assert once == again
    assert (
        once["comparisons"] != linkage.model.training.make_weights(80, 4)["comparisons"]
    )


def test_splink_is_not_loaded_until_a_row_is_left_for_it() -> None:
    program = (
        "import sys\n"
        "from tracker.linkage.decisions.matcher import Population, decide\n"
        "from tracker.domain.history.person import Identity\n"
        "decide([Identity(given='Ann', family='Lee')], Population([]))\n"
        "print(sorted({'splink', 'duckdb', 'pandas', 'pyarrow'} & set(sys.modules)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
