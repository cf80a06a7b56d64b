"""Headings of councils' templates and of the systems that senders keep.

Each line of headings is put together in the manner of some council or system; what
stands below them is invented, and means the same whatever it is called.
"""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.feeds.reading import workbooks
from tracker import feeds
from tracker.domain.history.evidence import Doing
from tracker.feeds import census, enrolment
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.headings.matched_headings import Headings
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.row_meaning import Interpretation

Write = Callable[..., Path]

VALUES = {
    "forename": "Ann",
    "surname": "Holt",
    "full_name": "Holt, Ann",
    "dob": "03/04/2009",
    "postcode": "WN1 1AZ",
    "upn": "F359403416001",
    "uln": "1000000043",
    "laestab": "3594034",
    "ukprn": "10001234",
    "provider": "Testham College (invented)",
    "start": "07/09/2026",
    "end": "02/10/2026",
    "planned_end": "31/07/2027",
    "full_time": "FT",
    "hours": "580",
    "course": "Joinery",
    "sex": "F",
    "email": "ann@example.org",
    "phone": "07700 900123",
    "ehcp": "N",
    "withdrawal": "Moved",
    "next_step": "Job",
    "goal_level": "2",
    "entry_date": "07/09/2020",
    "year_group": "12",
    "enrol_status": "C",
    "former_upn": "",
}

ENROLMENTS = {
    "a post-16 enrolment return": (
        "Surname (legal)|Forename(s)|D.O.B.|Pupil UPN|Post Code|LA/Estab number"
        "|Course start date|Expected end date",
        "surname forename dob upn postcode laestab start planned_end",
    ),
    "a leavers' return": (
        "Legal Last Name|Legal First Name|Date of Birth (DD/MM/YYYY)"
        "|Unique Pupil Number (UPN)|Home Postcode|Date left|Reason for leaving"
        "|Destination",
        "surname forename dob upn postcode end withdrawal next_step",
    ),
    "a starters' list of a college": (
        "ULN Number|Learner Surname|Learner First Name(s)|Learner's DOB|Gender"
        "|Address Post code|Date started|Anticipated End Date|FT/PT|Course Name",
        "uln surname forename dob sex postcode start planned_end full_time course",
    ),
    "a college's own system": (
        "StdSurname|StdForename|StdDOB|StdPostcode|StdULN|CrsTitle|CrsStart|CrsEnd"
        "|PHours",
        "surname forename dob postcode uln course start end hours",
    ),
    "the names of the learner record": (
        "LearnRefNumber|ULN|FamilyName|GivenNames|DateOfBirth|Sex|Postcode|TelNo|Email"
        "|PlanLearnHours|LearnAimRef|LearnStartDate|LearnPlanEndDate|LearnActEndDate"
        "|WithdrawReason|UKPRN",
        "learn_ref_number uln surname forename dob sex postcode phone email hours aim"
        " start planned_end end withdrawal ukprn",
    ),
    "a training provider's system": (
        "FIRSTNAME|SURNAME|BIRTHDATE|MIAP_ULN|POSTCODE|PROGRAMME START DATE"
        "|PLANNED END DATE|ACTUAL END DATE",
        "forename surname dob uln postcode start planned_end end",
    ),
    "underscores and capitals": (
        "STUDENT_SURNAME|STUDENT_FORENAME|DATE_OF_BIRTH|UNIQUE_LEARN_NO|POST_CODE"
        "|ENROLMENT_DATE",
        "surname forename dob uln postcode start",
    ),
    "a young person's own columns": (
        "Name of young person|Young person's date of birth|YP Postcode"
        "|Name of provider|Date commenced",
        "full_name dob postcode provider start",
    ),
    "hints, notes and stars": (
        "Surname *|First name *|Date of birth * (dd/mm/yyyy)|ULN [10 digits]"
        "|Postcode (home)|Start date of course (required)",
        "surname forename dob uln postcode start",
    ),
    "two names in one": (
        "Surname / Family Name|Forename / First Name|DOB - Date of Birth"
        "|ULN (Unique Learner Number)|Start date",
        "surname forename dob uln start",
    ),
    "line breaks within": (
        "Pupil\nSurname|Pupil\nForename|Date of\nBirth|Unique Pupil\nNumber"
        "|Enrolment\nDate",
        "surname forename dob upn start",
    ),
    "an apprentice's": (
        "Apprentice Surname|Apprentice Forename|Apprentice DOB|UKPRN of provider"
        "|Programme Start|Expected completion date",
        "surname forename dob ukprn start planned_end",
    ),
    "a sixth form's": (
        "Student Last Name|Student First Name|Birth date|UPN No.|Student Postcode"
        "|Date of enrolment|Full Time / Part Time|Mode of study",
        "surname forename dob upn postcode start full_time -",
    ),
    "a council's list of Year 12": (
        "Surname|Forename|Date of Birth|UPN|Postcode|Year 12 Start Date|Course",
        "surname forename dob upn postcode start course",
    ),
}


def with_values(headings: str, names: str) -> tuple[list[str], list[str]]:
    line = [VALUES.get(name, "x") for name in names.split()]
    given = headings.split("|")
    assert len(given) == len(line)
    return given, line


def written(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def meaning(path: Path, context: Context, feed: str) -> Interpretation:
    reading = FEEDS[feed].read([path], context)
    (row,) = reading.rows
    found: Interpretation = FEEDS[feed].interpret(row.values, False, row.line, context)
    return found


@pytest.mark.parametrize("title", ENROLMENTS)
def test_the_columns_of_a_list_are_understood(
    write: Write, context: Context, title: str
) -> None:
    headings, names = ENROLMENTS[title]
    given, line = with_values(headings, names)
    found = Headings(enrolment.columns.READ).positions(given)
    assert found == {
        place: name for place, name in enumerate(names.split()) if name != "-"
    }
    path = write("list.csv", written([given, line]))
    assert recognise(path) == "provider-enrolment"
    meant = meaning(path, context, "provider-enrolment")
    assert (meant.identity.given, meant.identity.family) == ("Ann", "Holt")
    assert meant.identity.born == date(2009, 4, 3)
    (doing,) = [it for it in meant.statements if isinstance(it, Doing)]
    assert date(2026, 9, 7) in (doing.starts, None) or doing.starts is None
    assert meant.usable


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Year 12 Start Date", "start"),
        ("Yr 12 start date", "start"),
        ("Start Date Year 12", "start"),
        ("Start date (Year 12)", "start"),
        ("Y12 start date (dd/mm/yyyy)", "start"),
        # a day of another year, or no day, is another column
        ("Year 11 Start Date", None),
        ("Year 12", None),
    ],
)
def test_the_start_of_year_12_is_the_start(heading: str, name: str | None) -> None:
    found = Headings(enrolment.columns.READ).positions([heading])
    assert found == ({0: name} if name else {})


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # a title and a date above, merged over the columns
        (
            [
                ["Autumn enrolments 2026", "", "", ""],
                ["Return by 12/09/2026", "", "", ""],
                [],
                ["Surname", "Forename", "DOB", "Start date"],
            ],
            4,
        ),
        # groups above their columns
        (
            [
                ["Learner details", "", "", "Course", ""],
                ["Surname", "Forename", "DOB", "Start date", "End date"],
            ],
            2,
        ),
        # a heading merged downwards is in the upper row, the others in the lower
        (
            [
                ["Surname", "Forename", "Date of birth", "Course", ""],
                ["", "", "", "Start date", "End date"],
            ],
            2,
        ),
        # a group names the subject of its columns
        (
            [
                ["Surname", "Forename", "DOB", "Enrolment", ""],
                ["", "", "", "Date", "Reference"],
            ],
            2,
        ),
        # one heading over two rows
        (
            [
                ["Family", "Given", "Date of", "Start"],
                ["name", "names", "birth", "date"],
            ],
            2,
        ),
    ],
)
@pytest.mark.parametrize("kind", ["list.csv", "list.xlsx", "list.xls", "page.xls"])
def test_headings_below_titles_and_over_two_rows(
    write: Write, context: Context, rows, expected: int, kind: str
) -> None:
    line = ["Holt", "Ann", "03/04/2009", "07/09/2026"]
    every = [*rows, line]
    content = (
        written(every).encode()
        if kind == "list.csv"
        else workbooks.KINDS[kind]({"List": every})
    )
    path = write(kind, content)
    assert recognise(path) == "provider-enrolment"
    reading = FEEDS["provider-enrolment"].read([path], context)
    (row,) = reading.rows
    assert row.line == expected + 1
    assert {"surname": "Holt", "forename": "Ann", "dob": "03/04/2009"}.items() <= (
        row.values.items()
    )
    assert row.values["start"] == "07/09/2026"


def test_a_line_of_data_is_no_second_row_of_headings(
    write: Write, context: Context
) -> None:
    head = ["Surname", "Forename", "DOB", "Start date", "Course"]
    rows = [head, ["Level", "Sex", "", "", ""]]
    path = write("list.csv", written([*rows, ["Holt", "Ann", "03/04/2009"]]))
    read = list(FEEDS["provider-enrolment"].read([path], context).rows)
    assert [row.values["surname"] for row in read] == ["Level", "Holt"]


@pytest.mark.parametrize(
    "heading",
    [
        *("Status", "Year", "Number", "Reference", "School", "Parent surname"),
        *("Parent/carer name", "Emergency contact number", "Employer postcode"),
        *("Former school", "Previous surname", "Next of kin phone", "Student number"),
        *("Date", "Planned hours per week", "School postcode", "Date of review"),
        *("Learner reference", "Sibling UPN", "College email", "Chosen school"),
        *("Surname of parent", "DOB of sibling", "Has the learner left?", "Std"),
        "Surname / Date of birth",
    ],
)
def test_a_heading_that_is_another_or_could_be_two_is_not_taken(heading: str) -> None:
    assert Headings(enrolment.columns.READ).positions([heading]) == {}


def test_such_a_heading_is_asked_about(write: Write) -> None:
    head = ["Surname", "Forename", "DOB", "Date", "Status"]
    path = write("list.csv", written([head, ["Holt", "Ann", "03/04/2009", "", ""]]))
    seen = {
        it.heading: it.means
        for it in feeds.seen_headings.seen([path], "provider-enrolment")
    }
    assert (seen["Date"], seen["Status"]) == (None, None)
    with pytest.raises(Unreadable, match="it has no column StartDate"):
        FEEDS["provider-enrolment"].read([path])


CENSUSES = {
    "a school system's report": (
        "Legal Surname|Legal Forename|Date of Birth|UPN|Former UPN|ULN|Year Group"
        "|Date of Admission|Enrolment Status|Home Postcode",
        "surname forename dob upn former_upn uln year_group entry_date enrol_status"
        " postcode",
    ),
    "short words": (
        "Last Name (Legal)|First Name (Legal)|D.O.B|Pupil UPN|NC Year|DOA",
        "surname forename dob upn year_group entry_date",
    ),
    "a council's analyst": (
        "PUPIL_SURNAME|PUPIL_FORENAME|PUPIL_DOB|PUPIL_UPN|NC_YEAR_ACTUAL|ENROL_STATUS",
        "surname forename dob upn year_group enrol_status",
    ),
}


@pytest.mark.parametrize("title", CENSUSES)
def test_the_columns_of_a_census_are_understood(
    write: Write, context: Context, title: str
) -> None:
    headings, names = CENSUSES[title]
    given, line = with_values(headings, names)
    found = Headings(census.columns.READ).positions(given)
    assert found == dict(enumerate(names.split()))
    path = write("list.csv", written([given, line]))
    assert recognise(path) == "school-census"
    meant = meaning(path, context, "school-census")
    assert (meant.identity.given, meant.identity.family) == ("Ann", "Holt")
    assert meant.identity.upn == "F359403416001"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Enrolled", "there"),
        ("Continuing", "there"),
        ("Leaver", "gone"),
        ("Withdrawn", "gone"),
        ("Applicant", "nothing"),
        ("P", "nothing"),
        ("Did not enrol", "nothing"),
    ],
)
def test_the_status_of_a_list_counts(
    write: Write, context: Context, status: str, expected: str
) -> None:
    head = ["Surname", "Forename", "DOB", "Start date", "Learner Enrolment Status"]
    path = write(
        "list.csv", written([head, ["Holt", "Ann", "03/04/2009", "07/09/2026", status]])
    )
    meant = meaning(path, context, "provider-enrolment")
    doing = [it for it in meant.statements if isinstance(it, Doing)]
    messages = " ".join(problem.message for problem in meant.problems)
    if expected == "there":
        assert doing[0].ends is None and status not in messages
    elif expected == "gone":
        assert doing[0].gone_by and status in messages
    else:
        assert doing == [] and status in messages
    assert meant.usable
