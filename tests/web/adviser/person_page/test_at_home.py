"""Who shares a home or a number, on the page of a young person. All are invented."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, read
from tracker import actions, domain, store
from tracker.domain.history.details.detail_statements import detail
from tracker.store.accounts.audit import AuditLine

HOME = {"line1": "35 Pennine Lane", "postcode": "WN1 1AZ"}


@pytest.fixture
def esme(pages) -> int:
    """Of 35 Pennine Lane, where she is the only one."""
    with pages.app_context():
        number = young("Esme", "Whitworth", phone="07700 900412")
        record_evidence(number, detail("address", **HOME))
        return number


@pytest.fixture
def jakub(pages) -> int:
    """Her brother, who learns at a college."""
    with pages.app_context():
        number = young("Jakub", "Whitworth", phone="07700 900412")
        record_evidence(
            number,
            detail("address", **HOME),
            doing(domain.reference.activity.FURTHER_EDUCATION),
        )
        return number


def block(client, number: int) -> str:
    """The words of the block, "" where the page has none."""
    page = read(client.get(f"/people/{number}").text)
    found = page.find(".//section[@aria-labelledby='at-home']")
    return "" if found is None else " ".join("".join(found.itertext()).split())


def test_a_brother_at_the_same_address_with_what_he_does(
    pages, signed_in, esme, jakub
) -> None:
    with pages.app_context():
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    for role in ("adviser", "team-leader", "data-manager"):
        client = signed_in(role)
        shown = block(client, esme)
        assert "Jakub Whitworth, aged 16, Year 12." in shown, role
        assert "Same address and phone number." in shown
        assert "Participating Further education" in shown
    page = client.get(f"/people/{esme}").text
    assert f'href="/people/{jakub}"' in page.partition('id="at-home"')[2]


def test_one_who_shares_nothing_has_no_empty_block(signed_in, esme) -> None:
    assert block(signed_in("adviser"), esme) == ""


def test_what_a_sister_does_is_not_shown_where_it_is_sealed(
    pages, signed_in, esme, jakub
) -> None:
    with pages.app_context():
        record_evidence(
            jakub,
            doing(domain.reference.activity.PREGNANCY),
            at=NOW + timedelta(minutes=1),
        )
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    shown = block(signed_in("adviser"), esme)
    assert "Jakub Whitworth" in shown
    assert "Not shown" in shown
    assert "regnan" not in shown


def test_the_adviser_learns_that_a_brother_has_died(
    pages, signed_in, esme, jakub
) -> None:
    with pages.app_context():
        by = act(by="me", at=NOW + timedelta(hours=1), on=TODAY)
        actions.people.deaths.record(jakub, TODAY, within=HERE_ONLY, act=by)
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    shown = block(signed_in("adviser"), esme)
    assert "Jakub Whitworth, who has died." in shown
    assert "Participating" not in shown


def test_everybody_who_is_named_is_in_the_line_of_the_audit(
    pages, signed_in, esme, jakub
) -> None:
    assert signed_in("adviser").get(f"/people/{esme}").status_code == 200
    with pages.app_context():
        store.database.shown.show_all()
        opened = select(AuditLine).where(AuditLine.action == "person opened")
        (line,) = store.database.base.every(opened)
    assert (line.subject, line.detail["people"]) == (
        f"person {esme}",
        [esme, jakub],
    )
    with pages.app_context():
        looks = {
            number: store.law.looked.at_person(number, within=HERE_ONLY)
            for number in (esme, jakub)
        }
    # The record of the brother was not opened: his name was on a page.
    assert {of: [each.opened for each in some] for of, some in looks.items()} == {
        esme: [True],
        jakub: [False],
    }
