"""What is sealed opens for a reason, for half an hour. Everybody is invented."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.web.adviser.young import doing, record_evidence, young
from tests.web.conftest import NOW, own_token
from tracker import store
from tracker.access import ROLES, Permission
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.reference.activity import PREGNANCY
from tracker.store.accounts.audit import AuditLine
from tracker.store.law.sealed_looks import SealedLook

pytestmark = pytest.mark.law("D-18")

SHOWN = re.compile(r"pregnan|650|\b180\b", re.IGNORECASE)


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        number = young("Amina", "Holtby")
        record_evidence(number, doing(PREGNANCY), detail("characteristic", code="180"))
    return number


def text(client, address: str) -> str:
    return str(client.get(address).get_data(as_text=True))


def give(client, address: str, **entered: str):
    return client.post(address, data={"csrf_token": own_token(client), **entered})


def looks(pages) -> list[tuple[str, int, bool, str, str]]:
    with pages.app_context():
        found = store.database.base.every(select(SealedLook).order_by(SealedLook.id))
        return [
            (it.opened_by, it.person_id, it.broke_glass, it.reason, it.in_words)
            for it in found
        ]


def test_the_record_shows_only_that_there_is_more(pages, person, signed_in) -> None:
    for role in ("adviser", "team-leader", "data-manager", "manager", "guardian"):
        page = text(signed_in(role), f"/people/{person}")
        assert "Not shown" in page and "NEET" not in page
        assert not SHOWN.search(re.sub(r'"[^"]*"', "", page)), role
        offered = f"/people/{person}/sealed" in page
        assert offered is (Permission.OPEN_SEALED in ROLES[role].permissions)


def test_an_adviser_breaks_the_glass_and_the_guardian_reviews_it(
    pages, person, signed_in
) -> None:
    adviser, address = signed_in("adviser"), f"/people/{person}/sealed"
    page = text(adviser, address)
    assert "Caldicott guardian reviews" in page and not SHOWN.search(page)
    answer = give(adviser, address, clicked="other", words="At hospital, rings now")
    assert answer.location == address
    page = text(adviser, address)
    assert "Not available: pregnancy" in page and "Pregnant" in page
    mail = "adviser@example.org"
    assert looks(pages) == [(mail, person, True, "other", "At hospital, rings now")]
    with pages.app_context():
        wanted = select(AuditLine).where(AuditLine.action == "sealed opened")
        (line,) = store.database.base.every(wanted)
        assert line.detail == {
            "people": [person],
            "reason": "another reason",
            "how": "broke the glass",
        }
    guardian = signed_in("guardian")
    assert "What is sealed was opened" in text(guardian, "/who-looked")
    for page in (f"record?person={person}", f"user?user={mail}"):
        shown = text(guardian, f"/who-looked/{page}")
        assert "At hospital, rings now" in shown and "pened what is sealed" in shown
    review = f"/who-looked/review?kind=sealed&by={mail}&on=2026-11-24&person={person}"
    assert "At hospital, rings now" in text(guardian, review)
    officer = signed_in("information-officer")
    refused = give(officer, review, finding="in order", note="")
    assert "guardian reviews" in refused.get_data(as_text=True)
    assert give(guardian, review, finding="in order", note="").location == "/who-looked"


def test_it_closes_after_half_an_hour_and_holds_for_one_person_and_session(
    pages, person, signed_in
) -> None:
    with pages.app_context():
        other = young("Zara", "Netherton")
        record_evidence(other, doing(PREGNANCY))
    adviser, address = signed_in("adviser"), f"/people/{person}/sealed"
    give(adviser, address, clicked="safety")
    assert SHOWN.search(text(adviser, address))
    assert not SHOWN.search(text(adviser, f"/people/{other}/sealed"))
    assert not SHOWN.search(text(signed_in("team-leader"), address))
    for minutes in (14, 28):
        pages.config["NOW"] = NOW + timedelta(minutes=minutes)
        assert SHOWN.search(text(adviser, address))
    pages.config["NOW"] = NOW + timedelta(minutes=31)
    assert not SHOWN.search(text(adviser, address))


def test_a_role_that_sees_it_gives_a_reason_that_needs_no_review(
    pages, person, signed_in
) -> None:
    manager, address = signed_in("data-manager"), f"/people/{person}/sealed"
    assert "Caldicott" not in text(manager, address)
    assert not SHOWN.search(text(manager, address))
    refused = give(manager, address, clicked="other", words=" ")
    assert "Enter the reason" in refused.get_data(as_text=True)
    give(manager, address, clicked="duty")
    assert SHOWN.search(text(manager, address))
    assert looks(pages) == [("data-manager@example.org", person, False, "duty", "")]
    guardian = signed_in("guardian")
    shown = text(guardian, f"/who-looked/record?person={person}")
    assert "Opened what is sealed" in shown and "On duty for the team" in shown
    assert "What is sealed was opened" not in text(guardian, "/who-looked")


def test_of_whom_nothing_is_sealed_nothing_opens(pages, signed_in) -> None:
    with pages.app_context():
        number = young("Zara", "Netherton")
    adviser = signed_in("adviser")
    address = f"/people/{number}/sealed"
    assert "Nothing about them is sealed" in text(adviser, address)
    assert "/sealed" not in text(adviser, f"/people/{number}")
    give(adviser, address, clicked="duty")
    assert looks(pages) == []


def test_other_roles_do_not_find_the_page(pages, person, signed_in) -> None:
    for role in ("manager", "asset-owner", "school-user", "administrator", "auditor"):
        assert signed_in(role).get(f"/people/{person}/sealed").status_code == 404


def test_each_role_that_prepares_the_return_sees_what_it_has_to_hold() -> None:
    prepares = {
        each.value
        for each in ROLES.values()
        if Permission.PREPARE_RETURN in each.permissions
    }
    sees = {v for v, it in ROLES.items() if Permission.SEE_SEALED in it.permissions}
    assert prepares <= sees
    opens = {v for v, it in ROLES.items() if Permission.OPEN_SEALED in it.permissions}
    assert sees <= opens
