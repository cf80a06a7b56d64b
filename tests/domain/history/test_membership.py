"""From all evidence about one person to what an authority counts. All invented."""

from datetime import date

import pytest

from tests.domain.statements import (
    ADVISER,
    CENSUS,
    ROLL,
    offer,
    particular,
    says,
)
from tracker import domain
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.members import Member
from tracker.domain.history.membership import Folded, fold, year_11_school
from tracker.domain.history.spells import no_register, spells

BORN = date(2010, 3, 10)
BIRTH = particular(CENSUS, "birth", "2025-10-02", born=BORN.isoformat(), sex="F")
SCHOOL = says(CENSUS, "110", "2021-09-03", "2025-10-02", "Hill")
LAKE = says(ROLL, "230", "2026-09-05", "2026-09-18", "Lake")


def folded(*evidence: Evidence, on: tuple[str, ...] = ()) -> Folded:
    found = fold(
        7,
        "359",
        evidence,
        on=[date.fromisoformat(day) for day in on],
        resolve=no_register,
    )
    assert found is not None
    return found


def member(*evidence: Evidence, on: str) -> Member:
    (found,) = folded(*evidence, on=(on,)).members
    return found


def test_without_evidence_there_is_no_fold() -> None:
    assert fold(7, "359", [], on=[BORN], resolve=no_register) is None


def test_without_a_date_of_birth_there_is_a_history_and_no_member() -> None:
    found = folded(SCHOOL, on=("2026-01-31",))
    assert found.members == () and len(found.spells) == 1
    assert found.since == date(2025, 10, 2)


def test_a_member_has_a_position_age_and_status_on_each_requested_date() -> None:
    found = folded(BIRTH, SCHOOL, LAKE, on=("2025-10-31", "2026-08-31", "2026-09-30"))
    assert [
        (m.academic_age, m.year_group, m.status, m.position.activity.code)
        for m in found.members
    ] == [
        (15, 11, "P", "110"),
        (15, 11, "P", "110"),
        (16, 12, "P", "230"),
    ]


def test_flags_use_evidence_up_to_that_day() -> None:
    evidence = [
        *(BIRTH, SCHOOL),
        particular(CENSUS, "send", "2026-01-15", send="Y", support="Y"),
        particular(CENSUS, "meals", "2026-01-15", eligible="Y"),
        particular(CENSUS, "address", "2026-01-15", line1="1 Row", postcode="WN1 1AZ"),
        particular(ADVISER, "characteristic", "2026-02-15", code="120"),
    ]
    before, after = (member(*evidence, on=day) for day in ("2025-12-31", "2026-02-28"))
    assert (before.send, before.free_meals) == (False, False)
    assert before.area == "WN1", "the first address holds for the time before it"
    assert (after.send, after.free_meals, after.area) == (True, True, "WN1")
    assert after.sen_support is False, "a plan is more than support"
    assert (before.characteristics, after.characteristics) == (set(), {"120"})


def test_the_guarantee_is_the_newest_status_by_that_day_for_the_node() -> None:
    evidence = [
        *(BIRTH, SCHOOL, LAKE),
        offer(11, "151", "2026-05-20"),
        offer(11, "110", "2026-07-10"),
        offer(12, "114", "2027-05-20"),
    ]
    days = ("2026-04-30", "2026-05-31", "2026-07-31", "2026-09-30", "2027-05-31")
    found = folded(*evidence, on=days).members
    # In April they are of the cohort already, and nothing is recorded.
    assert [m.guarantee for m in found] == ["159", "151", "110", "110", "114"]


@pytest.mark.parametrize(
    ("day", "guarantee"),
    [
        ("2025-12-31", None),  # Year 11 of 2025/26, before the guarantee applies
        ("2026-05-31", "159"),
        ("2026-10-31", "159"),
        ("2027-05-31", "159"),  # Year 12
        ("2028-05-31", None),
    ],
)
def test_a_member_without_a_status_is_in_the_cohort_of_the_guarantee(
    day: str, guarantee: str | None
) -> None:
    one = member(BIRTH, SCHOOL, LAKE, on=day)
    assert one.guarantee == guarantee
    assert domain.figures.flags.is_in_guarantee(one) is (guarantee is not None)


def test_a_young_person_who_moves_away_is_returned_once_more() -> None:
    evidence = [
        *(BIRTH, SCHOOL, LAKE),
        particular(ADVISER, "departure", "2026-11-05", status="T", on="2026-11-03"),
    ]
    days = ("2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31")
    found = folded(*evidence, on=days).members
    assert [m.status for m in found] == ["P", "T", None, None]


def test_a_duplicate_appears_once_more_in_the_month_it_was_merged() -> None:
    found = fold(
        7,
        "359",
        [BIRTH, SCHOOL],
        on=[date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)],
        resolve=no_register,
        merged_on=date(2026, 1, 20),
    )
    assert found is not None
    assert [m.status for m in found.members] == [None, "M", None]


@pytest.mark.parametrize(
    ("evidence", "school"),
    [
        ([SCHOOL], "name:hill"),
        ([SCHOOL, LAKE], "name:hill"),
        # moved before May, and after it
        (
            [SCHOOL, says(CENSUS, "110", "2026-04-20", "2026-05-21", "Moor")],
            "name:moor",
        ),
        (
            [SCHOOL, says(CENSUS, "110", "2026-06-05", "2026-06-10", "Moor")],
            "name:hill",
        ),
        # had left by then
        (
            [
                says(
                    CENSUS, "110", "2021-09-03", "2026-05-21", "Hill", ends="2026-02-13"
                )
            ],
            None,
        ),
        ([LAKE], None),
        ([SCHOOL, says(ADVISER, "120", "2026-03-01", "2026-03-09")], None),
    ],
)
def test_the_year_11_school_is_where_they_were_on_31_may(
    evidence: list[Evidence], school: str | None
) -> None:
    assert year_11_school(spells(evidence), BORN) == school


@pytest.mark.parametrize(
    ("born", "school"),
    [
        (date(2010, 8, 31), "name:hill"),  # the youngest of 2025/26
        (date(2010, 9, 1), "name:moor"),  # Year 11 a year later
        (date(2009, 9, 1), "name:hill"),
    ],
)
def test_the_birthday_decides_which_31_may_counts(born: date, school: str) -> None:
    history = spells(
        [
            says(CENSUS, "110", "2021-09-03", "2026-05-21", "Hill"),
            says(CENSUS, "110", "2026-09-02", "2027-05-20", "Moor"),
        ]
    )
    assert year_11_school(history, born) == school
