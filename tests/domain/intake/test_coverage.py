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
    assert row.owes is None
