"""A Jobcentre's list: lawful cells alone, and no statement. Everybody is invented."""

from dataclasses import replace

import pytest

from tests.feeds.conftest import Write
from tracker.domain.law.gateways import GATEWAYS
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS, recognise

FEED = FEEDS["jobcentre-claimants"]

pytestmark = pytest.mark.law("L-08")

HEADINGS = (
    "Claimant name,Date of birth,Address line 1,Town,Postcode,Parent/carer name,"
    "Parent address,NINO,Mobile,Claim start date"
)
LINE = (
    '"Holtby, Amina",03/10/2009,1 Sample Street,Wigan,WN1 1AZ,Ruth Holtby,'
    "2 Other Street,QQ123456C,07700 900123,01/11/2026"
)


def rows(write: Write, context: Context, *lines: str, headings: str = HEADINGS):
    path = write("list.csv", "\n".join((headings, *lines)) + "\n")
    reading = FEED.read([path], context)
    return [row.values for row in reading.rows], reading.notes


def test_only_what_the_law_names_is_read(write: Write, context: Context) -> None:
    (row,), notes = rows(write, context, LINE)
    assert row == {
        "full_name": "Holtby, Amina",
        "dob": "03/10/2009",
        "address_1": "1 Sample Street",
        "town": "Wigan",
        "postcode": "WN1 1AZ",
        "parent_name": "Ruth Holtby",
        "parent_address": "2 Other Street",
    }
    assert notes == [
        "Columns that may not be kept, and of which nothing is stored: NINO, Mobile, "
        "Claim start date."
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1 Sample Street QQ 12 34 56 C", "1 Sample Street"),
        ("1 Sample Street, tel. 07700 900123", "1 Sample Street, tel."),
        ("+44 7700 900 123", None),
        ("amina@example.org, 1 Sample Street", "1 Sample Street"),
        ("Flat 012, 1066 Sample Street", "Flat 012, 1066 Sample Street"),
        ("AB12 3CD Mill, 10 Sample Street", "AB12 3CD Mill, 10 Sample Street"),
    ],
)
def test_a_number_within_a_lawful_cell_is_taken_out(
    write: Write, context: Context, written: str, kept: str | None
) -> None:
    line = LINE.replace("1 Sample Street", f'"{written}"')
    (row,), notes = rows(write, context, line)
    assert row.get("address_1") == kept
    assert len(notes) == (1 if kept == written else 2)


def test_a_number_in_place_of_a_birthday_is_taken_out_and_a_date_is_not(
    write: Write, context: Context
) -> None:
    found, _ = rows(
        write,
        context,
        LINE.replace("03/10/2009", "QQ123456C"),
        LINE.replace("03/10/2009", "03-10-2009 00:00:00"),
    )
    assert [row.get("dob") for row in found] == [None, "03-10-2009 00:00:00"]


def test_a_line_states_nothing_and_its_cells_are_all_sealed(
    write: Write, context: Context
) -> None:
    (row,), _ = rows(write, context, LINE)
    meaning = FEED.interpret(row, False, 2, context)
    assert meaning.by_day == ((context.as_at, ()),)
    assert meaning.identity.full_name == "Amina Holtby"
    assert FEED.sealed_cells(row) == row.keys()


@pytest.mark.parametrize(
    "line",
    [
        '"Zzyzxholt, Quillfred",31/02/2009,1 A Street,Wigan,WN1 1AZ,,,,,',
        '"Zzyzxholt, Quillfred",03/10/1949,1 A Street,Wigan,NOT ONE,,,,,',
        f'"{"Zzyzxholt" * 30}, Quillfred",,1 A Street,Wigan,WN1 1AZ,,,,,',
        '"Zzyzxholt, Qu?llfred\ufffd",03/10/2030,1 A Street,Wigan,WN1 1AZ,,,,,',
        '"Zzyzxholt, Quillfred",03/10/2009,1 A,Wigan,WN1 1AZ,,,,,,Zzyzx,Zzyzx',
    ],
)
def test_no_problem_quotes_a_cell(write: Write, context: Context, line: str) -> None:
    (row,), _ = rows(write, context, line)
    problems = FEED.interpret(row, False, 2, context).problems
    assert problems
    for each in problems:
        assert each.message.startswith(("There is no", "The cells do not"))


def test_it_is_known_by_the_words_of_a_claim(write: Write) -> None:
    for number, headings in enumerate(
        (
            HEADINGS,
            "Forename,Surname,DOB,Postcode,Jobcentre",
            "First name,Last name,DOB,Postcode,Start date,UC claim date",
        )
    ):
        assert recognise(write(f"{number}.csv", f"{headings}\n{LINE}\n")) == FEED.name


@pytest.mark.parametrize(
    "headings",
    [
        "Forename,Surname,DOB,Postcode",
        "Forename,Surname,DOB,Postcode,NINO",
        "Forename,Surname,DOB,Postcode,StartDate,NINumber",
        "Forename,Surname,DOB,UPN,StartDate,EndDate,Course",
    ],
)
def test_a_list_that_may_be_of_learners_is_not_taken_for_one(
    write: Write, headings: str
) -> None:
    path = write("list.csv", f"{headings}\nAmina,Holtby,03/10/2009,,,,\n")
    assert recognise(path) != FEED.name


@pytest.mark.parametrize(
    "headings",
    [
        "Forename,Surname,DOB,UPN,Postcode",
        "Forename,Surname,DOB,Postcode,ULN,StartDate,EndDate,CourseTitle,Level",
        "YoungPersonsID,GivenName,FamilyName,DOB,ActivityCode,PeriodEnd",
    ],
)
def test_a_list_of_learners_is_refused_as_one(
    write: Write, context: Context, headings: str
) -> None:
    with pytest.raises(Unreadable, match="is not a list from a Jobcentre"):
        rows(write, context, "Amina,Holtby,03/10/2009", headings=headings)


def test_a_list_of_claimants_is_refused_as_an_enrolment_list(
    write: Write, context: Context
) -> None:
    headings = "Forename,Surname,DOB,Postcode,StartDate,UC claim date"
    path = write("list.csv", f"{headings}\nAmina,Holtby,03/10/2009,WN1 1AZ,,\n")
    with pytest.raises(Unreadable, match="looks like a list from a Jobcentre"):
        list(FEEDS["provider-enrolment"].read([path], context).rows)


def test_a_signal_that_leaves_a_cell_open_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="all of its cells are sealed"):
        replace(FEED, sealed_cells=lambda raw: frozenset(raw) - {"postcode"})


@pytest.mark.law("L-09")
def test_it_comes_in_by_an_agreement_alone() -> None:
    gateway = GATEWAYS[FEED.gateway]
    assert not gateway.by_law
    assert gateway.fields == ("name", "born", "address", "postcode", "parent")
    assert gateway.party.value == "jobcentre"
