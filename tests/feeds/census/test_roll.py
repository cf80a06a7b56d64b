"""A pupil's activity by the roll they are or were on. All people are invented."""

import pytest

from tracker.domain.history.evidence import Doing
from tracker.feeds.census.feed import FEED
from tracker.feeds.row_meaning import Interpretation

FLAT = (
    "Estab,UPN,Surname,Forename,DoB,EnrolStatus,EntryDate,LeavingDate,NCyearActual,"
    "SENprovision,YoungCarer,YSSA,Ethnicity,FSME on Census Day\n"
)


def doing(found: Interpretation) -> Doing | None:
    return next((each for each in found.statements if isinstance(each, Doing)), None)


@pytest.mark.parametrize(
    ("status", "entry", "leaving", "year", "expected"),
    [
        # on roll: activity, first day, last day
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
def test_the_roll_gives_the_activity_and_its_days(
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
    [("6", 0), ("R", 0), ("9", 1), ("14", 1), ("15", 0), ("Y9", 1), ("X", 1)],
)
def test_only_years_9_to_14_are_kept(write, context, year: str, kept: int) -> None:
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
def test_past_compulsory_age_no_pupil_is_in_compulsory_education(
    write, understand, born, year, expected
) -> None:
    row = f"4034,F359403416001,Holt,Ann,{born},C,05/09/2022,,{year},,,,,\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    activity = doing(found)
    assert activity is not None
    days = (activity.starts, activity.ends, activity.expected_end)
    assert (activity.activity, *(day and day.isoformat() for day in days)) == expected


@pytest.mark.parametrize(
    ("born", "year", "objected"),
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
    write, understand, born: str, year: str, objected: bool
) -> None:
    row = f"4034,,Holt,Ann,{born},C,05/09/2022,,{year},,,,,\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    expected = f"Year {year} does not fit a date of birth of {born}: check both."
    assert [
        (each.column, each.message, each.stops)
        for each in found.problems
        if "does not fit" in each.message
    ] == [("NCyearActual", expected, False)] * objected


@pytest.mark.parametrize(
    ("born", "year", "kept"),
    [
        # the day before and the day of the 13th birthday, on 9 October 2026
        ("10/10/2013", "8", 0),
        ("09/10/2013", "8", 1),
        ("01/09/2013", "", 1),
        ("10/10/2013", "", 0),
        ("09/10/2013", "7", 1),
        # a year below their own, as some are taught who came late or were ill
        ("08/10/2012", "8", 1),
        ("soon", "8", 0),
        ("", "8", 0),
    ],
)
def test_a_pupil_of_year_8_who_is_13_or_older_is_kept(
    write, context, born: str, year: str, kept: int
) -> None:
    row = f"4034,,Holt,Ann,{born},C,,,{year},,,,,\n"
    reading = FEED.read([write("flat.csv", FLAT + row)], context)
    assert len(list(reading.rows)) == kept
    counted = [note for note in reading.notes if note.endswith(": 1.")]
    assert len(counted) == 1 - kept


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("C", "on roll"),
        ("m", "on roll"),
        ("Current (single registration at this school)", "on roll"),
        ("C - Current", "on roll"),
        ("ON ROLL", "on roll"),
        ("Single Registration", "on roll"),
        ("Main (dual registration)", "on roll"),
        ("S", "guest"),
        ("Subsidiary (dual registration)", "guest"),
        ("Guest", "guest"),
        ("Leaver", "left"),
        ("LEAVERS", "left"),
        ("L", "left"),
        ("l - leaver", "left"),
        ("Left", "left"),
        ("left school", "left"),
        ("Left 31/08/2026", "left"),
        ("Withdrawn", "left"),
        ("Withdrew", "left"),
        ("Former pupil", "left"),
        ("P", "left"),
        ("Previous (registered in a previous period)", "left"),
        ("No longer on roll", "left"),
        ("No longer attends", "left"),
        ("Leaver - July", "left"),
        ("Left us in Sept 2026", "left"),
        ("Off-roll", "left"),
        ("Not on roll", "left"),
        ("Ymadäwr", "left"),
        ("Wedi gadael", "left"),
        # another meaning, or an unknown word
        ("Not a leaver", "unknown"),
        ("Leaver: No", "unknown"),
        ("Leaving", "unknown"),
        ("Leaver in May?", "left"),
        ("Leaver to be", "unknown"),
        ("L - Current", "unknown"),
        ("Applicant", "unknown"),
        ("Z", "unknown"),
        ("Lefteris", "unknown"),
    ],
)
def test_the_meaning_of_an_enrolment_status(
    write, understand, status: str, expected: str
) -> None:
    row = f'4034,,Holt,Ann,03/04/2010,"{status}",05/09/2021,,12,,,,,\n'
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    activity = doing(found)
    messages = [each.message for each in found.problems if each.column == "EnrolStatus"]
    if expected == "on roll":
        assert activity is not None and activity.ends is None and not messages
    elif expected == "left":
        assert activity is not None and activity.gone_by and not messages
        assert str(activity.ends) == "2026-10-08"
        (left,) = [each for each in found.problems if each.column == "LeavingDate"]
        assert status in left.message and "09/10/2026" in left.message
    else:
        assert activity is None
        assert bool(messages) is (expected == "unknown")
        assert all(status in message for message in messages)
    assert found.usable


def test_a_leaver_with_a_date_left_on_that_day(write, understand) -> None:
    row = "4034,,Holt,Ann,03/04/2010,Leaver,05/09/2021,18/09/2026,12,,,,,\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    activity = doing(found)
    assert activity is not None
    assert (str(activity.ends), activity.gone_by) == ("2026-09-18", None)
    assert found.problems == ()


def test_a_restricted_leaver_has_no_activity(write, understand) -> None:
    row = "4034,,Holt,Ann,03/04/2010,Leaver,05/09/2021,,12,,,No,,\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    assert found.restricted
    assert doing(found) is None
