"""Frames of members and leavers, for reports. All people here are invented."""

from datetime import date

from tracker.domain import leaver
from tracker.domain.activity import ACTIVITIES
from tracker.domain.cohort import Member
from tracker.domain.position import Position
from tracker.reporting.frame import (
    LEAVER_COLUMNS,
    MEMBER_COLUMNS,
    leavers_frame,
    members_frame,
)

DAY = date(2026, 10, 31)
AT_COLLEGE = Position(
    day=DAY,
    activity=ACTIVITIES["230"],
    starts=date(2026, 9, 1),
    ascertained=date(2026, 9, 10),
    institution="college",
    institution_name="Testham College",
)


def test_members_carry_the_flags_of_the_measures():
    frame = members_frame(
        [Member(1, "359", DAY, 16, 12, "P", AT_COLLEGE, sen_support=True)]
    )
    assert tuple(frame.columns) == MEMBER_COLUMNS
    row = frame.iloc[0]
    assert (row["activity"], row["need"], row["duty"]) == (
        "230",
        "SEN support",
        "meets",
    )
    assert row["in_cohort"] and row["participates"] and not row["neet"]


def test_leavers_have_no_names_in_a_frame():
    frame = leavers_frame(
        [
            leaver.leaver(
                person=1,
                given="Robin",
                family="Sample",
                position=AT_COLLEGE,
                months={},
                left=2026,
                as_of=DAY,
            )
        ]
    )
    assert tuple(frame.columns) == LEAVER_COLUMNS
    assert "Sample" not in frame.to_csv()
    assert frame.iloc[0]["category"] == "Education: further education"


def test_nobody_makes_an_empty_frame():
    assert len(members_frame([])) == len(leavers_frame([])) == 0
