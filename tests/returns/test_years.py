"""The rules and codes that apply to a month."""

from datetime import date

import pytest

from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.activity import TO_BE_CONFIRMED
from tracker.returns.rules.years import (
    RULESETS,
    newest_ruleset,
    ruleset_for,
    ruleset_named,
)


@pytest.mark.parametrize(
    ("year", "how_many"), [("2019-20", 82), ("2020-21", 83), ("2026-27", 86)]
)
def test_each_year_has_its_number_of_rules(year: str, how_many: int) -> None:
    assert len(RULESETS[year]) == how_many


def test_each_year_is_last_years_set_and_the_changes() -> None:
    numbers = {
        year: {rule.number for rule in rules} for year, rules in RULESETS.items()
    }
    assert numbers["2019-20"] - numbers["2020-21"] == {"301"}
    assert numbers["2020-21"] - numbers["2019-20"] == {"306", "909"}
    assert numbers["2020-21"] - numbers["2026-27"] == set()
    assert numbers["2026-27"] - numbers["2020-21"] == {"44", "45", "46"}


@pytest.mark.parametrize(
    ("period_end", "rules_of", "codes_of", "label"),
    [
        (date(2017, 1, 31), "2019-20", 2016, "2016-17, by the rules known to 2019-20"),
        (date(2020, 3, 31), "2019-20", 2019, "2019-20"),
        (date(2020, 4, 30), "2020-21", 2020, "2020-21"),
        (date(2025, 5, 31), "2020-21", 2025, "2025-26, by the rules known to 2020-21"),
        (date(2026, 3, 31), "2020-21", 2025, "2025-26, by the rules known to 2020-21"),
        (date(2026, 4, 30), "2026-27", 2026, f"2026-27, {TO_BE_CONFIRMED}"),
    ],
)
def test_the_period_chooses_the_year(
    period_end: date, rules_of: str, codes_of: int, label: str
) -> None:
    chosen = ruleset_for(period_end)
    assert (chosen.year, chosen.codes_of, chosen.label) == (rules_of, codes_of, label)


def test_a_year_to_come_has_the_newest_rules() -> None:
    chosen, newest = ruleset_for(date(2059, 1, 31)), newest_ruleset()
    assert (chosen.year, chosen.codes_of) == (newest.year, 2058)
    assert chosen.label == f"2058-59, by the rules known to {newest.year}"


def test_a_year_at_the_turn_of_a_century_is_named_by_both_its_years() -> None:
    assert ruleset_for(date(2100, 1, 31)).label.startswith("2099-00, ")
    assert ruleset_for(date(2109, 1, 31)).label.startswith("2108-09, ")


def test_a_year_is_named_as_text_or_as_an_academic_year() -> None:
    assert ruleset_named("2026-27") is RULESETS["2026-27"]
    assert ruleset_named("2020/21") is RULESETS["2020-21"]
    assert ruleset_named(AcademicYear(2019)) is RULESETS["2019-20"]


def test_an_invalid_year_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="'26-27' is not a year"):
        ruleset_named("26-27")


def test_a_rule_cannot_be_added_or_removed_twice() -> None:
    newest = RULESETS["2026-27"]
    with pytest.raises(ValueError, match="rule 1 is in the set already"):
        newest.with_(newest.rules[0])
    with pytest.raises(ValueError, match="rule 301 is not in the set"):
        newest.without("301")


def test_rules_are_in_the_order_of_their_numbers() -> None:
    for rules in RULESETS.values():
        numbers = [int(rule.number) for rule in rules]
        assert numbers == sorted(numbers)


def test_every_rule_has_a_sentence_and_a_field() -> None:
    for rule in RULESETS["2026-27"]:
        assert rule.sentence[0].isupper(), rule.number
        assert not rule.sentence.endswith("."), rule.number
        assert rule.field, rule.number
        assert rule.priority in (1, 2, 3, None), rule.number
