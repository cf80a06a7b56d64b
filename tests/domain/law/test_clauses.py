"""Clauses of notice and law, and what a run of the tests shows of them."""

import re
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.law.clauses import CLAUSES, Clause, State, read_run

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "specification"
NOW = Clause("D-05", "Access by the subject", None, "")
LATER = Clause("O12", "Data warehouse", date(2026, 11, 28), "0200")


@pytest.mark.parametrize(
    ("clause", "outcomes", "state"),
    [
        (NOW, [], State.NOT_SHOWN),
        (NOW, ["passed"], State.SHOWN),
        (NOW, ["passed", "failed"], State.FAILED),
        # A test that is left out shows nothing.
        (NOW, ["passed", "skipped"], State.FAILED),
        (LATER, [], State.POSTPONED),
        (LATER, ["passed"], State.SHOWN),
        (LATER, ["failed"], State.FAILED),
    ],
)
def test_the_state_of_a_clause(
    clause: Clause, outcomes: list[str], state: State
) -> None:
    assert clause.state(outcomes) is state


def test_every_clause_is_a_heading_of_the_specification() -> None:
    headings = {
        tuple(line.removeprefix("### ").split(" ", 1))
        for page in ("law.md", "feeds.md")
        for line in (PAGES / page).read_text("utf-8").splitlines()
        if line.startswith("### ")
    }
    of_clauses = {each for each in headings if re.match(r"[NLDO]-?\d", each[0])}
    assert {(each.id, each.title) for each in CLAUSES} == of_clauses
    assert len({each.id for each in CLAUSES}) == len(CLAUSES)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {},
        {"commit": "a", "changed": False, "at": "now", "clauses": []},
        {"commit": "a", "changed": False, "at": "now", "clauses": {"D-01": ["x"]}},
        {"commit": "a", "changed": False, "at": 1, "clauses": {}},
        {"commit": "a", "changed": False, "at": "now", "clauses": {"D-01": {"x": 1}}},
    ],
)
def test_another_file_is_not_read_as_results(stored: object) -> None:
    with pytest.raises(ValueError, match="not a results file"):
        read_run(stored)


def test_a_postponed_clause_has_a_day_and_a_decision() -> None:
    decisions = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("0*.md")}
    for each in CLAUSES:
        assert (each.postponed_on is None) == (each.decision == ""), each.id
        assert each.decision in {"", *decisions}, each.id
