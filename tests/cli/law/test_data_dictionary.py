"""flask dictionary, as CSV, Markdown and JSON."""

import csv

import pytest

from tracker.domain.law.data_dictionary import lines
from tracker.feeds import stored_columns


def test_the_data_dictionary_has_every_column_in_each_format(flask, as_json) -> None:
    listed = list(csv.DictReader(flask("dictionary").out.splitlines()))
    every = [*lines(), *stored_columns.lines()]
    assert [each["column"] for each in listed] == [line.column for line in every]
    assert as_json("dictionary") == listed
    table = flask("dictionary", "--markdown").out.splitlines()
    assert len(table) == len(listed) + 2
    assert {row.count("|") for row in table} == {len(listed[0]) + 1}


@pytest.mark.law("D-01")
def test_a_column_has_its_basis_condition_tier_and_retention(flask, as_json) -> None:
    by_column = {each["column"]: each for each in as_json("dictionary")}
    need = by_column["people.details.level_of_need"]
    assert need["label"] == "Level of need"
    assert need["value"] == "the newest"
    assert need["seen by"] == "see people"
    assert need["condition"] == ""
    assert by_column["people.sealed_names"]["seen by"] == "seal identity"
    assert by_column["people.sealed_names"]["tier"] == "protected"
    ethnicity = by_column["staged_rows.raw.school-census.ethnicity"]
    assert ethnicity["lawful basis"] == (
        "UK GDPR article 6(1)(e): Education and Skills Act 2008, sections 12 and 68"
    )
    assert ethnicity["condition"] == (
        "UK GDPR article 9(2)(g); Data Protection Act 2018, schedule 1, paragraph 6. "
        "UK GDPR article 9(2)(g); Data Protection Act 2018, schedule 1, paragraph 8"
    )
    assert (ethnicity["tier"], ethnicity["retention row"]) == (
        *("special category", "record"),
    )
    assert ethnicity["retention"].endswith(
        "(proposed; the council's information asset owner confirms)"
    )
    assert "to be decided" not in flask("dictionary").out
