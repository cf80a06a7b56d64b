"""A record outside one's own lists opens after a reason, once a person and a day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.acts import act
from tests.web.adviser.young import THERE, young
from tests.web.conftest import NOW, own_token
from tracker import actions, store
from tracker.store.accounts.audit import AuditLine
from tracker.store.law.look_reasons import LookReason

pytestmark = pytest.mark.law("D-18")


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        return young("Amina", "Holtby")


@pytest.fixture
def adviser(signed_in):
    client = signed_in("adviser")
    client.gives_reasons = False
    return client


def give(client, address: str, **entered: str):
    return client.post(address, data={"csrf_token": own_token(client), **entered})


def opened(pages) -> list[AuditLine]:
    with pages.app_context():
        wanted = select(AuditLine).where(AuditLine.action == "person opened")
        return store.database.base.every(wanted.order_by(AuditLine.id))


def in_caseload(pages, person: int, email: str) -> None:
    with pages.app_context():
        user = store.accounts.users.by_email(email)
        actions.casework.caseloads.share_out([person], [user.id], act=act(at=NOW))


def test_one_click_opens_the_record_and_is_kept_with_its_line(
    pages, adviser, person
) -> None:
    led = adviser.get(f"/people/{person}")
    assert led.status_code == 302
    page = adviser.get(led.location).get_data(as_text=True)
    assert "They or their family phoned" in page
    assert opened(pages) == []
    answer = give(adviser, led.location, clicked="phoned")
    assert answer.location == f"/people/{person}"
    assert adviser.get(answer.location).status_code == 200
    (line,) = opened(pages)
    assert line.detail == {"why": "they or their family phoned"}


def test_the_reason_holds_for_the_day_and_for_one_person(
    pages, adviser, person
) -> None:
    with pages.app_context():
        other = young("Zara", "Netherton")
    give(adviser, f"/people/{person}/why", clicked="duty")
    assert adviser.get(f"/people/{person}/contact").status_code == 200
    assert adviser.get(f"/people/{other}").status_code == 302
    pages.config["NOW"] = NOW + timedelta(days=1)
    answer = adviser.get(f"/people/{person}")
    assert answer.status_code == 302


def test_in_the_own_caseload_the_list_is_the_reason(pages, adviser, person) -> None:
    in_caseload(pages, person, "adviser@example.org")
    assert adviser.get(f"/people/{person}").status_code == 200
    assert opened(pages)[0].detail == {"why": "own caseload"}


def test_a_search_is_no_list_of_work(adviser, person) -> None:
    assert "Holtby" in adviser.get("/find?q=Holtby").get_data(as_text=True)
    assert adviser.get(f"/people/{person}").status_code == 302


def test_the_register_is_the_work_of_a_data_manager(pages, signed_in, person) -> None:
    client = signed_in("data-manager")
    client.gives_reasons = False
    assert client.get(f"/people/{person}").status_code == 200
    assert opened(pages)[0].detail == {"why": "the register is their work"}


def test_the_information_officer_gives_a_reason_for_anybody(signed_in, person) -> None:
    client = signed_in("information-officer")
    client.gives_reasons = False
    assert client.get(f"/people/{person}").status_code == 302


def test_words_are_kept_encrypted_and_not_in_the_audit(pages, adviser, person) -> None:
    address = f"/people/{person}/why"
    refused = give(adviser, address, clicked="other", words=" ")
    assert "Enter the reason." in refused.get_data(as_text=True)
    long = give(adviser, address, clicked="other", words="Her aunt " + "x" * 500)
    assert "Her aunt" in long.get_data(as_text=True), "nothing typed is lost"
    give(adviser, address, clicked="other", words="Her aunt rang")
    with pages.app_context():
        (kept,) = store.database.base.every(select(LookReason))
        assert b"aunt" not in kept.words
        lines = store.database.base.every(select(AuditLine))
        assert not any("aunt" in str(line.detail) for line in lines)


def test_two_clicks_at_once_are_one_reason(pages, adviser, person) -> None:
    for reason in ("phoned", "duty"):
        give(adviser, f"/people/{person}/why", clicked=reason)
    with pages.app_context():
        (kept,) = store.database.base.every(select(LookReason))
        assert kept.reason == "phoned"


def test_the_reason_leads_to_no_other_site(adviser, person) -> None:
    for to in (
        "https://evil.example/",
        "//evil.example",
        "/users",
        f"/people/{person}0",
    ):
        address = f"/people/{person}/why?to={to}"
        answer = give(adviser, address, clicked="phoned")
        assert answer.location == f"/people/{person}", to


def test_a_form_without_a_reason_is_kept_and_shown_again_after_it(
    pages, adviser, person
) -> None:
    """It may have been filled in before midnight, when the reason held."""
    typed = {"outcome": "no answer", "channel": "phone", "note": "Rang at noon"}
    answer = give(adviser, f"/people/{person}/contact", **typed)
    assert answer.status_code == 303
    shown = give(adviser, answer.location, clicked="phoned")
    page = adviser.get(shown.location).get_data(as_text=True)
    assert "Rang at noon" in page
    with pages.app_context():
        assert store.casework.contacts.of(person) == [], "it is saved by a click alone"


def test_a_person_of_another_authority_stays_unknown(pages, adviser) -> None:
    with pages.app_context():
        stranger = young("Amina", "Holtby", authority=THERE)
    for address in (f"/people/{stranger}", f"/people/{stranger}/why"):
        assert adviser.get(address).status_code == 404
