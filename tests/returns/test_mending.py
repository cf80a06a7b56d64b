"""Every issue of the return has a place where it is mended."""

import csv
from pathlib import Path

import pytest

from tracker.domain.history.details.entering import FORMS
from tracker.returns import mending
from tracker.returns.mending import PAGES, place_of
from tracker.returns.rules.years import RULESETS

RULES = sorted(
    {
        (rule.number, field)
        for rules in RULESETS.values()
        for rule in rules
        for field in (rule.field, rule.date_field)
        if field is not None
    }
)


@pytest.mark.parametrize(("rule", "field"), RULES)
def test_every_rule_of_every_year_is_mended_somewhere(rule, field) -> None:
    assert place_of(rule, field) in (*FORMS, *PAGES)


def test_the_table_has_no_line_that_no_rule_needs() -> None:
    fields, numbers = {field for _, field in RULES}, {number for number, _ in RULES}
    lines = csv.DictReader(
        Path(mending.__file__).with_suffix(".csv").read_text().splitlines()
    )
    for line in lines:
        assert line["field"] in fields, line
        assert not line["rule"] or (line["rule"], line["field"]) in RULES, line
        assert not line["rule"] or line["rule"] in numbers


@pytest.mark.parametrize(
    ("rule", "field", "place"),
    [
        ("31", "AddressLine1", "address"),
        ("32", "Postcode", "address"),
        ("8", "DOB", "born"),
        ("40", "SENDFlag", "support"),
        ("259", "PredictedEndDate", "still"),
        ("902", "YoungPersonsID", "duplicates"),
        ("908", "GivenName", "duplicates"),
        ("2", "GivenName", "name"),
    ],
)
def test_a_rule_leads_to_what_it_wants(rule, field, place) -> None:
    assert (rule, field) in RULES
    assert place_of(rule, field) == place


def test_an_unknown_field_has_no_place() -> None:
    with pytest.raises(KeyError):
        place_of("31", "Shoe size")
