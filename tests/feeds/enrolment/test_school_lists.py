"""Lists as schools' and colleges' own systems print them: both names in one column,
admission dates, completion statuses, year groups, cells that hold nothing.

Everybody is invented.
"""

from datetime import date

import pytest

from tests.feeds.written_lists import OF_A_SCHOOL, Write, doing, read, text_of
from tracker.feeds import census, enrolment
from tracker.feeds.cells.written_names import parted
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.headings.matched_headings import Headings
from tracker.feeds.registry import recognise


@pytest.fixture
def context() -> Context:
    return OF_A_SCHOOL


BOTH = {
    "surname_first": (
        *("Pupil Name (Surname, Forename)", "Surname, Forename", "SURNAME_FORENAME"),
        *("Last, First", "Last Name, First Name", "Name (Surname first)"),
        *("Learner's name (Last, First)", "Surname/Forename", "Surname & first name"),
        *("Name: Surname, Forename(s)", "Surname Forename Middle Name"),
        *("Family name then given names", "Student (Surname, Forename)"),
        "Legal Surname, Legal Forename",
    ),
    "forename_first": (
        *("Name (Forename Surname)", "First Last", "Forename and Surname"),
        *("Full Name (Forename, Surname)", "Student First name Last name"),
        *("Forename Middle name Surname", "Given name(s) / Family name"),
    ),
    "full_name": ("Name", "Pupil Name", "Full name", "Name of learner"),
}


@pytest.mark.parametrize(
    ("heading", "name"), [(each, name) for name, some in BOTH.items() for each in some]
)
@pytest.mark.parametrize(
    "columns",
    [enrolment.columns.READ, census.columns.READ],
    ids=["list", "census"],
)
def test_a_heading_gives_the_order_of_both_names(
    columns, heading: str, name: str
) -> None:
    assert Headings(columns).positions([heading]) == {0: name}


@pytest.mark.parametrize(
    "heading",
    [
        *("Parent (Surname, Forename)", "Preferred Surname, Preferred Forename"),
        *("Surname, Forename of parent", "Teacher (Surname, Forename)", "First"),
        *("Surname, Date of birth", "Former surname, forename", "Last school"),
        "Name of school",
    ],
)
def test_names_of_others_are_no_names_of_the_learner(heading: str) -> None:
    assert not {"surname_first", "forename_first", "full_name"} & set(
        Headings(enrolment.columns.READ).positions([heading]).values()
    )


NAMES = [
    # cell, surname stands first, given, family
    ("Holt, Ann", True, "Ann", "Holt"),
    ("HOLT Ann Marie", True, "Ann Marie", "HOLT"),
    ("VAN DER BERG Ann", True, "Ann", "VAN DER BERG"),
    ("Holt Ann", True, "Ann", "Holt"),
    ("van der Berg Ann", True, "Ann", "van der Berg"),
    ("O'Neill-Smith, Ann (Annie)", True, "Ann", "O'Neill-Smith"),
    ("HOLT ANN", True, "ANN", "HOLT"),
    ("Al Rashid, Omar", True, "Omar", "Al Rashid"),
    ("Nguyễn Thị, Hoa", True, "Hoa", "Nguyễn Thị"),
    ("Holt, Miss Ann", True, "Ann", "Holt"),
    ("Ann Holt", False, "Ann", "Holt"),
    ("Ann, Holt", False, "Ann", "Holt"),
    ("Miss Ann Holt", False, "Ann", "Holt"),
    ("Ann Marie van der Berg", False, "Ann Marie", "van der Berg"),
    ("Maria da Silva", False, "Maria", "da Silva"),
    ("Al Smith", False, "Al", "Smith"),
    ("Anne St John", None, "Anne", "St John"),
    ("Holt, Ann", None, "Ann", "Holt"),
    ("Ann Holt", None, "Ann", "Holt"),
    ("Teller", True, "", "Teller"),
    ("Teller", None, "", "Teller"),
    ("", None, "", ""),
]


@pytest.mark.parametrize(("cell", "first", "given", "family"), NAMES)
def test_both_names_of_a_cell(cell: str, first, given: str, family: str) -> None:
    assert parted(cell, surname_first=first) == (given, family)


STARTS = (
    *("Date of Admission", "Admission Date", "On roll date", "Date on roll", "DOA"),
    *("Entry date", "Date admitted", "School entry date", "Joining date", "Enr Date"),
    *("Enrolled on", "Commenced", "Prog Start", "Date of joining", "Enrolment start"),
)


@pytest.mark.parametrize("heading", STARTS)
def test_a_list_may_call_the_first_day_an_admission(
    write: Write, context: Context, heading: str
) -> None:
    (meant,), _ = read(
        write,
        context,
        [
            f"Pupil Name (Surname, Forename)|DOB|Legal Sex|{heading}",
            "Holt, Ann|3-Apr-09|F|1-Sep-26",
        ],
    )
    assert (meant.identity.given, meant.identity.family) == ("Ann", "Holt")
    assert meant.identity.born == date(2009, 4, 3)
    found = doing(meant)
    assert found is not None and found.starts == date(2026, 9, 1)
    assert meant.usable and meant.problems == ()


RECOGNISED = [
    # a school's roll with what only a census has
    ("Surname|Forename|DOB|UPN|Year Group|Date of Admission|SEN Status", "census"),
    ("Pupil Name|DOB|UPN|NCY|Admission Date", "census"),
    ("Surname|Forename|DOB|UPN|Date of Admission", "census"),
    ("Surname|Forename|DOB|UPN|NCyearActual|EntryDate|EnrolStatus", "census"),
    # a list of courses, whatever the heading of the first day
    ("Surname|Forename|DOB|UPN|Date of Admission|Course|Planned End Date", "list"),
    ("Surname|Forename|DOB|ULN|Enrolment Status|Start Date|Course Title", "list"),
    ("Surname, Forename|DOB|ULN|Date on roll|Full time|Expected end", "list"),
    ("Surname|Forename|DOB|UPN|Enrolment Date", "list"),
    ("Surname|Forename|DOB|Admission Date", "list"),
    # too little for either
    ("Surname|NCyearActual|Forename", "census"),
    ("Surname|Forename|Shoe size", None),
]


@pytest.mark.parametrize(("headings", "kind"), RECOGNISED)
def test_a_list_is_distinguished_from_a_census(
    write: Write, headings: str, kind
) -> None:
    path = write("list.csv", text_of([headings.split("|")]))
    feeds = {"census": "school-census", "list": "provider-enrolment", None: None}
    assert recognise(path) == feeds[kind]


def test_a_whole_census_is_no_list_and_no_list_has_an_agreement(
    write: Write, context: Context
) -> None:
    whole = (
        "Estab|UPN|FormerUPN|Surname|Forename|PreferredSurname|FormerSurname|Gender|DoB"
        "|EnrolStatus|EntryDate|NCyearActual|Ethnicity|SENprovision|Postcode|PAON|Street"
    )
    with pytest.raises(Unreadable, match="looks like a school census; import it as"):
        read(write, context, [whole])
    with pytest.raises(Unreadable, match="agreement in the column YSSA") as refused:
        read(write, context, ["Surname|Forename|DOB|Start date|YSSA"])
    assert str(refused.value).count(".") == 2  # the file's name has one too


def test_a_census_with_both_names_in_one_cell(write: Write, context: Context) -> None:
    rows = [
        "Pupil Name (Surname, Forename)|D.O.B.|UPN|NCY|Admission Date|Enrolment Status",
        "van der Berg, Ann Marie|03/04/2011|F359403416001|Year 11|01/09/2021|C",
        "O'Neill, Ben|03/05/2009|G359403416002|Y12|01/09/2020|C",
        "Lamb, Cat|03/05/2009|H359403416003|12.0|01/09/2020|C",
        "Pine, Dee|03/12/2013|J359403416004|NC Year 8|01/09/2024|C",
    ]
    found, notes = read(write, context, rows, "school-census")
    names = [(it.identity.given, it.identity.family) for it in found]
    assert names == [("Ann Marie", "van der Berg"), ("Ben", "O'Neill"), ("Cat", "Lamb")]
    activities = [it.activity for it in map(doing, found) if it is not None]
    assert activities == ["110", "210", "210"]
    assert any("nor 13 or older: 1" in note for note in notes)


def test_a_school_list_leaves_its_younger_pupils_out(
    write: Write, context: Context
) -> None:
    rows = [
        "Surname|Forename|DOB|Date of Admission|Yr",
        "Holt|Ann|03/04/2009|07/09/2020|12",
        "Lamb|Ivy|03/04/2015|07/09/2026|7",
        "Pine|Una|03/12/2013|07/09/2025|8",
        "Reed|Kit|03/10/2013|07/09/2025|8",
    ]
    found, notes = read(write, context, rows)
    assert [it.identity.family for it in found] == ["Holt", "Reed"]
    assert any("Year 8 or below and not yet 13: 2." in note for note in notes)


def test_the_first_year_of_a_course_is_no_year_1(
    write: Write, context: Context
) -> None:
    rows = ["Surname|Forename|DOB|Start date|Yr", "Holt|Ann|03/04/2009|07/09/2026|1"]
    (meant,), notes = read(write, context, rows)
    assert meant.identity.family == "Holt"
    assert not any("Year 8" in note for note in notes)


def test_preferred_names_are_other_names_or_the_only_ones(
    write: Write, context: Context
) -> None:
    head = "Legal Surname|Legal Forename|Preferred Surname|Preferred Forename"
    rows = [
        f"{head}|DOB|Start date",
        "Holt|Annabel|Marsh|Annie|03/04/2009|07/09/2026",
        "Holt|Ben|Holt|Ben|03/05/2009|07/09/2026",
        "||Pine|Una|03/06/2009|07/09/2026",
    ]
    found, _ = read(write, context, rows)
    assert found[0].identity.other_names == (("Annie", "Marsh"),)
    assert found[1].identity.other_names == ()
    assert (found[2].identity.given, found[2].identity.family) == ("Una", "Pine")


def test_words_that_programs_write_into_empty_cells_are_ignored(
    write: Write, context: Context
) -> None:
    rows = [
        "Surname|Forename|DOB|Start date|End date|ULN|EHCP|Middle names",
        "Null|Ann|03/04/2009|07/09/2026|NULL|N/A|-|(null)",
    ]
    (meant,), _ = read(write, context, rows)
    assert meant.identity.family == "Null"
    assert meant.identity.uln is None
    assert meant.problems == ()


@pytest.mark.parametrize(
    "written",
    [
        *("1-Sep-26", "01/09/2026", "Tuesday, 1 September 2026", "Tue 01 Sep 2026"),
        *("September 1, 2026", "Sep 1st 2026", "1st Sept 2026", "2026-Sep-01 00:00:00"),
        *("46266", "20260901", "01.09.2026", "'01/09/26"),
    ],
)
def test_days_as_programs_write_them(write: Write, context: Context, written) -> None:
    rows = ["Surname|Forename|DOB|Start date", f"Holt|Ann|03/04/2009|{written}"]
    (meant,), _ = read(write, context, rows)
    found = doing(meant)
    assert found is not None and found.starts == date(2026, 9, 1)
