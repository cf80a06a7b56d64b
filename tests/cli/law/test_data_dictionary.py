"""flask dictionary, as CSV, Markdown and JSON."""

import csv

from tracker.domain.law.data_dictionary import lines


def test_the_data_dictionary_has_every_column_in_each_format(flask, as_json) -> None:
    listed = list(csv.DictReader(flask("dictionary").out.splitlines()))
    assert [each["column"] for each in listed] == [line.column for line in lines()]
    assert as_json("dictionary") == listed
    table = flask("dictionary", "--markdown").out.splitlines()
    assert len(table) == len(listed) + 2
    assert {row.count("|") for row in table} == {len(listed[0]) + 1}


def test_a_detail_has_its_fold_and_its_readers(as_json) -> None:
    by_column = {each["column"]: each for each in as_json("dictionary")}
    need = by_column["people.details.level_of_need"]
    assert need["label"] == "Level of need"
    assert need["value"] == "the newest"
    assert need["seen by"] == "see people"
    assert need["retention"] == "to be decided"
    assert by_column["people.sealed_names"]["seen by"] == "seal identity"
