"""The form of a complaint, which everybody may send without an account."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.adviser.young import HERE_ONLY
from tests.web.conftest import NOW
from tests.web.officer.held_cases import send, text
from tracker import store
from tracker.actions.law.cases import complaints

FORM = "/privacy/complain"
WRITTEN = {
    "requester": "young person",
    "name": "Esme Whitworth",
    "answer_to": "esme@example.org",
    "words": "My old school still has my address.\nPlease delete it.",
}


def held(pages) -> list[tuple[str, str]]:
    with pages.app_context():
        return [
            (each.title, each.requester_name)
            for each in store.law.cases.open_ones(within=HERE_ONLY)
        ]


@pytest.mark.law("D-15")
def test_a_complaint_by_the_form_is_a_case_with_its_clock(pages, signed_in) -> None:
    visitor = pages.test_client()
    assert "Complain by a form" in text(visitor.get("/privacy"))
    answer = send(visitor, FORM, **WRITTEN)
    page = text(visitor.get(answer.location))
    assert "Its reference is CP-1. We confirm by 24 December 2026" in page
    officer = signed_in("information-officer")
    assert "CP-1" in text(officer.get("/cases"))
    case = text(officer.get("/cases/1"))
    assert "My old school still has my address." in case
    assert "Answer to: esme@example.org" in case
    assert "the complaint form" in case


@pytest.mark.law("D-15")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"requester": ""}, "Select who you are."),
        ({"name": " "}, "Enter your name."),
        ({"answer_to": ""}, "Enter where we can reach you."),
        ({"words": ""}, "Enter what you complain about."),
        ({"words": "x" * 3_501}, "Enter 3,500 characters or fewer."),
    ],
)
def test_an_unfinished_complaint_keeps_what_was_written(
    pages, changes, sentence
) -> None:
    visitor = pages.test_client()
    page = text(send(visitor, FORM, code=200, **{**WRITTEN, **changes}))
    assert sentence in page
    assert "Please delete it." in page or "words" in changes
    assert held(pages) == []


@pytest.mark.law("D-15")
def test_the_form_sent_twice_is_one_complaint_and_another_text_is_another(
    pages,
) -> None:
    visitor = pages.test_client()
    for words in (WRITTEN["words"], WRITTEN["words"], "And my phone number too."):
        send(visitor, FORM, **{**WRITTEN, "words": words})
    assert len(held(pages)) == 2


def test_a_flood_ends_at_the_limit_of_a_day_and_goes_on_after_it(
    pages, monkeypatch
) -> None:
    monkeypatch.setattr(complaints, "MOST_IN_A_DAY", 2)
    visitor = pages.test_client()
    for number in range(2):
        send(visitor, FORM, **{**WRITTEN, "words": f"Number {number}"})
    page = text(send(visitor, FORM, code=200, **{**WRITTEN, "words": "Number 3"}))
    assert "takes no more complaints today" in page and "Number 3" in page
    later = NOW + timedelta(days=1, seconds=1)
    monkeypatch.setitem(pages.config, "NOW", later)
    send(visitor, FORM, **{**WRITTEN, "words": "Number 3"})
    assert len(held(pages)) == 3


def test_a_complaint_is_shown_as_text(pages, signed_in) -> None:
    visitor = pages.test_client()
    send(visitor, FORM, **{**WRITTEN, "words": "<script>alert(1)</script>"})
    officer = signed_in("information-officer")
    for address in ("/cases", "/cases/1"):
        page = text(officer.get(address))
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_without_an_authority_there_is_no_form(pages, monkeypatch) -> None:
    """An installation of several councils names none: each has its own address."""
    none = replace(pages.config["TRACKER"], authority="")
    monkeypatch.setitem(pages.config, "TRACKER", none)
    assert pages.test_client().get(FORM).status_code == 404


def test_without_a_token_nothing_is_opened(pages) -> None:
    answer = pages.test_client().post(FORM, data=WRITTEN)
    assert answer.status_code in (200, 400)
    assert held(pages) == []
