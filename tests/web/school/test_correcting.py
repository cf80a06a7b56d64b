"""A school reports a leaver's place; the team checks it; the school sees the result."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.acts import act
from tests.factories import OTHER_COLLEGE, SCHOOL, census, pupil
from tests.web.conftest import NOW, PASSWORD, sign_in
from tests.web.school.conftest import COLLEGE_KEY, OTHER_KEY, SCHOOL_KEY, text
from tracker import actions, store
from tracker.extensions import db

#: A correction in which every field is filled in.
ENTERED = {
    "doing": "education",
    "provider": "Otherton College (invented)",
    "since": ["14", "9", "2026"],
    "how": "Spoke to the young person",
    "note": "Ask for the head of year.",
}


@pytest.fixture
def number(as_json) -> Callable[[dict[str, str]], int]:
    def find(row: dict[str, str]) -> int:
        (found,) = as_json("people", "find", row["upn"])
        return int(found["person"])

    return find


@pytest.fixture
def where(as_json, number) -> Callable[[dict[str, str]], Any]:
    """The position and history of a leaver."""

    def ask(row: dict[str, str]) -> Any:
        return as_json("people", "show", number(row), "--on", "2026-11-24")

    return ask


def test_without_a_better_source_a_correction_is_used_as_hearsay(
    school, leavers, number, post
) -> None:
    person = number(leavers[0])
    page = text(school.get(f"/leavers/{person}/correct"))
    assert "Our record: <b>Not known</b>" in page
    answer = post(school, f"/leavers/{person}/correct", **ENTERED)
    assert answer.location == "/leavers/corrections"
    assert "Being checked" in text(school.get("/leavers/corrections"))
    seen = text(school.get("/leavers/each"))
    assert "Otherton College (invented)" in seen
    assert "a third party" in seen
    assert "Being checked" in seen


def test_two_clicks_at_one_moment_are_one_correction(
    school, leavers, number, twice
) -> None:
    answers = twice(school, f"/leavers/{number(leavers[0])}/correct", **ENTERED)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert text(school.get("/leavers/corrections")).count("Being checked") == 1


def test_a_correction_against_a_colleges_own_list_raises_a_question(
    school, at_college, number, where, post
) -> None:
    row = at_college[0]
    post(school, f"/leavers/{number(row)}/correct", **ENTERED)
    shown = where(row)
    assert shown["position"]["institution"] == COLLEGE_KEY
    assert shown["position"]["questioned"]


@pytest.fixture
def data_team(registered, signed_in):
    return signed_in("data-manager")


@pytest.fixture
def corrected(school, at_college, number, post) -> dict[str, str]:
    """A leaver that the college and the school place differently."""
    post(school, f"/leavers/{number(at_college[0])}/correct", **ENTERED)
    return at_college[0]


def test_the_data_team_sees_both_and_accepts_it(
    corrected, data_team, school, where, post
) -> None:
    waiting = text(data_team.get("/to-do?kind=correction"))
    assert f"{corrected['given']} {corrected['family']}" in waiting
    page = text(data_team.get("/matching/corrections/1"))
    for sentence in (
        "Otherton College",
        "Testham College",
        "Ask for the head of year.",
    ):
        assert sentence in page
    answer = post(
        data_team, "/matching/corrections/1", decision="accept", answer="She is there."
    )
    assert answer.location == "/to-do?kind=correction"
    shown = where(corrected)
    assert shown["position"]["institution"] == OTHER_KEY
    answered = text(school.get("/leavers/corrections"))
    assert "Accepted" in answered
    assert "She is there." in answered
    assert "Otherton College (invented)" in text(school.get("/leavers/each"))


def test_a_declined_correction_no_longer_counts_and_the_school_sees_why(
    corrected, data_team, school, where, post
) -> None:
    without_reason = post(data_team, "/matching/corrections/1", decision="decline")
    assert "Give the school the reason" in text(without_reason)
    post(
        data_team,
        "/matching/corrections/1",
        decision="decline",
        answer="The college has her on its roll this week.",
    )
    assert not where(corrected)["position"]["questioned"]
    page = text(school.get("/leavers/corrections"))
    assert "The college has her on its roll this week." in page
    assert "Not accepted" in page


@pytest.mark.parametrize("decision", ["accept", "decline"])
def test_a_decision_is_undone(decision, corrected, data_team, where, post) -> None:
    before = where(corrected)["position"]
    post(
        data_team,
        "/matching/corrections/1",
        decision=decision,
        answer="So it is.",
    )
    post(data_team, "/matching/corrections/1", "/matching/corrections/1/undo")
    assert where(corrected)["position"] == before
    assert "/undo" not in text(data_team.get("/matching/corrections/1"))
    post(data_team, "/account", "/matching/corrections/1/undo")
    assert "has not been decided yet" in text(data_team.get("/to-do?kind=correction"))


def test_a_correction_is_not_decided_twice(corrected, data_team, post) -> None:
    post(data_team, "/matching/corrections/1", decision="accept")
    twice = post(
        data_team,
        "/account",
        "/matching/corrections/1",
        decision="decline",
        answer="No.",
    )
    assert "This correction has already been" in text(twice)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"doing": ""}, "Select what they are doing now."),
        ({"how": ""}, "Select how you know."),
        ({"provider": ""}, "Enter which school, college or provider it is."),
        ({"since": ["1", "1", "2027"]}, "must be today or in the past"),
        ({"since": ["31", "2", "2026"]}, "must be a real date"),
        ({"doing": "other", "note": ""}, "Enter a note saying what it is."),
        ({"note": "x" * 2001}, "2,000 characters or fewer"),
    ],
)
def test_missing_entries_are_refused(
    school, leavers, number, post, change, sentence
) -> None:
    person = number(leavers[0])
    answer = post(school, f"/leavers/{person}/correct", **{**ENTERED, **change})
    assert answer.status_code == 200
    assert sentence in text(answer)
    assert "You have not corrected anything yet" in text(
        school.get("/leavers/corrections")
    )


def test_several_places_of_that_name_are_offered_without_a_script(
    school, leavers, number, post
) -> None:
    page = f"/leavers/{number(leavers[0])}/correct"
    offered = text(post(school, page, **{**ENTERED, "provider": "college"}))
    assert "Select which place you mean" in offered
    assert OTHER_KEY in offered and COLLEGE_KEY in offered
    answer = post(
        school, page, **{**ENTERED, "provider": "college", "place": OTHER_KEY}
    )
    assert answer.status_code == 302
    assert "Otherton College" in text(school.get("/leavers/corrections"))


def test_an_unregistered_place_is_recorded_as_written(
    school, leavers, number, post
) -> None:
    page = f"/leavers/{number(leavers[0])}/correct"
    entered = {**ENTERED, "doing": "apprenticeship", "provider": "Quillfeather Motors"}
    post(school, page, **entered)
    assert "Quillfeather Motors" in text(school.get("/leavers/each"))


def test_a_training_provider_that_sends_lists_is_one_place(
    school, leavers, number, where, post, pages
) -> None:
    """A second one of its name would owe lists of its own."""
    with pages.app_context():
        store.intake.new_senders.remember(
            "359", "ukprn:10098801", "Quillfeather Motors", by="us", at=NOW
        )
        db.session.commit()
    page = f"/leavers/{number(leavers[0])}/correct"
    entered = {**ENTERED, "doing": "apprenticeship", "provider": "quillfeather motors"}
    post(school, page, **entered)
    with pages.app_context():
        (sent,) = db.session.query(store.leavers.corrections.Correction)
        assert sent.place == {"ukprn": "10098801", "name": "Quillfeather Motors"}
    found = school.get("/leavers/providers?q=quill").get_json()
    assert [each["key"] for each in found] == ["ukprn:10098801"]


@pytest.mark.parametrize("typed", ["otherton", OTHER_COLLEGE, "wigan college"])
def test_the_type_ahead_field_is_answered(school, typed) -> None:
    found = school.get("/leavers/providers", query_string={"q": typed}).get_json()
    assert OTHER_KEY in [each["key"] for each in found]
    assert {"key", "name", "about"} == set(found[0])


def test_something_else_waits_to_be_read_and_changes_nothing(
    school, leavers, number, where, post, data_team
) -> None:
    before = where(leavers[0])
    entered = {**ENTERED, "doing": "other", "provider": "", "note": "Moved to Kent."}
    post(school, f"/leavers/{number(leavers[0])}/correct", **entered)
    assert where(leavers[0]) == before
    post(data_team, "/matching/corrections/1", decision="accept")
    assert where(leavers[0]) == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_schools_leaver_is_not_found(
    college, at_college, number, method, post
) -> None:
    page = f"/leavers/{number(at_college[0])}/correct"
    if method == "get":
        assert college.get(page).status_code == 404
    else:
        assert post(college, "/account", page, **ENTERED).status_code == 404
    assert college.get("/leavers/99999/correct").status_code == 404


def test_a_pupil_still_at_the_school_is_no_leaver(
    school, registered, load, number, tmp_path
) -> None:
    rows = [pupil(n) for n in range(1, 4)]
    load("school-census", census(tmp_path / "now.csv", rows), as_at=date(2026, 10, 1))
    assert school.get(f"/leavers/{number(rows[0])}/correct").status_code == 404


def test_no_leaver_is_shown_while_their_gateway_is_suspended(
    school, leavers, number, suspended
) -> None:
    answer = school.get(f"/leavers/{number(leavers[0])}/correct")
    assert answer.status_code == 403
    assert leavers[0]["family"] not in text(answer)


def test_a_withheld_leaver_is_not_found_or_named(
    school, leavers, number, post, as_json
) -> None:
    person = number(leavers[0])
    post(school, f"/leavers/{person}/correct", **ENTERED)
    as_json("people", "withhold", person)
    assert school.get(f"/leavers/{person}/correct").status_code == 404
    page = text(school.get("/leavers/corrections"))
    assert "No longer named" in page
    assert leavers[0]["family"] + "," not in page


@pytest.mark.parametrize("role", ["adviser", "manager", "auditor", "administrator"])
def test_the_pages_of_the_data_team_are_not_for_others(
    role, corrected, signed_in
) -> None:
    client = signed_in(role)
    assert client.get("/matching/corrections/1").status_code == 404
    name = f"{corrected['given']} {corrected['family']}"
    assert name not in text(client.get("/to-do?kind=correction"))


def test_the_data_team_of_another_authority_finds_nothing(
    corrected, pages, post
) -> None:
    with pages.app_context():
        invited = actions.accounts.users.invite(
            email="elsewhere@example.org",
            name="Ola Elsewhere",
            role="data-manager",
            institution=None,
            act=act(by="the tests", at=NOW, authority="350"),
        )
        actions.accounts.passwords.set_password(invited.secret, PASSWORD, at=NOW)
    client = pages.test_client()
    sign_in(client, "elsewhere@example.org")
    assert "Nothing waits" in text(client.get("/to-do?kind=correction"))
    assert client.get("/matching/corrections/1").status_code == 404
    for page in ("/matching/corrections/1", "/matching/corrections/1/undo"):
        assert post(client, "/account", page, decision="accept").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_corrections(
    school, leavers, number, post, data_team, queries
) -> None:
    def count(client, page) -> int:
        client.get(page)
        with queries() as sent:
            client.get(page)
        return len(sent)

    pages = ((school, "/leavers/corrections"), (data_team, "/to-do?kind=correction"))
    post(school, f"/leavers/{number(leavers[0])}/correct", **ENTERED)
    few = [count(*each) for each in pages]
    for row in leavers[1:5]:
        post(school, f"/leavers/{number(row)}/correct", **ENTERED)
    assert [count(*each) for each in pages] == few
    assert max(few) <= 14


def test_no_page_says_which_number_a_school_has(school) -> None:
    """Our keys stay in addresses; pages show names."""
    words = re.sub(r"<[^>]*>", " ", text(school.get("/lists")))
    assert SCHOOL_KEY not in words and SCHOOL not in words
