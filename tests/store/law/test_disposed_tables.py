"""Every table with personal data says what becomes of its rows after the last day."""

import pytest

from tracker import store
from tracker.domain.law.data_dictionary import lines
from tracker.domain.law.disposal.disposed_tables import NONE, OF_PEOPLE, TABLES, Then
from tracker.extensions import db
from tracker.store.database import rights
from tracker.store.law.disposals import old_cases, removal

#: Columns that hold the number of a record.
NAMING = ("person_id", "person", "other", "survivor")
KEPT_LIST = {"disposal_people"}


def personal() -> set[str]:
    return {line.column.split(".")[0] for line in lines()} & set(db.metadata.tables)


@pytest.mark.law("N-20", "D-04")
def test_every_table_with_personal_data_has_a_line() -> None:
    assert store.tables.HEAD
    assert personal() - {each.table for each in TABLES} == set()


@pytest.mark.law("D-04")
def test_every_table_that_names_a_record_loses_its_rows() -> None:
    naming = {
        table.name
        for table in db.metadata.sorted_tables
        if any(
            each.name in NAMING
            or any(key.target_fullname == "people.id" for key in each.foreign_keys)
            for each in table.columns
        )
    }
    assert naming - {each.table for each in OF_PEOPLE} - KEPT_LIST == set()


def test_a_table_stands_once_and_is_there() -> None:
    names = [each.table for each in TABLES]
    assert len(set(names)) == len(names)
    assert set(names) <= set(db.metadata.tables) | {"audit"}
    for each in TABLES:
        assert (each.rows == NONE) == (each.then is Then.KEPT)
        assert bool(each.label) == (each.then is not Then.KEPT)


def test_a_row_is_removed_before_the_row_that_it_points_to() -> None:
    gone = [each for each in OF_PEOPLE if each.then is Then.DELETED]
    order = {each.table: place for place, each in enumerate(gone)}
    for each in gone:
        for key in db.metadata.tables[each.table].foreign_keys:
            other = key.column.table.name
            if other in order and other != each.table:
                assert order[each.table] < order[other], (each.table, other)


@pytest.mark.parametrize("table", OF_PEOPLE, ids=lambda each: each.table)
def test_the_application_may_do_what_the_line_says(table) -> None:
    (given,) = [each for each in rights.tables() if each.table == table.table]
    needed = "delete" if table.then is Then.DELETED else "update"
    assert needed in given.application
    if table.rows != "left empty":
        assert "ANY(" in removal.condition(table)


@pytest.mark.law("D-04")
def test_everything_that_points_to_a_case_goes_with_it() -> None:
    statements = dict(old_cases.of_case())
    going = list(statements)
    assert {"case_people", "objections", "subject_copies"} <= set(going)
    assert going.index("copy_redactions") < going.index("subject_copies")
    assert statements["legal_holds"].startswith("UPDATE")
    may = {each.table: each.application for each in rights.tables()}
    for table, statement in statements.items():
        assert statement.split()[0].lower() in may[table]
