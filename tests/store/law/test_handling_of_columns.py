"""Every column of the database is in the data dictionary, or declared not personal."""

import pytest

from tracker import store
from tracker.access import ROLES, Permission
from tracker.domain.history.details.handling import HANDLINGS, Condition, Handling
from tracker.domain.law.conditions import REASONS
from tracker.domain.law.data_dictionary import lines, not_personal
from tracker.domain.law.retention import SCHEDULE
from tracker.extensions import db
from tracker.feeds import stored_columns

WORDS = {str(each) for each in Permission}


def personal() -> set[str]:
    """The columns with an entry; details that are stored together share theirs."""
    return {".".join(line.column.split(".")[:2]) for line in lines()}


def columns() -> set[str]:
    assert store.tables.HEAD  # the tables are known once the store is imported
    return {
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
    }


@pytest.mark.law("D-01")
def test_every_column_has_an_entry_or_is_declared_not_personal() -> None:
    missing = columns() - personal() - not_personal()
    assert missing == set(), "add them to tracker/domain/law/columns.csv"


def test_no_entry_is_about_a_column_that_is_not_there() -> None:
    assert personal() | not_personal() <= columns()


def test_no_column_is_both() -> None:
    assert personal() & not_personal() == set()


@pytest.mark.parametrize("handling", HANDLINGS.values(), ids=HANDLINGS)
def test_each_part_of_a_handling_is_known(handling: Handling) -> None:
    assert set(handling.seen_by + handling.changed_by) <= WORDS
    assert handling.retention in SCHEDULE
    assert set(handling.conditions) <= set(REASONS)


def test_every_row_of_the_schedule_and_every_condition_is_used() -> None:
    assert {each.retention for each in HANDLINGS.values()} == set(SCHEDULE)
    used = {each for handling in HANDLINGS.values() for each in handling.conditions}
    assert used == set(REASONS) == set(Condition)


def test_every_handling_is_used_and_each_of_its_words_is_of_some_role() -> None:
    every = [*lines(), *stored_columns.lines()]
    assert {line.handling.name for line in every} == set(HANDLINGS)
    held = {str(word) for role in ROLES.values() for word in role.permissions}
    for line in every:
        assert set(line.handling.seen_by + line.handling.changed_by) <= held


def test_each_line_says_what_it_is_and_stands_once() -> None:
    found = lines()
    assert all(line.label for line in found)
    by_column = [line.column for line in found if line.column != "people.ypids"]
    assert len(set(by_column)) == len(by_column)
