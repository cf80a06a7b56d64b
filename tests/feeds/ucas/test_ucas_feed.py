"""Lists of applications to universities. Everybody is invented."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.history.evidence import Doing, Offer
from tracker.domain.law.gateways import GATEWAYS
from tracker.domain.law.restrictions import MAY_BE_PASSED_ON
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.row_meaning import Interpretation
from tracker.feeds.ucas import ucas_words

FEED = FEEDS["ucas"]
SENDER = InstitutionRef(urn="130500", name="Testham College (invented)")
AUGUST = Context("359", date(2027, 8, 20), institution=SENDER)
HEAD = (
    "Forename,Surname,DOB,Postcode,Year Group,UCAS Personal ID,University,"
    "Institution Code,Course,Application Date,UCAS Status,Reply,Status Date,"
    "Start Date,Entry Year,Deferred"
)
GIVEN = {
    "Forename": "Zoë",
    "Surname": "Nguyễn",
    "DOB": "03/04/2009",
    "UCAS Personal ID": "1234567890",
    "University": "University of Leeds",
    "Course": "Law",
    "UCAS Status": "Placed",
}
Meaning = Callable[..., Interpretation]


@pytest.fixture
def one(write) -> Meaning:
    """The meaning of one row in which some cells differ from the usual."""

    def meaning(*, context: Context = AUGUST, **cells: str) -> Interpretation:
        given = {**GIVEN, **{k.replace("_", " "): v for k, v in cells.items()}}
        head = HEAD.split(",")
        row = ",".join(f'"{given.get(name, "")}"' for name in head)
        path = write("list.csv", f"{HEAD}\n{row}\n")
        (found,) = FEED.read([path], context).rows
        return FEED.interpret(found.values, found.restricted, found.line, context)

    return meaning


def stated(found: Interpretation) -> tuple[list[Offer], list[Doing], set[date]]:
    every = [(day, each) for day, some in found.by_day for each in some]
    return (
        [each for _, each in every if isinstance(each, Offer)],
        [each for _, each in every if isinstance(each, Doing)],
        {day for day, each in every if isinstance(each, Offer | Doing)},
    )


def test_a_placed_applicant_is_expected_from_the_autumn(one: Meaning) -> None:
    found = one()
    assert found.problems == () and found.usable
    offers, doing, days = stated(found)
    at = InstitutionRef(name="University of Leeds")
    assert offers == [Offer(13, at=at, course="Law", stage="accepted")]
    assert doing == [Doing("240", at=at, starts=date(2027, 10, 1))]
    assert days == {AUGUST.as_at}
    assert not FEED.tier.verifies


#: The cells, and the first day of the place.
STARTS = {
    "by its day": ({"Start_Date": "20/09/2027"}, date(2027, 9, 20)),
    "by its year": ({"Entry_Year": "2027/28"}, date(2027, 10, 1)),
    "by a month and a year": ({"Entry_Year": "September 2027"}, date(2027, 10, 1)),
    "deferred to a year": ({"Entry_Year": "2028", "Deferred": "Y"}, date(2028, 10, 1)),
    "deferred without a year": ({"Deferred": "Y"}, None),
    "no year": ({"Entry_Year": "next"}, None),
    "a wrong year": ({"Start_Date": "20/09/2072"}, None),
    "a year long past": ({"Entry_Year": "2017"}, None),
    "a day that is none": ({"Start_Date": "31/09/2027", "Entry_Year": ""}, None),
}


@pytest.mark.parametrize("kind", STARTS)
def test_the_first_day_of_a_place_is_known_or_nothing_is_claimed(
    one: Meaning, kind: str
) -> None:
    cells, day = STARTS[kind]
    found = one(**cells)
    offers, doing, _ = stated(found)
    if kind == "a day that is none":
        # August shows the year; the day is a problem of its cell.
        assert [each.starts for each in doing] == [date(2027, 10, 1)]
        assert found.problems
        return
    assert [each.starts for each in doing] == ([day] if day else [])
    assert bool(found.problems) is (day is None)
    assert len(offers) == 1 and found.usable


def test_a_place_in_winter_without_a_year_is_no_activity(one: Meaning) -> None:
    winter = replace(AUGUST, as_at=date(2027, 1, 29))
    offers, doing, _ = stated(one(context=winter))
    assert len(offers) == 1 and not doing


def test_a_late_list_claims_no_more_than_the_first_month(one: Meaning) -> None:
    late = replace(AUGUST, as_at=date(2028, 3, 1))
    _, doing, days = stated(one(context=late, Entry_Year="2027"))
    assert doing and days == {date(2027, 10, 31)}


@pytest.mark.parametrize(
    ("word", "reply", "stage"),
    [
        ("Conditional firm (CF)", "", "accepted"),
        ("C", "", "conditional"),
        ("C", "F", "accepted"),
        ("U", "I", "offer"),
        ("Unconditional offer", "Decline", "declined"),
        ("R", "F", "refused"),
        ("Applied", "", "applied"),
        ("DBD", "", "declined"),
        ("Withdrawn", "", "withdrawn"),
        ("unplaced", "", "refused"),
    ],
)
def test_every_other_stage_is_an_application_alone(
    one: Meaning, word: str, reply: str, stage: str
) -> None:
    found = one(UCAS_Status=word, Reply=reply)
    offers, doing, _ = stated(found)
    assert [each.stage for each in offers] == [stage]
    assert not doing and found.problems == ()


@pytest.mark.parametrize("cells", [{"UCAS_Status": "Hmm"}, {"Reply": "Hmm"}])
def test_a_word_that_is_not_known_stops_its_line_and_names_those_that_are(
    one: Meaning, cells: dict[str, str]
) -> None:
    found = one(**cells)
    assert not found.usable
    (problem,) = found.problems
    assert "Hmm" in problem.message and "Placed" in problem.message
    assert "Conditional offer" in ucas_words.NAMED


def test_a_university_by_its_code_or_by_any_name(one: Meaning) -> None:
    (offer,), _, _ = stated(one(University="", Institution_Code="l14"))
    assert offer.at == InstitutionRef(name="Lancaster University")
    (offer,), _, _ = stated(one(University="Ysgol Gerdd Nowhere"))
    assert offer.at == InstitutionRef(name="Ysgol Gerdd Nowhere")
    found = one(University="", Institution_Code="Q99")
    assert stated(found)[0][0].at is None
    (problem,) = found.problems
    assert "Q99" in problem.message and found.usable


def test_the_personal_id_is_that_of_the_source_alone(one: Meaning) -> None:
    found = one(UCAS_Personal_ID="123-456-7890")
    assert found.identity.reference == "UCAS 1234567890"
    assert (found.identity.uln, found.identity.upn) == (None, None)
    found = one(UCAS_Personal_ID="12345")
    assert found.identity.reference == "" and found.usable
    assert "10 digits" in found.problems[0].message


@pytest.mark.parametrize(
    ("born", "usable"),
    [
        ("03/04/2010", True),  # Year 12 in summer: for the next year
        ("03/04/2011", False),
        ("03/04/2007", True),
    ],
)
def test_only_those_who_apply_from_year_13_are_read(
    one: Meaning, born: str, usable: bool
) -> None:
    assert one(DOB=born).usable is usable


def test_an_older_applicant_counts_only_with_a_plan(one: Meaning) -> None:
    assert one(DOB="03/04/2006").needs_plan
    assert not one(DOB="03/04/1999").usable


def test_of_a_restricted_young_person_no_application_is_passed_on(one, write) -> None:
    row = {
        "surname": "Holt",
        "forename": "Ann",
        "dob": "03/04/2009",
        "ucas_id": "1234567890",
        "university": "Leeds",
        "application_status": "Placed",
    }
    kept = FEED.of_restricted(row, AUGUST.as_at)
    assert kept.keys() <= MAY_BE_PASSED_ON
    found = FEED.interpret(kept, True, 2, AUGUST)
    assert stated(found)[:2] == ([], []) and found.identity.reference == ""


def test_the_gateway_covers_what_a_list_brings() -> None:
    fields = GATEWAYS[FEED.gateway].fields
    assert {"guarantee", "status", "since", "institution"} <= set(fields)


#: The headings of three authors.
HEADS = [
    "Personal ID,First name,Last name,Date of birth,University/College,Course,Decision,"
    "Reply",
    "UCAS ID;Surname;Forename;DOB;HE Provider;Course title;Application status",
    "Name,DOB,Tutor group,University,Course,Status",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_list_is_known_by_its_own_headings(write, head: str) -> None:
    assert recognise(write("list.csv", f"{head}\nx\n")) == "ucas"


@pytest.mark.parametrize(
    ("head", "feed"),
    [
        ("Applicant Name,DOB,College,Course,Application Status", "offers"),
        ("Surname,Forename,DOB,UPN,Intended Destination", "intended-destinations"),
        ("Forename,Surname,DOB,ULN,Course,Start Date,Enrolment Status", None),
    ],
)
def test_another_list_is_none(write, head: str, feed: str | None) -> None:
    found = recognise(write("list.csv", f"{head}\nx\n"))
    assert found == feed if feed else found != "ucas"


def test_the_second_choice_of_a_wide_list_is_named_as_not_read(write) -> None:
    head = "UCAS ID,Name,DOB,University,Course,Status,Insurance university"
    path = write("list.csv", f"{head}\n1234567890,Ann Holt,3/4/2009,A,Law,Firm,B\n")
    reading = FEED.read([path], AUGUST)
    assert len(list(reading.rows)) == 1
    assert reading.notes == ["Columns not read: Insurance university."]
