"""Every table and column is declared for a person's own copy, or the reason why not."""

from collections import Counter

import pytest

from tracker import store
from tracker.domain.law.data_dictionary import lines
from tracker.domain.law.subject_copy.copied_tables import (
    COLUMNS,
    LOOKS,
    TABLES,
    Form,
    columns_of,
)
from tracker.extensions import db

PRINTED = [each for each in TABLES.values() if not each.why_none]
#: Handlings of columns that are about staff: a copy shows the role alone.
ABOUT_STAFF = {"staff", "staff actions", "secrets"}


def columns() -> dict[str, set[str]]:
    assert store.tables.HEAD  # the tables are known once the store is imported
    return {
        table.name: {column.name for column in table.columns}
        for table in db.metadata.sorted_tables
    }


@pytest.mark.law("D-05")
def test_every_table_is_printed_or_says_why_none_of_its_rows_are_about_a_person() -> (
    None
):
    where = "add it to tracker/domain/law/subject_copy/copied_tables.csv"
    assert set(columns()) == set(TABLES), where


@pytest.mark.law("D-05")
def test_every_column_of_a_printed_table_is_declared_once() -> None:
    declared = Counter((each.table, each.name) for each in COLUMNS)
    there = {(each.name, column) for each in PRINTED for column in columns()[each.name]}
    assert set(declared) == there, "add it to copied_columns.csv"
    assert set(declared.values()) == {1}


@pytest.mark.law("D-05")
def test_no_table_with_personal_data_is_left_out_unless_it_is_about_staff() -> None:
    left_out = {each.name for each in TABLES.values() if each.why_none}
    personal = {
        line.column.partition(".")[0]
        for line in lines()
        if line.handling.name not in ABOUT_STAFF
    }
    assert personal & left_out == {
        "kept_forms",
        # The documents themselves are given beside the copy, which lists them.
        "document_contents",
        "subject_copies",
        "copy_redactions",
    }


@pytest.mark.parametrize("table", PRINTED, ids=lambda each: each.name)
def test_the_columns_that_find_and_name_rows_are_there(table) -> None:
    there = columns()
    by = {each.removesuffix("*") for each in table.by}
    assert by <= there[table.name] | {LOOKS}
    assert set(table.title) <= there[table.name]
    for name, column in table.through:
        assert column in there[name] and not TABLES[name].why_none


def test_labels_of_a_table_are_different_and_a_key_is_never_printed() -> None:
    for table in PRINTED:
        labels = [
            each.label for each in columns_of(table.name) if each.form is not Form.KEY
        ]
        assert len(set(labels)) == len(labels), table.name
