"""The expected number of wrong matches is the true one, on hard lists."""

from dataclasses import dataclass

import pytest

from tests.linkage.model.hard_lists import hard_list
from tracker import linkage
from tracker.domain.settings import SETTINGS, Chosen
from tracker.linkage.decisions.matcher import (
    Doubtful,
    Matched,
    Population,
    Unknown,
    decide,
)


@dataclass
class Counted:
    """What came of lists; ``to_relative`` are rows given to the owner of a number that
    is a relative's."""

    rows: int = 0
    known: int = 0
    automatic: int = 0
    wrong: int = 0
    expected: float = 0.0
    doubtful: int = 0
    missed: int = 0
    to_relative: int = 0


def count(
    seeds: range,
    people: int,
    rows: int,
    share: float = linkage.decisions.error_budget.DEFAULT,
) -> Counted:
    """Decides one hard list a seed and adds up what came of them."""
    found = Counted()
    for seed in seeds:
        made = hard_list(seed, people, rows)
        population = Population(made.held)
        listed = [each.row for each in made.listed]
        decisions = decide(listed, population, budget=share)
        for each, decision in zip(made.listed, decisions, strict=True):
            found.rows += 1
            found.known += each.truth is not None
            found.doubtful += isinstance(decision, Doubtful)
            found.missed += isinstance(decision, Unknown) and each.truth is not None
            if isinstance(decision, Matched):
                found.automatic += 1
                found.expected += decision.error
                found.wrong += decision.person != each.truth
                copied = each.number_of is not None
                found.to_relative += copied and decision.person == each.number_of
    return found


def test_a_small_hard_list() -> None:
    """So few rows show only the order of magnitude."""
    found = count(range(3, 5), 4_000, 1_200)
    assert found.expected <= linkage.decisions.error_budget.DEFAULT * found.automatic
    assert found.wrong <= 2
    assert found.to_relative == 0
    assert found.doubtful <= 0.13 * found.rows
    assert found.missed <= 0.01 * found.known


@pytest.mark.long
def test_ten_seeds_of_hard_lists() -> None:
    found = count(range(1, 11), 30_000, 6_000)
    print(found)
    assert found.wrong <= 0.0005 * found.automatic
    assert found.wrong / 2 <= found.expected <= 2 * found.wrong
    assert found.to_relative == 0
    # One name in thirty is mistyped here, with any letter of the alphabet: of those two
    # in five might be a brother's or sister's, and wait.
    assert found.doubtful <= 0.125 * found.rows
    assert found.missed <= 0.01 * found.known


def test_the_budget_takes_the_surest_first() -> None:
    errors = [(0, 0.5), (1, 0.0001), (2, 0.0), (3, 0.003)]
    assert linkage.decisions.error_budget.within(errors, 1 / 1_000) == {1, 2}
    assert linkage.decisions.error_budget.within(errors, 1 / 900) == {1, 2, 3}
    assert linkage.decisions.error_budget.within([], 0.1) == set()


def test_with_a_budget_of_zero_no_likelihood_decides() -> None:
    """Numbers and exact particulars decide as many rows as with any budget."""
    made = hard_list(5, 2_000, 500)
    population = Population(made.held)
    rows = [each.row for each in made.listed]
    none, some = (decide(rows, population, budget=share) for share in (0.0, 0.01))
    levels = {each.level for each in none if isinstance(each, Matched)}
    assert levels and "scored" not in levels
    assert sum(isinstance(each, Matched) for each in none) > 200
    for without, with_some in zip(none, some, strict=True):
        if isinstance(with_some, Matched) and with_some.level == "scored":
            assert isinstance(without, Doubtful)
            assert without.candidates[0].person == with_some.person


def test_the_setting_may_be_zero_and_explains_its_effect() -> None:
    (setting,) = [one for one in SETTINGS if one.name == "wrong_matches"]
    assert setting.read("0") == 0
    assert Chosen(wrong_matches=0).budget == 0
    assert "With 0, nothing is matched by likelihood" in setting.description
