"""Lists of residents who learn elsewhere, as councils write them. All invented."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.history.evidence import Doing, Tier, as_json, from_json
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.neighbours.feed import code_of_council
from tracker.feeds.registry import FEEDS, recognise, rolls
from tracker.feeds.row_meaning import Interpretation

FEED = FEEDS["educated-elsewhere"]
BOLTON = InstitutionRef(authority="350")
AUTUMN = Context("359", date(2026, 11, 2), institution=BOLTON)

HEAD = (
    "Forename,Surname,DOB,Sex,Postcode,UPN,ULN,YearGroup,DfENo,URN,UKPRN,ProviderName,"
    "StartDate,HomeLA,EducatedLA,AsAtDate"
)
GIVEN = {
    "Forename": "Ann",
    "Surname": "Holt",
    "DOB": "03/04/2010",
    "Postcode": "WN1 1AZ",
    "URN": "130888",
}

Meaning = Callable[..., Interpretation]


def meanings(path: Path, **rest: object) -> list[Interpretation]:
    return [
        FEED.interpret(row.values, row.restricted, row.line, AUTUMN)
        for row in FEED.read([path], AUTUMN, **rest).rows
    ]


@pytest.fixture
def one(write) -> Meaning:
    """The meaning of one row in which some cells differ from the usual."""

    def meaning(**cells: str) -> Interpretation:
        given = {**GIVEN, **cells}
        row = ",".join(f'"{given.get(name, "")}"' for name in HEAD.split(","))
        (found,) = meanings(write("list.csv", f"{HEAD}\n{row}\n"))
        return found

    return meaning


def doings(found: Interpretation) -> list[Doing]:
    return [each for each in found.statements if isinstance(each, Doing)]


def test_the_list_finds_a_young_person_and_confirms_nothing() -> None:
    assert FEED.tier is Tier.THIRD_PARTY
    assert not FEED.tier.verifies
    assert FEED.name not in rolls()
    assert key_of(BOLTON) == "authority:350"


def test_a_resident_of_sixth_form_age_learns_there(one: Meaning) -> None:
    found = one(StartDate="07/09/2026")
    (doing,) = doings(found)
    assert doing == Doing(
        None, at=InstitutionRef(urn="130888"), starts=date(2026, 9, 7)
    )
    assert from_json(as_json(doing)) == doing
    assert found.as_at == AUTUMN.as_at
    assert found.problems == ()


def test_a_resident_of_year_11_is_at_school(one: Meaning) -> None:
    (doing,) = doings(one(DOB="03/04/2011"))
    assert doing.activity == "110"


def test_one_who_came_in_year_7_is_in_the_sixth_form_from_september(one) -> None:
    (doing,) = doings(one(StartDate="03/09/2021"))
    assert doing.starts == date(2026, 9, 1)


def test_a_number_of_four_digits_is_of_the_council_that_sent_it(one) -> None:
    (doing,) = doings(one(URN="", DfENo="8100"))
    assert doing.at == InstitutionRef(laestab="3508100")


def test_or_of_the_council_of_education_where_the_row_names_another(one) -> None:
    (doing,) = doings(one(URN="", DfENo="8100", EducatedLA="St Helens Council"))
    assert doing.at == InstitutionRef(laestab="3428100")


def test_without_a_place_the_young_person_alone_is_recorded(one: Meaning) -> None:
    found = one(URN="")
    assert doings(found) == []
    assert found.usable
    assert "it is not recorded where they learn" in found.problems[0].message


def test_a_place_that_they_go_to_later_is_none_yet(one: Meaning) -> None:
    found = one(StartDate="04/01/2027")
    assert doings(found) == []
    assert "after 2 November 2026" in found.problems[0].message


def test_each_row_may_have_its_day_and_none_may_be_after_the_list(one) -> None:
    assert one(AsAtDate="01/10/2026").as_at == date(2026, 10, 1)
    later = one(AsAtDate="01/12/2026")
    assert later.as_at == AUTUMN.as_at
    assert "after 2 November 2026" in later.problems[0].message


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("359", "359"),
        ("Wigan", "359"),
        ("WIGAN MBC", "359"),
        ("Wigan Metropolitan Borough Council", "359"),
        ("E08000010", "359"),
        ("Bolton", "350"),
        ("Narnia", None),
    ],
)
def test_a_council_is_named_in_many_ways(written: str, code: str | None) -> None:
    assert code_of_council(written) == code


def test_a_home_that_is_no_council_is_left_out_and_counted(write) -> None:
    path = write("l.csv", f"{HEAD}\nAnn,Holt,03/04/2010,,,,,,,130888,,,,Narnia,,\n")
    reading = FEED.read([path], AUTUMN)
    (row,) = reading.rows
    assert "LeadLEA" not in row.values
    assert reading.notes == [
        "Cells of l.csv with the name of no authority, which were left out: 1."
    ]


#: Lists as three councils would write them.
OTHERS = {
    "one sheet of a data team": (
        "Legal Surname,Legal Forename,Date of Birth,Home Postcode,Unique Pupil Number,"
        "NC Year,School Name,School LAESTAB,Home Local Authority,LA of Education\n"
        "Holt,Ann,03/04/2011,WN1 1AZ,,11,Bolton High (invented),350/4001,Wigan,Bolton\n"
    ),
    "a system of caseloads": (
        "Client Name,DOB,Gender,Post Code,ULN,Establishment,URN,LA of Residence,"
        "Educated LA\n"
        '"Holt, Ann",2010-04-03,Female,WN1 1AZ,,Lake College,130888,Wigan,350\n'
    ),
    "by semicolons, with a title above": (
        "Wigan residents in Bolton;;;;;\n"
        "Surname;First name;Date of birth;School attended;Resident LA;Educated LA\n"
        "Holt;Ann;03.04.2010;Lake College;359;350\n"
    ),
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_councils_use_headings_of_their_own(write, content: str) -> None:
    path = write("theirs.csv", content)
    assert recognise(path) == "educated-elsewhere"
    (found,) = meanings(path)
    assert (found.identity.given, found.identity.family) == ("Ann", "Holt")
    assert found.problems == ()
    assert len(doings(found)) == 1


def test_headings_that_are_explained_once_are_read(write) -> None:
    path = write("t.csv", "Nachname,Surname 2,DOB,Where\nHolt,,03/04/2010,Lake\n")
    aliases = {"nachname": "surname", "surname2": "forename", "where": "provider"}
    (found,) = meanings(path, aliases=aliases)
    (doing,) = doings(found)
    assert doing.at == InstitutionRef(name="Lake")


@pytest.mark.parametrize(
    "head",
    [
        "Forename,Surname,DOB,Postcode,UPN,School",
        "Forename,Surname,DOB,Postcode,ULN,DfENo,StartDate",
        "Forename,Surname,DOB,Postcode,ULN,DfENo,StartDate,Home LA",
    ],
)
def test_a_list_of_a_school_or_college_is_not_taken_for_one(write, head) -> None:
    cells = ",".join("1" for _ in head.split(","))
    assert recognise(write("list.csv", f"{head}\n{cells}\n")) != FEED.name


def test_young_children_are_left_out_and_counted(write) -> None:
    head = "Forename,Surname,DOB,YearGroup,URN"
    rows = "Ann,Holt,03/04/2018,3,130888\nBea,Holt,03/04/2011,11,130888\n"
    reading = FEED.read([write("all.csv", f"{head}\n{rows}")], AUTUMN)
    assert [row.values["forename"] for row in reading.rows] == ["Bea"]
    assert "not yet 13: 1." in reading.notes[0]


def test_nothing_but_who_and_where_is_kept(write) -> None:
    head = "Forename,Surname,DOB,URN,Ethnicity,Mobile,EHCP,Home LA"
    path = write("l.csv", f"{head}\nAnn,Holt,03/04/2010,130888,WBRI,07700,Y,Wigan\n")
    reading = FEED.read([path], AUTUMN)
    (row,) = reading.rows
    assert set(row.values) == {"forename", "surname", "dob", "urn", "LeadLEA"}
    assert reading.notes == ["Columns not read: Ethnicity, Mobile, EHCP."]


def test_a_list_with_answers_of_parents_is_refused(write) -> None:
    path = write("l.csv", "Forename,Surname,DOB,URN,YSSA\nAnn,Holt,03/04/2010,1,No\n")
    with pytest.raises(Unreadable, match="has no place for"):
        FEED.read([path], AUTUMN)


def test_an_adult_counts_only_with_a_plan(one: Meaning) -> None:
    assert one(DOB="03/04/2006").needs_plan
    assert not one().needs_plan
