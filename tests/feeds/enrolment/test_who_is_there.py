"""Who is there, by statuses and by rows for each course. All people are invented."""

from datetime import date

import pytest

from tests.feeds.written_lists import OF_A_SCHOOL, Write, doing, read
from tracker.feeds.file_reading import Context


@pytest.fixture
def context() -> Context:
    return OF_A_SCHOOL


COMPLETIONS = [
    ("1", "there"),
    ("1 - Continuing", "there"),
    ("Continuing", "there"),
    ("2", "gone"),
    ("3 Withdrawn", "gone"),
    ("Withdrawn", "gone"),
    ("Completed", "gone"),
    ("6", "nothing"),
    ("6 - Temporarily withdrawn", "nothing"),
    ("Break in learning", "nothing"),
    ("4", "nothing"),
    ("Pending", "nothing"),
]


@pytest.mark.parametrize("heading", ["CompStatus", "CompletionStatus", "Aim status"])
@pytest.mark.parametrize(("status", "expected"), COMPLETIONS)
def test_the_completion_status_of_a_list_counts(
    write: Write, context: Context, heading: str, status: str, expected: str
) -> None:
    (meant,), _ = read(
        write,
        context,
        [
            f"Surname|Forename|DOB|LearnStartDate|{heading}",
            f"Holt|Ann|03/04/2009|07/09/2026|{status}",
        ],
    )
    found = doing(meant)
    if expected == "there":
        assert found is not None and not found.gone_by and meant.problems == ()
    elif expected == "gone":
        assert found is not None and found.gone_by
    else:
        assert found is None
        assert status in meant.problems[0].message
    assert meant.usable


def test_an_end_date_beside_a_completion_status(write: Write, context: Context) -> None:
    (meant,), _ = read(
        write,
        context,
        [
            "Surname|Forename|DOB|LearnStartDate|LearnActEndDate|CompStatus",
            "Holt|Ann|03/04/2009|07/09/2026|2-Oct-26|3",
        ],
    )
    found = doing(meant)
    assert found is not None and found.ends == date(2026, 10, 2)
    assert meant.problems == ()


BLANKS = [
    # the statuses of the lines, and the claim of the last line, which is blank
    (("Enrolled", "Withdrawn", ""), False),
    (("Withdrawn", "Leaver", ""), True),
    (("", "", ""), True),
    (("Applicant", "Applicant", ""), True),
]


@pytest.mark.parametrize(("statuses", "claimed"), BLANKS)
@pytest.mark.parametrize(
    ("feed", "heading"),
    [
        ("provider-enrolment", "Surname|Forename|DOB|Start date|Enrolment status"),
        ("provider-enrolment", "Surname|Forename|DOB|Start date|CompletionStatus"),
        ("school-census", "Surname|Forename|DOB|EntryDate|EnrolStatus"),
    ],
)
def test_a_blank_status_does_not_show_that_they_are_there(
    write: Write, context: Context, feed: str, heading: str, statuses, claimed: bool
) -> None:
    lines = [
        f"Holt{at}|Ann|0{at}/04/2010|07/09/2026|{status}"
        for at, status in enumerate(statuses, start=1)
    ]
    found, _ = read(write, context, [heading, *lines], feed)
    last = found[-1]
    messages = " ".join(problem.message for problem in last.problems)
    assert (doing(last) is not None) is claimed
    assert ("is blank" in messages) is not claimed
    assert last.usable


def test_a_blank_status_beside_a_day_of_leaving_is_no_gap(
    write: Write, context: Context
) -> None:
    rows = [
        "Surname|Forename|DOB|Start date|End date|Enrolment status",
        "Holt|Ann|03/04/2009|07/09/2026||Enrolled",
        "Marsh|Joe|03/05/2009|07/09/2026|02/10/2026|",
    ]
    found, _ = read(write, context, rows)
    gone = doing(found[-1])
    assert gone is not None and gone.ends == date(2026, 10, 2)
    assert found[-1].problems == ()


def test_a_blank_status_of_a_restricted_pupil_means_the_same(
    write: Write, context: Context
) -> None:
    rows = [
        "Surname|Forename|DOB|UPN|EntryDate|EnrolStatus|YSSA",
        "Holt|Ann|03/04/2010|F359403416001|07/09/2022|C|Yes",
        "Marsh|Joe|03/05/2010|G359403416002|07/09/2022||No",
    ]
    found, _ = read(write, context, rows, "school-census")
    assert doing(found[-1]) is None and found[-1].restricted


COURSES = "Surname|Forename|DOB|ULN|Course|Start date|Actual End|CompStatus"
MATHS = "Holt|Ann|03/04/2009|1000000043|Maths|07/09/2026|{}|{}"
DIGITAL = "Holt|Ann|03/04/2009|1000000043|Digital T Level|07/09/2026|{}|{}"


@pytest.mark.parametrize(
    ("ended", "going_on"),
    [
        (("10/10/2026", "3"), ("", "1")),
        (("", "3"), ("", "")),
        (("10/10/2026", ""), ("", "")),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_leaving_one_course_of_two_is_not_leaving(
    write: Write, context: Context, ended, going_on, first: bool
) -> None:
    lines = [MATHS.format(*ended), DIGITAL.format(*going_on)]
    found, notes = read(write, context, [COURSES, *(lines if first else lines[::-1])])
    claims = [it for it in map(doing, found) if it is not None]
    assert len(claims) == 1 and claims[0].ends is None and not claims[0].gone_by
    assert any("goes on with another there" in note for note in notes)


@pytest.mark.parametrize(
    "lines",
    [
        # both ended, and the other one first
        [MATHS.format("10/10/2026", "3"), DIGITAL.format("08/10/2026", "2")],
        # a starter's and a leaver's row of one course
        [MATHS.format("", ""), MATHS.format("10/10/2026", "")],
        # the other has not begun
        [
            MATHS.format("10/10/2026", "3"),
            DIGITAL.format("", "1").replace("07/09/2026", "11/01/2027"),
        ],
        # another learner's
        [
            MATHS.format("10/10/2026", "3"),
            DIGITAL.format("", "1").replace("1000000043", "1000000051"),
        ],
    ],
)
def test_a_learner_who_leaves_every_course_has_left(
    write: Write, context: Context, lines
) -> None:
    found, _ = read(write, context, [COURSES, *lines])
    ends = [it.ends for it in map(doing, found) if it is not None]
    assert date(2026, 10, 10) in ends


STATUS = "Surname|Forename|DOB|Start date|{}"


@pytest.mark.parametrize(
    ("heading", "cells", "claims"),
    [
        ("Status", ("Enrolled", "Left", ""), ("there", "gone", "nothing")),
        ("Current status", ("Active", "Withdrawn"), ("there", "gone")),
        ("Status", ("Leaver", ""), ("gone", "there")),
        # of a plan, of a code, of nothing: another column
        ("Status", ("EHCP", "None"), ("there", "there")),
        ("Status", ("C", "L"), ("there", "there")),
        ("Status", ("Enrolled", "Pending panel"), ("there", "there")),
        ("SEND status", ("Left", "Active"), ("there", "there")),
    ],
)
def test_a_status_is_known_by_the_cells_below_it(
    write: Write, context: Context, heading: str, cells, claims
) -> None:
    lines = [
        f"Holt{at}|Ann|0{at}/04/2009|07/09/2026|{cell}"
        for at, cell in enumerate(cells, start=1)
    ]
    found, notes = read(write, context, [STATUS.format(heading), *lines])
    claimed = [
        "nothing" if it is None else "gone" if it.gone_by else "there"
        for it in map(doing, found)
    ]
    assert claimed == list(claims)
    unread = any(heading in note for note in notes)
    assert unread is (set(claims) == {"there"})


def test_a_year_is_known_by_the_cells_below_it(write: Write, context: Context) -> None:
    rows = [
        "Surname|Forename|DOB|UPN|Admission date|Year",
        "Holt|Ann|03/04/2009|F359403416001|07/09/2020|Year 12",
        "Reed|Ivy|03/04/2015|G359403416002|07/09/2026|7",
    ]
    found, notes = read(write, context, rows, "school-census")
    assert [it.identity.family for it in found] == ["Holt"]
    assert any("left out" in note for note in notes)
    rows[1:] = ["Holt|Ann|03/04/2009|F359403416001|07/09/2020|2026"]
    found, notes = read(write, context, rows, "provider-enrolment")
    assert any("Columns not read: Year" in note for note in notes)
