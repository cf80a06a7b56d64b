"""Offers and plans that a school or college sends itself. Everybody is invented."""

import io

import pytest

from tests.factories import intentions, offers, pupil
from tests.web.school.conftest import text

CHOICES = "choices"


@pytest.fixture
def drop(post, worked):
    """Uploads a file on the page; the page to which its sender is led."""

    def run(client, content: bytes, *, names: str = CHOICES) -> str:
        answer = post(
            client,
            "/lists/new",
            file=(io.BytesIO(content), "list.csv"),
            names=names,
            as_at=["20", "11", "2026"],
        )
        assert answer.status_code == 302, text(answer)
        worked()
        return str(answer.location)

    return run


@pytest.mark.parametrize("names", [CHOICES, "complete", "changes"])
def test_a_college_sends_its_offers(college, drop, post, tmp_path, names) -> None:
    rows = [
        {**pupil(1), "stage": "Conditional offer"},
        {**pupil(2), "stage": "Looking good"},
    ]
    path = offers(tmp_path / "o.csv", rows, without="provider")
    where = drop(college, path.read_bytes(), names=names)
    page = text(college.get(where))
    assert "Applications and offers, as at 20 November 2026" in page
    assert "Looking good is not a status of an application" in page
    assert "Send 1 line" in page
    answer = post(college, where, f"{where}/send")
    receipt = text(college.get(answer.location))
    assert "Applications and offers, as at" in receipt
    # It is not the list of the month, and no list of those who are there.
    overview = text(college.get("/lists"))
    assert "November 2026 is done" not in overview
    assert "A complete list" not in overview
    assert "Applications and offers" in overview


def test_headings_of_its_own_are_explained_as_those_of_such_a_list(
    college, drop
) -> None:
    odd = b"Forename,Kin,Birthday,Course,How far\nAnn,Holt,03/11/2010,Art,Applied\n"
    page = text(college.get(drop(college, odd)))
    assert "ApplicationStatus" in page and "StartDate" not in page
    page = text(college.get(drop(college, odd, names="changes")))
    assert "StartDate" in page and "ApplicationStatus" not in page


def test_a_school_sends_what_its_pupils_plan(school, drop, tmp_path) -> None:
    path = intentions(tmp_path / "p.csv", [{**pupil(1), "destination": "College"}])
    page = text(school.get(drop(school, path.read_bytes())))
    assert "Intended destinations, as at 20 November 2026" in page
    assert "Send 1 line" in page


#: A list whose words are partly the school's own.
WORDS = (
    "Surname,Forename,UPN,What next,Where\n"
    "Holt,Ann,{},Level 2 at Lake,Lake College\n"
    "Holt,Bea,{},Army,\n"
    "Holt,Cal,{},Apprenticeship,\n"
    "Holt,Dot,{},,\n"
).format(*(pupil(n)["upn"] for n in range(1, 5)))
OF_COLUMNS = ("surname", "forename", "upn", "destination", "place_name")


def explained(post, worked, school, where: str, *words: str) -> str:
    """The page after the columns, if they are new, and then the words."""
    given = {f"column-{at}": name for at, name in enumerate((*OF_COLUMNS, *words))}
    answer = post(school, where, **given)
    assert answer.status_code == 302, text(answer)
    worked()
    return str(answer.location)


def test_a_schools_own_words_are_explained_once(school, drop, post, worked) -> None:
    where = drop(school, WORDS.encode())
    page = text(school.get(where))
    if "What do your words mean?" not in page:
        explained(post, worked, school, where)
        page = text(school.get(where))
    assert "What do your words mean?" in page
    assert "IntendedDestination = Level 2 at Lake" in page
    assert "211 Apprenticeship or traineeship" in page
    listed = explained(post, worked, school, where, "121", "")
    page = text(school.get(listed))
    assert "121 – Full-time education or training elsewhere, Lake College" in page
    assert "211 – Apprenticeship or traineeship" in page
    assert "Army is not an intended destination" in page
    assert "There is no intended destination" in page
    assert "Send 2 lines" in page
    assert "send it as “Offers, or what pupils plan next”" in page
    assert "starters and leavers" not in page
    # The date of birth that is left empty is no problem: the UPN is enough.
    assert "date of birth is missing" not in page
    # The next list brings no question, and the school may change its mind.
    again = drop(school, WORDS.replace("Cal", "Col").encode())
    assert "Send 2 lines" in text(school.get(again))
    remembered = text(school.get("/lists/columns/intended-destinations"))
    assert "IntendedDestination = Army" in remembered


def test_a_word_cannot_mean_a_column(school, drop, post, worked) -> None:
    where = drop(school, WORDS.encode())
    if "What do your words mean?" not in text(school.get(where)):
        explained(post, worked, school, where)
    given = {f"column-{at}": name for at, name in enumerate((*OF_COLUMNS, "upn", ""))}
    assert "Select one of our codes" in text(post(school, where, **given))


def test_a_college_cannot_send_the_plans_of_a_school(college, post, tmp_path) -> None:
    path = intentions(tmp_path / "p.csv", [{**pupil(1), "destination": "College"}])
    answer = post(
        college,
        "/lists/new",
        file=(io.BytesIO(path.read_bytes()), "p.csv"),
        names=CHOICES,
        as_at=["20", "11", "2026"],
    )
    assert "looks like a list of intended destinations, which you cannot" in text(
        answer
    )


def test_each_empty_list_is_on_the_page(school, college) -> None:
    names = {
        "offers": "list-of-applications-and-offers",
        "intended-destinations": "list-of-intended-destinations",
        "provider-enrolment": "enrolment-list",
    }
    page = text(school.get("/lists/new"))
    for feed, name in names.items():
        address = f"/lists/template.csv?of={feed}"
        assert address in page
        answer = school.get(address)
        assert f"{name}.csv" in answer.headers["Content-Disposition"]
    assert college.get("/lists/template.csv?of=offers").status_code == 200
    for feed in ("intended-destinations", "school-census", "nonsense"):
        assert college.get(f"/lists/template.csv?of={feed}").status_code == 404


def test_a_college_sends_a_list_in_the_headings_of_its_record(college, drop) -> None:
    content = (
        b"LearnRefNumber,ULN,FamilyName,GivenNames,DateOfBirth,FundModel,LearnAimRef,"
        b"LearnStartDate,CompStatus\n"
        b"A1,9999999999,Holt,Ann,03/11/2009,25,60312345,07/09/2026,1\n"
    )
    page = text(college.get(drop(college, content, names="changes")))
    # An extract of the record is read as the record itself is.
    assert "Ann Holt" in page
    assert "Send 1 line" in page


def test_a_school_sends_what_it_takes_from_ucas(school, drop, post) -> None:
    row = pupil(1)
    content = (
        "UCAS ID,Forename,Surname,DOB,Postcode,University,Status,Entry year\n"
        f"1234567890,{row['given']},{row['family']},03/11/2008,{row['postcode']},"
        "University of Leeds,Placed,2027\n"
        "1234567891,Zoe,Nguyen,04/11/2008,WN1 1AA,Elsewhere,Hmm,2027\n"
    )
    where = drop(school, content.encode())
    page = text(school.get(where))
    assert "Applications to universities (UCAS), as at 20 November 2026" in page
    assert "Application read" in page and "University of Leeds" in page
    assert "Hmm is not a status of UCAS" in page
    answer = post(school, where, f"{where}/send")
    assert "Applications to universities" in text(school.get(answer.location))
