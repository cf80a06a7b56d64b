"""The cohort status in each month's return. Everybody here is invented."""

from datetime import date

import pytest

from tracker.domain.history.details.detail_folds import Departure
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.members import cohort_status, guarantee_year, in_scope
from tracker.domain.history.person import Identity
from tracker.domain.reference.academic_year import Period


def known(
    *, send: bool = False, left: str | None = None, on: str | None = None
) -> Particulars:
    departure = Departure(left, None, date.fromisoformat(on)) if left and on else None
    return Particulars(Identity(), send=send, departure=departure)


def statuses(
    born: str,
    *,
    send: bool = False,
    plan_ends: str | None = None,
    left: str | None = None,
    on: str | None = None,
    known_from: str = "2000-01",
    listed: bool = False,
    merged_on: str | None = None,
    first: str,
    last: str,
) -> dict[str, str | None]:
    """The status month by month: a letter, or None where they are not in the return.

    ``plan_ends`` is the last month with a plan, ``known_from`` the first month with
    evidence.
    """

    def at(month: Period) -> Particulars:
        has_plan = send and (plan_ends is None or month.iso <= plan_ends)
        return known(send=has_plan, left=left, on=on)

    month, found = Period.parse(first), {}
    while month <= Period.parse(last):
        known_before = month.previous.iso >= known_from
        found[month.iso] = cohort_status(
            born=date.fromisoformat(born),
            period_end=month.end,
            now=at(month),
            before=at(month.previous) if known_before else None,
            on_guarantee_list=listed,
            merged_on=date.fromisoformat(merged_on) if merged_on else None,
        )
        month = month.next
    return found


def row(found: dict[str, str | None]) -> str:
    """The statuses in a row, with a dot for a month outside the return."""
    return "".join(status or "." for status in found.values())


@pytest.mark.law("N-07")
@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2010-08-31", ".PP"),  # the youngest of Year 11 in 2025/26
        ("2009-09-01", ".PP"),  # the oldest
        ("2010-09-01", "..."),  # a day too young
        ("2009-08-31", "PPP"),  # a year ahead
    ],
)
def test_year_11_enters_in_september(born: str, expected: str) -> None:
    assert row(statuses(born, first="2025-08", last="2025-10")) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2008-08-31", "PA."),  # was 17 on 31 August 2025
        ("2007-09-01", "PA."),
        ("2008-09-01", "PPP"),  # 17 on 31 August 2026
        ("2007-08-31", "..."),  # left the year before
    ],
)
def test_a_member_past_the_age_leaves_once_in_september(
    born: str, expected: str
) -> None:
    assert row(statuses(born, first="2026-08", last="2026-10")) == expected


@pytest.mark.law("N-07", "L-15")
@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2008-08-31", "PPP"),  # 18: the plan keeps them
        ("2002-09-01", "PPP"),  # 23, and 24 in a year
        ("2001-09-01", "PPP"),  # 24 in September 2026
        ("2001-08-31", "PA."),  # 25
        ("2000-08-31", "..."),
    ],
)
def test_a_plan_keeps_them_until_24(born: str, expected: str) -> None:
    found = statuses(born, send=True, first="2026-08", last="2026-10")
    assert row(found) == expected


def test_a_plan_that_ends_after_18_ends_membership_once() -> None:
    found = statuses(
        "2005-03-10", send=True, plan_ends="2026-11", first="2026-10", last="2027-01"
    )
    assert row(found) == "PPL."


def test_a_plan_that_ends_at_16_changes_nothing() -> None:
    found = statuses(
        "2010-03-10", send=True, plan_ends="2026-11", first="2026-10", last="2027-01"
    )
    assert row(found) == "PPPP"


def test_a_plan_that_ends_at_18_makes_them_too_old() -> None:
    found = statuses(
        "2008-03-10", send=True, plan_ends="2026-08", first="2026-08", last="2026-10"
    )
    assert row(found) == "PA."


@pytest.mark.parametrize("left", ["T", "E", "D"])
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-10-31", "PT.."),  # the last day of the month is of that month
        ("2026-11-01", "PPT."),
        ("2026-11-30", "PPT."),
    ],
)
def test_a_move_or_death_is_returned_once_in_its_month(
    left: str, on: str, expected: str
) -> None:
    found = statuses("2010-03-10", left=left, on=on, first="2026-09", last="2026-12")
    assert row(found) == expected.replace("T", left)


def test_a_departure_before_year_11_is_not_returned() -> None:
    found = statuses(
        *("2010-03-10",), left="T", on="2025-03-15", first="2025-08", last="2025-11"
    )
    assert row(found) == "...."


def test_a_person_known_only_by_a_departure_is_not_returned() -> None:
    found = statuses(
        "2010-03-10",
        left="T",
        on="2026-10-31",
        known_from="2026-10",
        first="2026-10",
        last="2026-11",
    )
    assert row(found) == ".."


def test_a_person_first_known_this_month_is_a_member_at_once() -> None:
    found = statuses(
        "2010-03-10", known_from="2026-10", first="2026-10", last="2026-11"
    )
    assert row(found) == "PP"


@pytest.mark.parametrize(
    ("merged_on", "expected"),
    [("2026-10-31", ".M.."), ("2026-11-01", "..M."), ("2026-11-30", "..M.")],
)
def test_a_duplicate_is_returned_once_in_the_month_it_was_found(
    merged_on: str, expected: str
) -> None:
    found = statuses("2010-03-10", merged_on=merged_on, first="2026-09", last="2026-12")
    assert row(found) == expected


def test_a_duplicate_that_was_never_returned_is_not_returned_now() -> None:
    child = statuses(
        "2014-03-10", merged_on="2026-10-09", first="2026-10", last="2026-10"
    )
    newcomer = statuses(
        "2010-03-10",
        merged_on="2026-10-09",
        known_from="2026-10",
        first="2026-10",
        last="2026-10",
    )
    assert row(child) == row(newcomer) == "."


@pytest.mark.parametrize(
    ("left", "on", "expected"),
    [
        # May to December 2026
        ("T", "2026-07-15", "PPGGGG.."),
        ("E", "2026-05-31", "GGGGGG.."),
        ("D", "2026-07-15", "PPD....."),
        ("T", "2026-11-15", "PPPPPPT."),
        # a leaver from before the list is not on it
        ("T", "2026-04-30", "........"),
    ],
)
def test_the_guarantee_list_keeps_leavers_until_october_unless_they_died(
    left: str, on: str, expected: str
) -> None:
    found = statuses(
        "2010-03-10", left=left, on=on, listed=True, first="2026-05", last="2026-12"
    )
    assert row(found) == expected


@pytest.mark.law("N-07", "L-10")
@pytest.mark.parametrize(
    ("age", "send", "expected"),
    [
        *[(14, False, False), (14, True, False)],
        *[(15, False, True), (16, False, True), (17, False, True)],
        *[(18, False, False), (18, True, True), (24, True, True), (25, True, False)],
    ],
)
def test_the_academic_ages_in_the_return(age: int, send: bool, expected: bool) -> None:
    assert in_scope(age, send=send) is expected


@pytest.mark.parametrize(
    ("month", "node"),
    [
        # born in March 2010: Year 11 in 2025/26, 12 in 2026/27, 13 in 2027/28
        *[("2025-10", None), ("2026-03", None), ("2026-04", 11), ("2026-08", 11)],
        *[("2026-09", 11), ("2027-03", 11), ("2027-04", 12), ("2027-08", 12)],
        *[("2027-09", 12), ("2028-03", 12), ("2028-04", None), ("2028-09", None)],
    ],
)
def test_the_node_of_the_guarantee_by_month(month: str, node: int | None) -> None:
    assert guarantee_year(date(2010, 3, 10), Period.parse(month).end) == node
