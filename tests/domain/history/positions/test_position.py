"""The position of a young person on a day. All people and places are invented."""

from datetime import date

import pytest

from tests.domain.statements import (
    ADVISER,
    CENSUS,
    NEIGHBOUR,
    ROLL,
    SELF,
    position,
    says,
)
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.position import Position, difference, position_on

#: In Year 11 in 2025/26, in Year 12 from September 2026.
BORN = "2010-03-10"
LAKE = says(ROLL, "230", "2026-09-05", "2026-09-18", "Lake")
SCHOOL = says(CENSUS, "110", "2021-09-03", "2026-05-21", "Hill")


def where(*evidence: Evidence, on: str, born: str = BORN) -> Position:
    return position(evidence, on, born)


@pytest.mark.parametrize(
    ("on", "code", "starts", "not_known"),
    [
        ("2026-08-31", "110", "2021-09-03", False),
        ("2026-09-01", "810", "2026-09-01", True),
        ("2026-10-31", "810", "2026-09-01", True),
    ],
)
def test_compulsory_education_ends_with_year_11_by_itself(
    on: str, code: str, starts: str, not_known: bool
) -> None:
    found = where(SCHOOL, on=on)
    assert found.activity.code == code
    assert str(found.starts) == starts
    assert found.is_not_known is not_known


@pytest.mark.parametrize(
    ("born", "on", "code"),
    [
        ("2010-08-31", "2026-09-01", "810"),  # the youngest of Year 11 in 2025/26
        ("2010-09-01", "2026-09-01", "110"),  # the oldest of the year below
        ("2010-09-01", "2027-08-31", "110"),
        ("2010-09-01", "2027-09-01", "810"),
    ],
)
def test_year_11_ends_by_the_birthday(born: str, on: str, code: str) -> None:
    seen = says(CENSUS, "110", "2021-09-03", "2026-09-01", "Hill")
    assert where(seen, on=on, born=born).activity.code == code


@pytest.mark.parametrize("on", ["2026-09-14", "2026-09-15", "2026-10-31"])
def test_a_year_11_pupil_past_the_age_is_not_known_and_has_no_future_dates(
    on: str,
) -> None:
    again = says(CENSUS, "110", "2026-09-14", "2026-10-01", "Hill")
    found = where(again, on=on)
    assert found.activity.code == "810"
    assert found.starts == date(2026, 9, 14)
    assert found.starts <= found.ascertained <= found.day


@pytest.mark.parametrize(
    ("on", "lapsed"),
    [("2027-08-31", False), ("2027-09-01", True), ("2027-10-31", True)],
)
def test_a_course_lapses_with_the_academic_year(on: str, lapsed: bool) -> None:
    found = where(LAKE, on=on)
    assert found.activity.code == "230"
    assert (found.lapsed, found.is_not_known) == (lapsed, lapsed)
    assert found.participates is not lapsed
    assert found.group == ("not known" if lapsed else "education")
    assert found.lapses == date(2027, 8, 31)
    assert found.counts_since == (date(2027, 9, 1) if lapsed else found.starts)


def test_a_list_in_september_renews_a_course() -> None:
    renewed = says(ROLL, "230", "2026-09-05", "2027-09-17", "Lake")
    eve = "2027-09-16"
    without_list, with_list = where(LAKE, on=eve), where(LAKE, renewed, on=eve)
    after = where(LAKE, renewed, on="2027-09-17")
    assert without_list.is_not_known
    # A student on the roll since last year was there the day before the list as well.
    assert not with_list.is_not_known and not after.is_not_known
    assert with_list.verified == date(2027, 9, 16)
    assert after.starts == date(2026, 9, 5)
    assert after.verified == date(2027, 9, 17)
    assert after.lapses == date(2028, 8, 31)


def test_after_an_end_they_are_not_known_from_the_next_day() -> None:
    left = says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake", ends="2026-10-10")
    last, next_day = where(left, on="2026-10-10"), where(left, on="2026-10-11")
    assert (last.activity.code, last.verified) == ("230", date(2026, 10, 10))
    assert next_day.activity.code == "810"
    assert next_day.starts == next_day.ascertained == date(2026, 10, 11)
    assert next_day.verified is None and next_day.institution is None


@pytest.mark.parametrize(
    ("on", "code", "starts", "lapses"),
    [
        ("2026-06-30", "150", "2026-05-20", "2026-08-31"),
        ("2026-09-30", "810", "2026-09-01", None),
    ],
)
def test_a_person_without_spells_is_not_known_under_the_code_of_their_age(
    on: str, code: str, starts: str, lapses: str | None
) -> None:
    found = position_on(
        (),
        date.fromisoformat(on),
        born=date.fromisoformat(BORN),
        since=date(2026, 5, 20),
    )
    assert found.activity.code == code
    assert str(found.starts) == starts
    assert str(found.lapses or "") == (lapses or "")


def test_before_the_first_spell_they_are_not_known() -> None:
    found = where(LAKE, on="2026-09-04")
    assert found.is_not_known and found.starts <= found.day


@pytest.mark.parametrize(
    ("on", "ascertained", "verified", "tier"),
    [
        # a day before the list: the roll vouches for it, because they had begun
        ("2026-09-10", "2026-09-10", "2026-09-10", ROLL),
        ("2026-09-18", "2026-09-18", "2026-09-18", ROLL),
        ("2026-10-20", "2026-09-18", "2026-10-18", ADVISER),
        # their own report confirms, but does not verify
        ("2026-11-20", "2026-09-18", "2026-10-18", SELF),
    ],
)
def test_ascertained_is_the_first_and_verified_the_last_confirmation_by_that_day(
    on: str, ascertained: str, verified: str | None, tier: object
) -> None:
    found = where(
        LAKE,
        says(ADVISER, "230", "2026-09-05", "2026-10-18", "Lake"),
        says(SELF, "230", "2026-09-05", "2026-11-18", "Lake"),
        on=on,
    )
    assert str(found.ascertained) == ascertained
    assert str(found.verified or "") == (verified or "")
    assert found.tier is tier


def test_a_list_made_before_the_first_day_ascertains_it_from_that_day() -> None:
    early = says(ROLL, "230", "2026-09-05", "2026-08-20", "Lake")
    found = where(early, on="2026-09-30")
    assert found.starts == found.ascertained == found.verified == date(2026, 9, 5)


def test_a_source_may_give_the_day_it_first_found_out() -> None:
    call = says(*(ADVISER, "619", "2026-09-02", "2026-10-20"), ascertained="2026-09-12")
    found = where(call, on="2026-10-31")
    assert found.ascertained == date(2026, 9, 12)
    assert found.verified == date(2026, 10, 20)


@pytest.mark.parametrize(
    ("on", "lapsed"), [("2026-11-28", False), ("2026-11-29", True)]
)
def test_a_temporary_job_is_current_for_four_weeks_after_its_review(
    on: str, lapsed: bool
) -> None:
    job = says(*(ADVISER, "350", "2026-09-05", "2026-09-18"), review="2026-10-31")
    assert where(job, on=on).lapsed is lapsed


def test_neet_does_not_lapse_and_keeps_its_start() -> None:
    found = where(
        says(ADVISER, "619", "2026-09-10", "2026-09-20"),
        says(ADVISER, "620", "2026-11-01", "2026-11-05"),
        on="2028-01-31",
    )
    assert found.is_neet and found.lapses is None and found.group == "neet"
    assert found.neet_since == date(2026, 9, 10)
    assert found.starts == date(2026, 11, 1)


def test_a_disputed_position_is_questioned() -> None:
    roll = says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake")
    hearsay = says(NEIGHBOUR, "330", "2026-10-01", "2026-10-15")
    assert where(roll, hearsay, on="2026-10-31").questioned
    assert not where(roll, on="2026-10-31").questioned


def test_an_expected_end_caps_the_currency() -> None:
    ends = says(
        *(ROLL, "230", "2026-09-05", "2026-09-18", "Lake"), expected_end="2027-06-25"
    )
    assert not where(ends, on="2027-06-25").lapsed
    assert where(ends, on="2027-06-26").lapsed


# --- The changes that a preview counts -----------------------------------------------

AT_LAKE = where(LAKE, on="2026-10-31")
SEEKING = where(says(ADVISER, "619", "2026-09-10", "2026-09-20"), on="2026-10-31")
LOST = where(SCHOOL, on="2026-10-31")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, AT_LAKE, "new"),
        (AT_LAKE, None, "gone"),
        (AT_LAKE, AT_LAKE, "unchanged"),
        (AT_LAKE, SEEKING, "newly NEET"),
        (SEEKING, AT_LAKE, "no longer NEET"),
        (SEEKING, LOST, "no longer NEET"),
        (AT_LAKE, LOST, "lost"),
        (LOST, AT_LAKE, "found"),
        (LOST, SEEKING, "newly NEET"),
        (AT_LAKE, AT_LAKE._replace(institution="name:moor"), "moved"),
        (AT_LAKE, AT_LAKE._replace(starts=date(2026, 9, 6)), "amended"),
        (AT_LAKE, AT_LAKE._replace(expected_end=date(2027, 7, 1)), "amended"),
        (AT_LAKE, AT_LAKE._replace(verified=date(2026, 10, 18)), "confirmed"),
        (AT_LAKE, AT_LAKE._replace(questioned=True), "questioned"),
        (AT_LAKE._replace(questioned=True), AT_LAKE, "confirmed"),
    ],
)
def test_the_kind_of_change_to_a_position(
    before: Position | None, after: Position | None, kind: str
) -> None:
    assert difference(before, after) == kind
