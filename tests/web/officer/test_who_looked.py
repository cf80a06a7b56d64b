"""Who looked: at one record, one user's looks, and what deserves a second look."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, THERE, young
from tests.web.conftest import NOW, make, own_token
from tracker import actions, store
from tracker.store.accounts.audit import Action, AuditLine
from tracker.store.law.look_reviews import LookReview

pytestmark = pytest.mark.law("D-18")
EVENING = NOW + timedelta(hours=13)


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        return young("Amina", "Holtby")


def open_record(
    pages, person: int, by: str, at=NOW - timedelta(minutes=5), **detail: str
) -> None:
    with pages.app_context():
        act(by=by, at=at).note_alone(Action.PERSON_OPENED, f"person {person}", **detail)


def list_people(pages, people: list[int], by: str = "a@example.org", at=NOW) -> None:
    with pages.app_context():
        act(by=by, at=at).note_alone(
            Action.PEOPLE_LISTED, "authority 359", why="own day", people=people
        )


def text(answer) -> str:
    return str(answer.get_data(as_text=True))


def looks(pages, person: int) -> list[tuple[str, str, int]]:
    with pages.app_context():
        found = store.law.looked.at_person(person, within=HERE_ONLY)
        return [(each.by, each.why, each.people) for each in found]


def test_a_record_has_its_openings_and_the_lists_that_named_it(pages, person) -> None:
    list_people(pages, [person, 900, 901])
    list_people(pages, [900], by="b@example.org")
    open_record(pages, person, "c@example.org", at=EVENING, why="own caseload")
    assert looks(pages, person) == [
        ("c@example.org", "own caseload", 1),
        ("a@example.org", "own day", 3),
    ]


def test_looks_follow_a_merge_and_part_again(pages, person) -> None:
    with pages.app_context():
        other = young("Amina", "Holtbye")
    open_record(pages, other, "a@example.org")
    list_people(pages, [person, other], by="b@example.org")
    with pages.app_context():
        actions.people.merging.merge(person, [other], within=HERE_ONLY, act=act(at=NOW))
    both = [("b@example.org", "own day", 2), ("a@example.org", "", 1)]
    assert looks(pages, person) == looks(pages, other) == both
    with pages.app_context():
        actions.people.merging.unmerge(person, within=HERE_ONLY, act=act(at=NOW))
    assert looks(pages, person) == both[:1]


def test_the_other_authority_is_shown_nothing(pages, person) -> None:
    open_record(pages, person, "a@example.org")
    with pages.app_context():
        from tracker.access import authority_scope

        assert store.law.looked.at_person(person, within=authority_scope(THERE)) == []


def test_the_page_shows_who_when_and_why(pages, signed_in, person) -> None:
    with pages.app_context():
        make("adviser", name="Kit Example")
    open_record(pages, person, "adviser@example.org", why="own caseload")
    client = signed_in("information-officer")
    page = text(client.get(f"/who-looked/record?person={person}"))
    assert "Kit Example" in page
    assert "Own caseload" in page
    page = text(client.get("/who-looked/user?user=adviser@example.org"))
    assert "Own caseload" in page
    assert "no young person with this number" in text(
        client.get("/who-looked/record?person=x")
    )


def test_an_entry_is_marked_with_a_finding_and_stays_marked(
    pages, signed_in, person
) -> None:
    open_record(pages, person, "adviser@example.org", at=NOW - timedelta(hours=10))
    client = signed_in("information-officer")
    page = text(client.get("/who-looked"))
    assert "Outside council hours" in page
    address = page.split('href="/who-looked/review')[1].split('"')[0]
    address = "/who-looked/review" + address.replace("&amp;", "&")
    assert client.get(address).status_code == 200
    data = {"csrf_token": own_token(client), "finding": "in order", "note": "On duty"}
    assert client.post(address, data=data).location == "/who-looked"
    assert "In order: it was their work" in text(client.get("/who-looked"))
    with pages.app_context():
        (review,) = store.database.base.every(select(LookReview))
        assert review.words == "On duty"
        line = store.database.base.first(
            select(AuditLine).where(AuditLine.action == "looks reviewed")
        )
        assert "On duty" not in str(line.detail)


@pytest.mark.parametrize(
    ("role", "refusal"),
    [
        ("information-officer", "These are your own looks"),
        ("asset-owner", ""),
        ("guardian", ""),
    ],
)
def test_another_person_reviews_what_the_officer_opened(
    pages, signed_in, person, role, refusal
) -> None:
    client = signed_in(role)
    if role != "information-officer":
        with pages.app_context():
            make("information-officer")
    open_record(pages, person, "information-officer@example.org")
    address = (
        "/who-looked/review?kind=officer&on=2026-11-24"
        "&by=information-officer@example.org"
    )
    data = {"csrf_token": own_token(client), "finding": "in order"}
    answer = client.post(address, data=data)
    assert (refusal in text(answer)) if refusal else answer.status_code == 302


def test_a_second_officer_does_not_review_the_first(pages, signed_in, person) -> None:
    client = signed_in("information-officer")
    with pages.app_context():
        make("information-officer", name="Una Else", email="second@example.org")
    data = {"csrf_token": own_token(client), "finding": "in order"}
    answer = client.post(
        "/who-looked/review?kind=officer&on=2026-11-24&by=second@example.org",
        data=data,
    )
    assert "The asset owner or the guardian" in text(answer)


def test_one_family_name_is_listed(pages, signed_in, person) -> None:
    with pages.app_context():
        make("adviser", name="Robin Holtby")
    open_record(pages, person, "adviser@example.org")
    page = text(signed_in("information-officer").get("/who-looked"))
    assert "Same family name" in page


@pytest.mark.parametrize(
    "query", ["", "kind=officer", "kind=none&on=2026-11-24", "kind=burst&on=2026-02-30"]
)
def test_a_damaged_address_is_not_found(signed_in, query: str) -> None:
    client = signed_in("information-officer")
    assert client.get(f"/who-looked/review?{query}").status_code == 404
