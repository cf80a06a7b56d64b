"""A confidential address on pages: set, opened for a reason, lifted. All invented."""

import re

import pytest
from sqlalchemy import select

from tests.acts import act
from tests.factories import ALSO_HERE, AUTHORITY
from tests.web.adviser.young import HERE_ONLY, TODAY, record_evidence, young
from tests.web.conftest import NOW, own_token
from tracker import actions, store
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.people.confidential_homes import Why
from tracker.store.accounts.audit import AuditLine

pytestmark = pytest.mark.law("D-18")

TELLTALE = re.compile(r"wn2 ?3ab|\bwn2\b|quillwort", re.IGNORECASE)
HOME = detail("address", line1="7 Quillwort Lane", postcode=ALSO_HERE)
OF_PARENT = detail("parent", name="Sana Holtby", address="7 Quillwort Lane")


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        number = young("Amina", "Holtby", postcode=ALSO_HERE)
        record_evidence(number, HOME, OF_PARENT)
    return number


def text(client, address: str) -> str:
    return str(client.get(address).get_data(as_text=True))


def give(client, address: str, **entered: str):
    return client.post(address, data={"csrf_token": own_token(client), **entered})


@pytest.fixture
def marked(person, pages) -> int:
    with pages.app_context():
        actions.people.confidential_addresses.record(
            person,
            Why.SAFETY,
            within=HERE_ONLY,
            act=act(by="the tests", at=NOW, on=TODAY, authority=AUTHORITY),
        )
    return person


STAFF = ("adviser", "team-leader", "data-manager", "manager", "guardian")


def test_an_adviser_sets_it_on_the_record(person, signed_in) -> None:
    adviser, record = signed_in("adviser"), f"/people/{person}"
    page = text(adviser, record)
    assert TELLTALE.search(page) and f"{record}/confidential-address" in page
    address = f"{record}/confidential-address"
    assert "Select the reason" in give(adviser, address).get_data(as_text=True)
    assert give(adviser, address, because="their safety").location == record
    page = text(adviser, record)
    assert "The address is confidential: their safety" in page
    assert not TELLTALE.search(page)


@pytest.mark.parametrize("role", STAFF)
def test_no_page_shows_it(marked, signed_in, role) -> None:
    client = signed_in(role)
    page = text(client, f"/people/{marked}")
    assert "The address is confidential" in page and "Sana Holtby" in page
    assert not TELLTALE.search(page)
    assert not TELLTALE.search(text(client, "/people?q=Holtby"))
    assert "Holtby" not in text(client, f"/people?q={ALSO_HERE}").replace("q=", "")


def test_it_opens_for_a_reason_that_the_guardian_reviews(
    marked, pages, signed_in
) -> None:
    adviser, address = signed_in("adviser"), f"/people/{marked}/sealed"
    assert not TELLTALE.search(text(adviser, address))
    give(adviser, address, clicked="safety")
    page = text(adviser, address)
    assert "7 Quillwort Lane, WN2 3AB" in page
    assert "Address of a parent or carer: 7 Quillwort Lane" in page
    assert "What is sealed was opened" in text(signed_in("guardian"), "/who-looked")
    with pages.app_context():
        for line in store.database.base.every(select(AuditLine)):
            assert not TELLTALE.search(f"{line.subject} {line.detail}")


def test_the_guardian_alone_lifts_it(marked, signed_in) -> None:
    address = f"/people/{marked}/address-for-all"
    for role in ("adviser", "team-leader", "data-manager", "information-officer"):
        client = signed_in(role)
        assert give(client, address, because="the danger is over").status_code == 404
        assert not TELLTALE.search(text(client, f"/people/{marked}"))
    guardian = signed_in("guardian")
    assert "Select the reason" in give(guardian, address).get_data(as_text=True)
    assert give(guardian, address, because="the danger is over").location
    assert TELLTALE.search(text(guardian, f"/people/{marked}"))
    again = give(guardian, address, because="the danger is over")
    assert "is not confidential" in again.get_data(as_text=True)


def test_the_mark_cannot_be_taken_back_like_an_entry(marked, pages, signed_in) -> None:
    """Otherwise an adviser would lift it, and no guardian would know."""
    with pages.app_context():
        entries = store.casework.entries.by_hand(marked)
        (entry,) = [it.id for it, _ in entries if it.source == "confidential address"]
    adviser = signed_in("adviser")
    give(adviser, f"/people/{marked}/take-back/{entry}")
    page = text(adviser, f"/people/{marked}")
    assert "cannot be taken back here" in page and not TELLTALE.search(page)


def test_a_second_mark_is_refused_in_a_sentence(marked, signed_in) -> None:
    address = f"/people/{marked}/confidential-address"
    again = give(signed_in("team-leader"), address, because="their own wish")
    assert "is confidential" in again.get_data(as_text=True)
