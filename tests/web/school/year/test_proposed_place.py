"""A college answers about a place that was proposed there; the council decides."""

from datetime import timedelta

import pytest

from tests.acts import act
from tests.factories import COLLEGE, OTHER_COLLEGE
from tests.web.adviser.young import HERE_ONLY, TODAY, young
from tests.web.conftest import NOW
from tests.web.school.conftest import OTHER_KEY, text
from tracker import store
from tracker.actions.work import work_kinds
from tracker.actions.year import cohort_ledgers, place_proposals
from tracker.domain.year.allocation import Answer, NewAnswer, NewProposal, Party
from tracker.store.casework.place_proposals import PlaceProposal
from tracker.store.work.items import Selection

PAGE = "/expected?year=2027"
BY = "adviser@example.org"


def propose(person: int, urn: str = COLLEGE) -> int:
    (found,) = store.institutions.institution_names.find(urn)
    cohort_ledgers.refresh(cohort_ledgers.all_of(TODAY), within=HERE_ONLY, on=TODAY)
    (number,) = place_proposals.propose(
        [person],
        NewProposal(
            store.institutions.institution_names.named(found),
            *(found.institution.key, "Motor vehicle", "Near home"),
            *(TODAY - timedelta(days=2), TODAY + timedelta(days=7)),
        ),
        2027,
        within=HERE_ONLY,
        act=act(BY, NOW - timedelta(minutes=5), TODAY),
    )
    return number


def later(pages) -> None:
    """Time passes: what is written at one moment has no order."""
    pages.config["NOW"] += timedelta(minutes=5)


@pytest.fixture
def person(registered, agree) -> int:
    agree()
    with registered.app_context():
        return young("Ann", "Ashby")


@pytest.fixture
def number(person, pages) -> int:
    with pages.app_context():
        return propose(person)


def proposal(person: int) -> PlaceProposal:
    return store.casework.place_proposals.of(person)[0]


def given(pages, person: int) -> list[tuple[str, str, str]]:
    """Every answer of the provider on record, in order, with its user."""
    with pages.app_context():
        return [
            (each.answer, each.why, each.recorded_by)
            for each in proposal(person).answers
        ]


def work(pages, kind: str) -> list[str]:
    with pages.app_context():
        found = Selection(work_kinds.queries([kind], within=HERE_ONLY), TODAY).page()
        return [each.why for each in found]


def test_the_college_accepts_and_the_council_reads_it(
    college, person, number, post, pages, signed_in
) -> None:
    page = text(college.get(PAGE))
    assert "Answer 1 proposed place" in page
    assert "your answer is awaited" in page
    # The chip of the other leaving year has how many wait.
    assert "Leave summer 2027, 1 to answer" in text(college.get("/expected"))
    address = f"/expected/{person}/place"
    first = ["7", "12", "2026"]
    answer = post(college, address, reply="accept", starts_on=first)
    assert answer.status_code == 302
    assert "<strong>You accepted</strong> on 24 November 2026" in text(
        college.get(address)
    )
    assert [it[:2] for it in given(pages, person)] == [("accepted", "")]
    assert work(pages, "place") == [
        "Place accepted by Testham College (invented): find out whether the young "
        "person agrees"
    ]
    adviser = signed_in("adviser")
    council = text(adviser.get(f"/people/{person}/places/{number}"))
    assert "Testham College (invented): accepted" in council
    assert "First day there: 7 December 2026" in council
    assert "you accepted" in text(college.get(PAGE))


def test_a_second_answer_changes_the_first_and_both_are_kept(
    college, person, number, post, pages
) -> None:
    address = f"/expected/{person}/place"
    post(college, address, reply="accept")
    later(pages)
    refused = text(post(college, address, reply="decline"))
    assert "Enter why you decline." in refused
    post(college, address, reply="decline", why="The course is full")
    assert [it[:2] for it in given(pages, person)] == [
        ("accepted", ""),
        ("declined", "The course is full"),
    ]
    page = text(college.get(PAGE))
    assert "Places that you declined" in page
    assert "Change your answer" in page
    assert work(pages, "place") == []
    # It has thought again.
    later(pages)
    post(college, address, reply="accept")
    assert [it[0] for it in given(pages, person)][-1] == "accepted"
    assert len(work(pages, "place")) == 1


def test_a_form_that_is_sent_twice_is_one_answer(
    college, person, number, post, pages
) -> None:
    address = f"/expected/{person}/place"
    for _ in range(2):
        assert post(college, address, reply="accept").status_code == 302
    for _ in range(2):
        assert post(college, address, reply="call", why="Which course?").status_code
    assert len(given(pages, person)) == 1
    assert work(pages, "place-call") == [
        "Call Testham College (invented) about the place proposed there: Which course?"
    ]


def test_a_call_decides_nothing_and_stands_on_both_pages(
    college, person, number, post, pages, signed_in
) -> None:
    address = f"/expected/{person}/place"
    post(college, address, reply="call")
    assert given(pages, person) == []
    assert "You wait for a call" in text(college.get(address))
    council = text(signed_in("adviser").get(f"/people/{person}/places/{number}"))
    assert "Call Testham College (invented) about the place" in council
    long = text(post(college, address, reply="call", why="x" * 151))
    assert "Enter 150 characters or fewer." in long
    assert "Select your answer." in text(post(college, address))


@pytest.mark.law("D-08")
def test_another_college_neither_reads_nor_answers_it(
    person, number, agree, signed_in, pages
) -> None:
    agree(OTHER_KEY)
    other = signed_in("college-user", OTHER_KEY)
    address = f"/expected/{person}/place"
    assert other.get(address).status_code == 404
    assert other.post(address, data={"reply": "accept"}).status_code in (400, 404)
    assert "Ashby" not in text(other.get(PAGE))
    assert given(pages, person) == []
    with pages.app_context():
        bea = young("Bea", "Birch")
        propose(bea, OTHER_COLLEGE)
    assert other.get(f"/expected/{bea}/place").status_code == 200


@pytest.mark.parametrize("ended", ["taken back", "declined", "withheld", "died"])
def test_what_is_over_is_not_found(
    college, person, number, pages, post, as_json, ended
) -> None:
    address = f"/expected/{person}/place"
    assert college.get(address).status_code == 200
    if ended == "withheld":
        as_json("people", "withhold", person)
    elif ended == "died":
        as_json("people", "died", person, "--on", TODAY.isoformat())
    else:
        by = act(BY, NOW, TODAY)
        with pages.app_context():
            if ended == "taken back":
                place_proposals.take_back(number, person, within=HERE_ONLY, act=by)
            else:
                no = NewAnswer(Party.YOUNG_PERSON, Answer.DECLINED, TODAY, "Too far")
                place_proposals.answer(number, person, no, within=HERE_ONLY, act=by)
    assert college.get(address).status_code == 404
    assert "Ashby" not in text(college.get(PAGE))


def test_without_an_agreement_nothing_is_answered(registered, college, pages) -> None:
    with pages.app_context():
        person = young("Ann", "Ashby")
        propose(person)
    assert college.get(f"/expected/{person}/place").status_code == 404
    page = text(college.get(PAGE))
    assert "none is in force today" in page
    assert "Ashby" not in page
