"""The page that decides surnames and dates of birth. Everybody is invented."""

import re
from datetime import date

import pytest

from tests.factories import COLLEGE, census, provider_list, pupil
from tests.web.data_team.conftest import text

PUPILS = [pupil(number) for number in (1, 2, 3, 4)]
LISTED = [
    {**row, "family": f"Wintersgill{'abcd'[at]}"} for at, row in enumerate(PUPILS)
]


@pytest.fixture
def questions(tmp_path, load, registered):
    """Four pupils with other surnames in a college's list."""
    load("school-census", census(tmp_path / "c.csv", PUPILS), as_at=date(2026, 1, 15))
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", LISTED),
        institution=COLLEGE,
        as_at=date(2026, 9, 18),
    )


def ticks(page: str) -> list[str]:
    return re.findall(r'name="question" value="(\d+)"', page)


def test_nothing_to_decide_says_so(desk, registered) -> None:
    assert "has to be decided" in desk.get("/matching/identities")


def test_one_is_decided_and_undone(desk, questions) -> None:
    page = desk.get("/matching/identities")
    number = ticks(page)[0]
    one = desk.get(f"/matching/identities/{number}")
    assert "Which surname is right?" in one
    assert "Wintersgill" in one and "3 alike: another surname" in one
    done = text(desk.post(f"/matching/identities/{number}", choice="take"))
    assert "Your decision is recorded" in done
    assert len(ticks(done)) == 3
    undo = re.search(r"/matching/identities/(\d+)/undo", done)
    assert undo is not None
    back = text(desk.post(undo.group()))
    assert len(ticks(back)) == 4


def test_no_choice_and_no_name_are_refused_with_a_sentence(desk, questions) -> None:
    number = ticks(desk.get("/matching/identities"))[0]
    address = f"/matching/identities/{number}"
    assert "govuk-error-summary" in text(desk.post(address))
    nothing = text(desk.post(address, choice="neither"))
    assert "Enter the surname." in nothing
    assert len(ticks(desk.get("/matching/identities"))) == 4


def test_many_alike_are_seen_before_they_are_decided(desk, questions) -> None:
    page = desk.get("/matching/identities")
    numbers = ticks(page)
    sure = text(
        desk.post("/matching/identities/together", question=numbers[:3], what="keep")
    )
    assert "Keep what is used now for 3 questions?" in sure
    assert len(ticks(desk.get("/matching/identities"))) == 4, "nothing is done yet"
    shown = re.findall(r'name="shown" value="([^"]+)"', sure)
    done = text(
        desk.post(
            "/matching/identities/together",
            question=numbers[:3],
            what="keep",
            sure="yes",
            shown=shown,
        )
    )
    assert len(ticks(done)) == 1
    again = text(
        desk.post(
            "/matching/identities/together",
            question=numbers[:3],
            what="keep",
            sure="yes",
            shown=shown,
        )
    )
    assert "Tick at least one person whose question is still open." in again


def test_only_questions_that_were_shown_are_decided(desk, questions) -> None:
    numbers = ticks(desk.get("/matching/identities"))
    done = text(
        desk.post(
            "/matching/identities/together", question=numbers, what="take", sure="yes"
        )
    )
    assert "have changed since" in done
    assert len(ticks(desk.get("/matching/identities"))) == 4


def test_the_person_page_leads_to_the_question(desk, questions, as_json) -> None:
    (found,) = as_json("people", "find", PUPILS[0]["upn"])
    page = desk.get(f"/people/{found['person']}")
    assert (
        "Which surname is right" in page.replace("\n", " ") or "Which surname" in page
    )
    assert "/matching/identities/" in page


def test_a_question_of_another_authority_is_not_found(desk, questions) -> None:
    assert desk.client.get("/matching/identities/999999").status_code == 404


def test_the_batch_and_the_start_page_say_how_many_wait(
    desk, tmp_path, load, questions
) -> None:
    words = "4 questions about names, dates of birth and moves"
    for address in ("/imports/3", "/imports"):
        page = desk.get(address)
        assert words in page
        assert 'href="/matching/identities"' in page
    # No question of another batch, about other people, waits.
    other = provider_list(tmp_path / "other.csv", [pupil(9)])
    load("provider-enrolment", other, institution=COLLEGE, as_at=date(2026, 10, 9))
    assert "questions about names" not in desk.get("/imports/4")
    number = ticks(desk.get("/matching/identities"))[0]
    desk.post(f"/matching/identities/{number}", choice="take")
    assert "3 questions about names" in desk.get("/imports/3")


def test_one_answer_settles_the_ticked_questions_like_it(desk, questions) -> None:
    first, *_ = ticks(desk.get("/matching/identities"))
    address = f"/matching/identities/{first}"
    page = desk.get(address)
    assert "<mark>" in page, "what differs between the two values is marked"
    others = ticks(page)
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    assert len(others) == 3 and first not in others
    answer = {"choice": "keep", "settle": "alike", "question": others[:2]}
    changed = text(desk.post(address, **answer, shown=shown[1:]))
    assert "have changed since" in changed
    assert len(ticks(desk.get("/matching/identities"))) == 4
    done = text(desk.post(address, **answer, shown=shown))
    assert ticks(done) == others[2:]
    undo = re.search(r"/matching/identities/(\d+)/undo", done)
    assert undo is not None
    assert len(ticks(text(desk.post(undo.group())))) == 4


def test_one_answer_can_settle_one_question_alone(desk, questions) -> None:
    first, *_ = ticks(desk.get("/matching/identities"))
    address = f"/matching/identities/{first}"
    others = ticks(desk.get(address))
    done = text(desk.post(address, choice="keep", settle="one", question=others))
    assert len(ticks(done)) == 3
