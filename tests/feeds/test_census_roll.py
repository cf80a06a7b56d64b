"""What a pupil does, by the roll they are or were on. All people are invented."""

import pytest

from tracker.domain.evidence import Doing
from tracker.feeds.feed import Interpretation
from tracker.feeds.school_census import FEED

FLAT = (
    "Estab,UPN,Surname,Forename,DoB,EnrolStatus,EntryDate,LeavingDate,NCyearActual,"
    "SENprovision,YoungCarer,YSSA,Ethnicity,FSME on Census Day\n"
)


def doing(found: Interpretation) -> Doing | None:
    return next((each for each in found.statements if isinstance(each, Doing)), None)


@pytest.mark.parametrize(
    ("status", "entry", "leaving", "year", "expected"),
    [
        # on roll: what they do, since when, until when
        ("C", "06/09/2021", "", "12", ("210", "2026-09-01", None, None)),
        ("C", "06/09/2021", "", "13", ("210", "2025-09-01", None, None)),
        ("C", "14/10/2026", "", "12", ("210", "2026-10-14", None, None)),
        # guests are on another school's roll
        ("S", "05/09/2022", "", "11", None),
        ("F", "05/09/2022", "", "12", None),
        # no longer on roll
        (
            "",
            "06/09/2021",
            "17/07/2026",
            "11",
            ("110", "2021-09-06", "2026-08-31", None),
        ),
        (
            "",
            "06/09/2021",
            "26/06/2026",
            "11",
            ("110", "2021-09-06", "2026-08-31", None),
        ),
        (
            "",
            "06/09/2021",
            "25/06/2026",
            "11",
            ("110", "2021-09-06", "2026-06-25", None),
        ),
        (
            "",
            "06/09/2021",
            "18/09/2026",
            "12",
            ("210", "2026-09-01", "2026-09-18", None),
        ),
        (
            "",
            "06/09/2021",
            "17/07/2026",
            "13",
            ("210", "2024-09-01", "2026-07-17", None),
        ),
        (
            "",
            "06/09/2021",
            "17/07/2026",
            "10",
            ("110", "2021-09-06", "2026-07-17", None),
        ),
    ],
)
def test_what_the_roll_says_of_an_activity(
    write, understand, status, entry, leaving, year, expected
) -> None:
    row = f"4034,,Holt,Ann,03/04/2010,{status},{entry},{leaving},{year},,,,,\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    activity = doing(found)
    if expected is None:
        assert activity is None
        return
    assert activity is not None
    days = (activity.starts, activity.ends, activity.expected_end)
    assert (activity.activity, *(day and day.isoformat() for day in days)) == expected


def test_without_a_year_group_the_age_decides(write, understand) -> None:
    rows = (
        "4034,,Older,Ann,31/08/2010,C,,,,,,,,\n4034,,Younger,Joe,01/09/2010,C,,,,,,,,\n"
    )
    found = {
        each.identity.family: each
        for each in understand("school-census", write("flat.csv", FLAT + rows))
    }
    assert [doing(found[name]).activity for name in ("Older", "Younger")] == [
        "210",
        "110",
    ]


@pytest.mark.parametrize(
    ("year", "kept"),
    [("8", 0), ("R", 0), ("9", 1), ("14", 1), ("15", 0), ("Y9", 1), ("X", 1)],
)
def test_only_years_9_to_14_are_taken_in(write, context, year: str, kept: int) -> None:
    row = f"4034,,Holt,Ann,03/04/2010,C,,,{year},,,,,\n"
    reading = FEED.read([write("flat.csv", FLAT + row)], context)
    assert len(list(reading.rows)) == kept
    assert bool(reading.notes) is not bool(kept)


AT_SCHOOL = ("110", "2022-09-05", None, "2027-08-31")
SIXTH_FORM = ("210", "2026-09-01", None, None)


@pytest.mark.parametrize(
    ("born", "year", "expected"),
    [
        # date of birth and year group, on 1 October 2026
        ("03/04/2011", "11", AT_SCHOOL),
        ("03/04/2011", "Year 11", AT_SCHOOL),
        ("03/04/2012", "10", ("110", "2022-09-05", None, None)),
        ("01/09/2010", "11", AT_SCHOOL),
        # past compulsory school age, whatever year they sit in
        ("02/03/2010", "11", SIXTH_FORM),
        ("31/08/2010", "11", SIXTH_FORM),
        ("02/03/2010", "9", SIXTH_FORM),
        ("02/03/2010", "X", SIXTH_FORM),
        ("02/03/2010", "", SIXTH_FORM),
        ("02/03/2010", "12", SIXTH_FORM),
        ("02/03/2009", "11", ("210", "2025-09-01", None, None)),
        ("02/03/2001", "11", ("210", "2024-09-01", None, None)),
        # without a date of birth the year group is all there is
        ("", "11", AT_SCHOOL),
    ],
)
def test_past_compulsory_age_nobody_is_in_compulsory_education(
    write, understand, born, year, expected
) -> None:
    row = f"4034,F359403416001,Holt,Ann,{born},C,05/09/2022,,{year},,,,,\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    activity = doing(found)
    assert activity is not None
    days = (activity.starts, activity.ends, activity.expected_end)
    assert (activity.activity, *(day and day.isoformat() for day in days)) == expected


@pytest.mark.parametrize(
    ("born", "year", "said"),
    [
        ("02/03/2010", "11", False),
        ("02/03/2010", "13", False),
        ("02/03/2010", "X", False),
        ("02/03/2010", "10", True),
        ("02/03/2010", "9", True),
        ("02/03/2010", "14", True),
    ],
)
def test_year_and_birth_may_be_a_year_apart(
    write, understand, born: str, year: str, said: bool
) -> None:
    row = f"4034,,Holt,Ann,{born},C,05/09/2022,,{year},,,,,\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    expected = f"Year {year} does not fit a date of birth of {born}: check both."
    assert [
        (each.column, each.message, each.stops)
        for each in found.problems
        if "does not fit" in each.message
    ] == [("NCyearActual", expected, False)] * said
