"""Lists of intended destinations. Everybody is invented."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.history.evidence import Intention, as_json, from_json
from tracker.domain.reference import codes
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds import seen_headings
from tracker.feeds.file_reading import Context
from tracker.feeds.intentions import destination_words
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation

FEED = FEEDS["intended-destinations"]
SCHOOL = InstitutionRef(urn="106500", name="Testham High School (invented)")
WINTER = Context("359", date(2026, 12, 1), institution=SCHOOL)
HEAD = (
    "Forename,Surname,DOB,UPN,YearGroup,IntendedDestination,ProviderName,ProviderURN,"
    "CourseTitle,Applied"
)
GIVEN = {
    "Forename": "Ann",
    "Surname": "Holt",
    "DOB": "03/04/2011",
    "IntendedDestination": "College",
}

Meaning = Callable[..., Interpretation]


@pytest.fixture
def one(write) -> Meaning:
    """The meaning of one row in which some cells differ from the usual."""

    def meaning(*, without: str = "", **cells: str) -> Interpretation:
        head = [each for each in HEAD.split(",") if each not in without.split()]
        given = {**GIVEN, **cells}
        row = ",".join(f'"{given.get(name, "")}"' for name in head)
        path = write("list.csv", f"{','.join(head)}\n{row}\n")
        (found,) = FEED.read([path], WINTER).rows
        return FEED.interpret(found.values, found.restricted, found.line, WINTER)

    return meaning


def intentions(found: Interpretation) -> list[Intention]:
    return [each for each in found.statements if isinstance(each, Intention)]


def test_a_row_is_what_a_pupil_plans(one: Meaning) -> None:
    found = one(ProviderName="Lake College", CourseTitle="Catering", Applied="Y")
    at = InstitutionRef(name="Lake College")
    (plan,) = intentions(found)
    assert plan == Intention("121", at=at, course="Catering", applied=True)
    assert from_json(as_json(plan)) == plan
    assert found.problems == ()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("111", "111"),
        ("121 - College", "121"),
        ("211.0", "211"),
        ("Stay on at school", "111"),
        ("Own 6th form", "111"),
        ("FE College", "121"),
        ("APPRENTICESHIP", "211"),
        ("Job with training", "311"),
        ("Full-time work", "321"),
        ("Gap year", "411"),
        ("Don't know", "511"),
        ("Not sure yet", "511"),
        ("No response", "611"),
        ("Undecided", "511"),
        ("Apprenticeship or traineeship", "211"),
    ],
)
def test_what_schools_write_is_a_code(one: Meaning, written: str, code: str) -> None:
    (plan,) = intentions(one(IntendedDestination=written))
    assert (plan.destination, plan.at) == (code, None)


def test_every_code_has_a_word_that_is_named_to_schools() -> None:
    named = map(destination_words.destination, destination_words.NAMED)
    assert set(named) == set(codes.INTENDED_DESTINATIONS.values)
    assert len(destination_words.unknown("x" * 60)) < 400


@pytest.mark.parametrize("written", ["Plumber", "Army", "1", "1111", "121/211", "?"])
def test_a_word_that_is_not_known_refuses_the_row(one: Meaning, written: str) -> None:
    found = one(IntendedDestination=written)
    assert not found.usable and intentions(found) == []
    sentence = found.problems[0].message
    assert sentence.startswith(f"{written} is not an intended destination")
    assert "School sixth form, College, Apprenticeship" in sentence


@pytest.mark.parametrize(
    ("cells", "code", "problems"),
    [
        ({}, "121", 1),
        ({"ProviderName": "Lake College"}, "121", 0),
        ({"ProviderURN": "106500"}, "111", 0),
        ({"ProviderName": "testham high school (Invented)"}, "111", 0),
    ],
)
def test_a_sixth_form_without_its_school_leaves_the_place_open(
    one: Meaning, cells: dict[str, str], code: str, problems: int
) -> None:
    found = one(IntendedDestination="Sixth form", **cells)
    (plan,) = intentions(found)
    assert plan.destination == code
    assert (plan.at is None) is bool(problems)
    assert found.usable and len(found.problems) == problems


def test_a_list_without_places_is_not_about_the_schools_own(one: Meaning) -> None:
    (plan,) = intentions(one(without="ProviderName ProviderURN"))
    assert plan.at is None


def test_a_row_without_a_destination_is_not_usable(one: Meaning) -> None:
    """It would be taken in as new, and nothing of it recorded."""
    found = one(IntendedDestination="")
    assert intentions(found) == [] and not found.usable
    assert "There is no intended destination" in found.problems[0].message


def test_a_number_is_enough_without_a_date_of_birth(one: Meaning) -> None:
    assert one(DOB="", UPN="F359403416001").problems == ()
    assert "date of birth" in one(DOB="").problems[0].message


OWN = {"IntendedDestination = Level 2 at Lake": "121", "IntendedDestination = Army": ""}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Level 2 at Lake", "121"),
        ("LEVEL 2, at Lake", "121"),
        ("Army", None),
        ("Navy", None),
        ("Apprenticeship", "211"),  # what is known keeps its meaning
    ],
)
def test_a_word_that_its_school_has_explained_is_read(
    write, written: str, code: str | None
) -> None:
    aliases = {**OWN, "IntendedDestination = Apprenticeship": "511"}
    path = write("l.csv", f'Surname,DOB,NextStep\nHolt,03/04/2011,"{written}"\n')
    (row,) = FEED.read([path], WINTER, aliases=aliases).rows
    found = FEED.interpret(row.values, row.restricted, row.line, WINTER)
    assert [each.destination for each in intentions(found)] == ([code] if code else [])
    if code == "121":
        assert row.values["destination"] == f"121 - {written}"


def test_the_words_that_are_new_are_seen_once_each(write) -> None:
    long = "She wants to be a nurse like her mother and will visit the hospital today"
    words = ["Army", "army", "College", "Level 2", long, "", "ARMY."]
    rows = "\n".join(f'Holt{n},03/04/2011,"{it}"' for n, it in enumerate(words))
    path = write("l.csv", f"Surname,DOB,Destination\n{rows}\n")
    known = {"IntendedDestination = level 2": "121"}
    found = seen_headings.seen([path], FEED.name, known)
    assert [(it.heading, it.means, it.samples) for it in found if it.is_word] == [
        ("IntendedDestination = Army", None, ("3 lines",)),
        ("IntendedDestination = Level 2", "121", ("1 line",)),
    ]


def test_without_its_needed_columns_a_list_has_no_words_yet(write) -> None:
    path = write("l.csv", "Kin,Birthday,Destination\nHolt,03/04/2011,Army\n")
    assert not [it for it in seen_headings.seen([path], FEED.name) if it.is_word]


@pytest.mark.parametrize(
    ("heading", "is_noted"), [("Pupil agrees", True), ("Tutor group", False)]
)
def test_a_column_that_may_be_a_consent_is_not_left_out_in_silence(
    write, heading: str, is_noted: bool
) -> None:
    path = write(
        "l.csv", f"Surname,DOB,Destination,{heading}\nHolt,03/04/2011,College,N\n"
    )
    reading = FEED.read([path], WINTER)
    assert len(list(reading.rows)) == 1
    noted = [note for note in reading.notes if "record their answers" in note]
    assert bool(noted) is is_noted


def test_years_after_11_are_refused(one: Meaning) -> None:
    for cells in (
        {"DOB": "03/04/2010"},
        {"DOB": "", "UPN": "F359403416001", "YearGroup": "12"},
    ):
        found = one(**cells)
        assert not found.usable
        assert "a list of intended destinations is of pupils" in str(found.problems)
    assert intentions(one(DOB="03/04/2013"))  # Year 9 has aspirations
    assert intentions(one(DOB="", UPN="F359403416001"))


@pytest.mark.parametrize(
    ("written", "applied"), [("Yes", True), ("n", False), ("", None), ("maybe", None)]
)
def test_whether_they_have_applied(
    one: Meaning, written: str, applied: bool | None
) -> None:
    found = one(Applied=written)
    assert intentions(found)[0].applied is applied
    assert bool(found.problems) is (written == "maybe")


@pytest.mark.law("L-07")
def test_of_a_restricted_pupil_no_plan_is_kept(one: Meaning) -> None:
    row = {each.name: "x" for each in FEED.columns}
    kept = FEED.of_restricted(row, WINTER.as_at)
    assert not {"destination", "course", "applied", "upn"} & set(kept)
    assert not any(each.startswith("place") for each in kept)
    found = FEED.interpret({**GIVEN, "destination": "121"}, True, 2, WINTER)
    assert intentions(found) == []
    assert one().passed_on_by == (SCHOOL,)
    context = replace(WINTER, institution=None)
    assert FEED.interpret({}, False, 2, context).passed_on_by == ()


def test_the_empty_list_is_read_as_what_it_is(write) -> None:
    assert FEED.template is not None
    head = FEED.template(as_csv=True).decode("utf-8-sig").strip()
    reading = FEED.read([write("filled.csv", f"{head}\n")], WINTER)
    assert list(reading.rows) == []
    assert reading.headings == {}
