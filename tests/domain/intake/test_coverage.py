"""The files that senders owe, month by month. All senders are invented."""

from datetime import date

import pytest

from tracker.domain.intake.coverage import MONTHS_SHOWN, Sent, grid, months

ON = date(2026, 11, 24)


def test_thirteen_months_are_shown_and_this_one_is_the_last() -> None:
    shown = months(ON)
    assert len(shown) == MONTHS_SHOWN
    assert (shown[0].iso, shown[-1].iso) == ("2025-11", "2026-11")


#: (days of its files, students of ours, day), whether it owes a file, and is late
OWING = [
    ([], 5, ON, True, False),
    ([], 0, ON, False, False),
    ([date(2026, 11, 6)], 5, ON, False, False),
    ([date(2026, 10, 9)], 5, ON, True, False),
    ([date(2026, 10, 9)], 5, date(2026, 10, 30), False, False),
    ([date(2026, 9, 11)], 5, date(2026, 10, 30), True, True),
    ([], 5, date(2026, 8, 20), False, False),
]


@pytest.mark.parametrize(("days", "students", "on", "owes", "late"), OWING)
def test_a_sender_with_students_and_no_file_this_month_owes_one(
    days, students, on, owes, late
) -> None:
    sent = [Sent("urn:1", day, 1, 10, 9) for day in days] or [
        Sent("urn:1", date(2025, 12, 1), 1, 10, 9)
    ]
    (row,) = grid(sent, {"urn:1": students}, on)
    assert (row.owes is not None, row.late) == (owes, late)


def test_the_senders_that_owe_a_file_come_first_the_largest_before_others() -> None:
    sent = [Sent("urn:sent", date(2026, 11, 6), 1, 10, 10)]
    students = {"urn:sent": 90, "urn:few": 3, "urn:many": 30}
    rows = grid(sent, students, ON)
    assert [row.key for row in rows] == ["urn:many", "urn:few", "urn:sent"]


def test_a_month_sums_its_files() -> None:
    sent = [
        Sent("urn:1", date(2026, 11, 2), 5, 10, 10),
        Sent("urn:1", date(2026, 11, 20), 6, 10, 5),
    ]
    (row,) = grid(sent, {}, ON)
    cell = row.cells[-1]
    assert (cell.lines, cell.used, cell.percent) == (20, 15, 75)
    assert row.last == date(2026, 11, 20)


def test_a_report_that_nothing_changed_has_no_lines() -> None:
    (row,) = grid([Sent("urn:1", ON, None)], {"urn:1": 4}, ON)
    assert row.cells[-1].percent is None
    assert (row.cells[-1].lines, row.cells[-1].used) == (0, 0)
    assert row.owes is None


def test_the_files_of_a_month_come_by_day_and_those_of_a_day_by_number() -> None:
    days = {None: 20, 2: 20, 1: 20, 3: 2}
    sent = [Sent("urn:1", date(2026, 11, day), batch) for batch, day in days.items()]
    for files in (sent, sent[::-1]):
        (row,) = grid(files, {}, ON)
        assert [each.batch for each in row.cells[-1].sent] == [3, None, 1, 2]


def test_a_sender_without_students_of_ours_is_shown_for_its_files_alone() -> None:
    rows = grid([Sent("urn:1", ON, 1, 4, 3)], {"urn:2": 0, "urn:3": 1}, ON)
    assert [(row.key, row.students) for row in rows] == [("urn:3", 1), ("urn:1", 0)]


def test_a_file_is_owed_only_by_a_school_with_students_of_ours() -> None:
    shown = {
        row.key: {cell.month.iso: cell.owed for cell in row.cells}
        for row in grid([Sent("urn:1", ON, 1)], {"urn:2": 1}, ON)
    }
    assert set(shown["urn:1"].values()) == {False}
    assert [month for month, owed in shown["urn:2"].items() if not owed] == ["2026-08"]


def test_a_file_of_a_day_to_come_is_in_its_month_and_not_the_last() -> None:
    sent = [Sent("urn:1", date(2026, 11, 30), 1), Sent("urn:1", ON, 2)]
    (row,) = grid(sent, {}, ON)
    assert row.last == ON
    assert [each.batch for each in row.cells[-1].sent] == [2, 1]
    (ahead,) = grid(sent[:1], {}, ON)
    assert ahead.last is None


def test_files_of_one_day_are_in_the_order_of_their_batches() -> None:
    sent = [Sent("urn:1", ON, 5), Sent("urn:1", ON, 3), Sent("urn:1", ON, None)]
    (row,) = grid(sent, {}, ON)
    assert [each.batch for each in row.cells[-1].sent] == [None, 3, 5]


@pytest.mark.parametrize(
    ("on", "late"), [(date(2026, 10, 16), False), (date(2026, 10, 17), True)]
)
def test_a_file_is_late_on_the_day_after_its_friday(on: date, late: bool) -> None:
    (row,) = grid([], {"urn:1": 1}, on)
    assert row.owes is not None
    assert row.late is late


def test_a_late_sender_comes_before_a_larger_one_and_equal_ones_by_key() -> None:
    sent = [Sent("urn:9", date(2026, 10, 2), 1)]
    students = {"urn:2": 5, "urn:1": 5, "urn:9": 50}
    assert [row.key for row in grid(sent, students, date(2026, 10, 20))] == [
        *("urn:1", "urn:2", "urn:9")
    ]


@pytest.mark.parametrize(
    ("lines", "used", "percent"), [(3, 2, 67), (3, 1, 33), (200, 1, 0), (7, 7, 100)]
)
def test_the_percentage_of_lines_that_could_be_used(lines, used, percent) -> None:
    (row,) = grid([Sent("urn:1", ON, 1, lines, used)], {}, ON)
    assert row.cells[-1].percent == percent
    assert row.cells[-2].percent is None
    assert (row.cells[-2].lines, row.cells[-2].used) == (0, 0)
