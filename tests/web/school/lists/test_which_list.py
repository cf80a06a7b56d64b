"""A file whose headings do not show which list it is. Everybody is invented."""

import io

import pytest
import xlsxwriter

from tests.factories import offers, pupil
from tests.web.school.conftest import text

#: A list of plans in a school's own words.
OWN = (
    "Pupil ID,Last name,Known as,Birthday,Hopes to do,Hopes to go to,Tutor\n"
    "{},Holt,Ann,03/11/2010,College,Lake College,11A\n"
    "{},Holt,Bea,04/11/2010,Sixth form,Alder,11B\n"
).format(pupil(1)["upn"], pupil(2)["upn"])
MEANS = ("upn", "surname", "forename", "dob", "destination", "place_name", "")


@pytest.fixture
def drop(post):
    """Uploads a file on the page; the page to which its sender is led."""

    def run(client, content: bytes | str, names="choices", name="list.csv") -> str:
        data = content.encode() if isinstance(content, str) else content
        answer = post(
            client,
            "/lists/new",
            file=(io.BytesIO(data), name),
            names=names,
            as_at=["20", "11", "2026"],
        )
        assert answer.status_code == 302, text(answer)
        return str(answer.location)

    return run


@pytest.fixture
def chosen(post):
    """Chooses which list it is; the page to which that leads."""

    def run(client, where: str, which: str) -> str:
        answer = post(client, where, which=which)
        assert answer.status_code == 302, text(answer)
        return str(answer.location)

    return run


def columns(means=MEANS) -> dict[str, str]:
    return {f"column-{at}": name for at, name in enumerate(means)}


@pytest.mark.parametrize("names", ["choices", "complete", "changes"])
def test_plans_in_a_schools_own_words_are_plans_when_it_chooses_so(
    school, drop, chosen, post, worked, names
) -> None:
    where = drop(school, OWN, names)
    assert where.endswith("/which")
    page = text(school.get(where))
    for words in (
        "All your students",
        "Only students who have started or left",
        "Applications and offers",
        "Intended destinations",
        "What they plan after Year 11.",
    ):
        assert words in page
    where = chosen(school, where, "intended-destinations")
    page = text(school.get(where))
    assert "It is read as a list of intended destinations." in page
    assert "IntendedDestination" in page and "ApplicationStatus" not in page
    answer = post(school, where, **columns())
    assert answer.status_code == 302, text(answer)
    worked()
    page = text(school.get(answer.location))
    assert "Intended destinations, as at 20 November 2026" in page
    assert "121 – Full-time education or training elsewhere, Lake College" in page
    assert "Send 2 lines" in page
    # The next file of this school brings no question, whatever it chooses first.
    again = drop(school, OWN.replace("Ann", "Anne"), names)
    worked()
    assert "Send 2 lines" in text(school.get(again))


@pytest.mark.parametrize(
    "headings",
    [
        "Ref,Family,Given,Born on,Progression route,Where",
        "Ref,Family,Given,Born on,Aspiration,Preferred option",
        "Ref,Family,Given,Born on,Destination 1st choice,With",
    ],
)
def test_another_authors_words_raise_the_question_too(
    school, drop, chosen, headings
) -> None:
    # "College" in a line is no heading of a place.
    rows = f"{pupil(1)['upn']},Holt,Ann,03/11/2010,College,Lake College\n"
    page = text(
        school.get(
            chosen(school, drop(school, f"{headings}\n{rows}"), "intended-destinations")
        )
    )
    for heading in headings.split(","):
        assert f">{heading}</th>" in page
    assert "Still needed: Surname, DOB, IntendedDestination" in page


def test_the_headings_of_a_workbook_may_stand_below_a_title(
    school, drop, chosen, post, worked
) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Year 11")
        sheet.write(0, 0, "Year 11: what they hope to do")
        for at, line in enumerate(OWN.splitlines(), start=2):
            sheet.write_row(at, 0, line.split(","))
    where = drop(school, data.getvalue(), name="y11.xlsx")
    where = chosen(school, where, "intended-destinations")
    page = text(school.get(where))
    assert ">Hopes to do</th>" in page and ">Pupil ID</th>" in page
    answer = post(school, where, **columns())
    worked()
    assert "Send 2 lines" in text(school.get(answer.location))


@pytest.mark.parametrize(
    ("heading", "noun"),
    [
        ("Intended destination", "a list of intended destinations"),
        ("Offer status", "a list of applications and offers"),
    ],
)
def test_one_heading_that_only_one_list_has_is_enough(
    school, drop, heading, noun
) -> None:
    where = drop(school, OWN.replace("Hopes to do", heading))
    assert where.endswith("/columns")
    assert f"It is read as {noun}." in text(school.get(where))


def test_offers_are_taken_as_offers(school, drop, worked, tmp_path) -> None:
    rows = [{**pupil(1), "stage": "Conditional offer"}]
    where = drop(school, offers(tmp_path / "o.csv", rows).read_bytes())
    assert not where.endswith("/which")
    worked()
    assert "Applications and offers, as at" in text(school.get(where))


def test_a_wrong_choice_is_changed_and_the_later_one_counts(
    school, drop, chosen, post, worked
) -> None:
    offered = ["upn", "surname", "forename", "dob", "application_stage", "place_name"]
    where = chosen(school, drop(school, OWN), "offers")
    assert "applications and offers. <a" in text(school.get(where))
    # Before the columns are saved, and after it: such a list was taken for offers.
    where = chosen(school, where.replace("columns", "which"), "intended-destinations")
    assert "It is read as a list of intended destinations." in text(school.get(where))
    chosen(school, where.replace("columns", "which"), "offers")
    post(school, where, **columns((*offered, "")))
    worked()
    refused = drop(school, OWN.replace("Ann", "Amy"))
    worked()
    assert "is not a status of an application" in text(school.get(refused))
    post(school, "/lists/new", "/lists/columns/offers/forget")
    again = chosen(school, drop(school, OWN), "intended-destinations")
    post(school, again, **columns())
    worked()
    assert drop(school, OWN.replace("Ann", "Eve"))
    worked()
    assert "Intended destinations, as at" in text(school.get("/lists/4"))


def test_nothing_chosen_is_one_sentence(school, drop, post) -> None:
    where = drop(school, OWN)
    for given in ({}, {"which": "nccis-file"}, {"which": ""}):
        page = text(post(school, where, **given))
        assert "Select which list it is." in page or "Not a valid choice" in page
    assert "Which list is it?" in text(
        school.get(where.replace("which", "columns"), follow_redirects=True)
    )


def test_a_second_click_reads_the_list_once(school, drop, chosen, post, worked) -> None:
    post(
        school, chosen(school, drop(school, OWN), "intended-destinations"), **columns()
    )
    worked()
    where = drop(school, OWN.replace("Known as", "Called").replace("Ann", "Joan"))
    chosen(school, where.replace("columns", "which"), "intended-destinations")
    post(school, where, **columns())
    assert worked() == 1
    late = post(school, "/lists", where.replace("columns", "which"), which="offers")
    assert late.status_code == 302
    assert worked() == 0


def test_a_list_of_another_place_has_no_such_page(school, college, drop, post) -> None:
    where = drop(school, OWN)
    assert college.get(where).status_code == 404
    assert post(college, "/lists", where, which="offers").status_code == 404


def test_a_college_chooses_no_plans(college, drop, post) -> None:
    """What it selected at first leaves one list, and it may still be another."""
    where = drop(college, OWN)
    assert "It is read as a list of applications and offers." in text(
        college.get(where)
    )
    which = where.replace("columns", "which")
    assert "Intended destinations" not in text(college.get(which))
    answer = post(college, which, which="intended-destinations")
    assert answer.status_code == 200
    post(college, which, which="complete")
    page = text(college.get(where))
    assert "It is read as an enrolment list." in page and "StartDate" in page
    assert "A complete list" in text(college.get("/lists"))


def test_a_list_that_is_not_sent_needs_no_choice(school, drop, post, pages) -> None:
    where = drop(school, OWN)
    assert "Waiting for you" in text(school.get("/lists"))
    post(school, where, where.replace("which", "take-back"))
    assert "Taken back" in text(school.get("/lists"))
    assert not list((pages.config["TRACKER"].var / "uploads").rglob("list.csv"))
