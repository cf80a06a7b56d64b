"""Retention on pages: confirmed, proposed by one user, approved by another, held."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.waiting import run_waiting
from tests.web.adviser.young import young
from tests.web.conftest import NOW
from tracker import actions, store
from tracker.access import authority_scope

WITHIN = authority_scope("359")
OLD = date(2003, 9, 12)


def text(answer: Any) -> str:
    return " ".join(answer.get_data(as_text=True).split())


@pytest.fixture
def old(pages: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """A record long past its date, and a ledger of this test alone."""
    here = pages.config["TRACKER"]
    keeping = replace(here.keeping, disposals=tmp_path / "ledger.jsonl")
    monkeypatch.setitem(pages.config, "TRACKER", replace(here, keeping=keeping))
    with pages.app_context():
        return young(born=OLD)


@pytest.fixture
def confirmed(owner: Any) -> None:
    for category in ("record", "lines", "return"):
        owner.send("/retention/confirm", category=category)


@pytest.mark.law("N-20", "D-04")
def test_one_user_proposes_another_approves_and_a_worker_carries_out(
    pages: Any, officer: Any, owner: Any, old: int, confirmed: None
) -> None:
    due = text(officer.get("/retention/due"))
    assert "Propose the disposal" in due
    address = officer.send("/retention/propose").location
    assert "It waits for the asset owner" in text(officer.get(address))
    assert officer.send(f"{address}/approve").status_code == 404
    owner.send(f"{address}/approve")
    assert "cannot be brought back" in text(owner.get(address))
    owner.send(f"{address}/carry-out")
    assert "A worker is carrying it out" in text(owner.get(address))
    with pages.app_context():
        run_waiting(clock=lambda: NOW, day=lambda at: at.date())
    page = text(officer.get(address))
    assert "Certificate of disposal" in page and "Carried out" in page
    assert "until they are written over" in page
    with pages.app_context():
        assert store.people.records.get(old, within=WITHIN) is None


@pytest.mark.law("D-04")
def test_a_hold_is_placed_and_released_with_reasons(
    pages: Any, officer: Any, old: int, confirmed: None
) -> None:
    wrong = text(officer.send("/retention/holds/new", person="99999", reason="x"))
    assert "There is no young person 99999" in wrong
    words = text(officer.send("/retention/holds/new", person="one", reason="x"))
    assert "Enter the number of the record" in words
    officer.send("/retention/holds/new", person=str(old), reason="A claim")
    assert "A claim" in text(officer.get("/retention/holds"))
    refused = text(officer.send("/retention/propose", follow=True))
    assert "Nothing is due" in refused
    with pages.app_context():
        (hold,) = store.law.disposals.legal_holds.every(within=WITHIN)
    address = f"/retention/holds/{hold.id}/release"
    assert "Enter the reason" in text(officer.send(address, reason=""))
    officer.send(address, reason="Settled")
    assert "Settled" in text(officer.get("/retention/holds"))


@pytest.mark.law("D-04")
def test_an_asset_owner_who_declines_gives_the_reason(
    officer: Any, owner: Any, old: int, confirmed: None
) -> None:
    address = officer.send("/retention/propose").location
    assert "Enter the reason" in text(owner.send(f"{address}/decline", reason=""))
    owner.send(f"{address}/decline", reason="An inquiry is expected")
    page = text(officer.get(address))
    assert "Declined" in page and "An inquiry is expected" in page
    assert owner.send(f"{address}/carry-out").status_code == 404


@pytest.mark.law("N-20")
def test_the_schedule_shows_who_confirmed_a_rule(officer: Any, owner: Any) -> None:
    page = text(owner.get("/retention"))
    assert "Confirm record" in page and "Proposed" in page
    assert "Confirm record" not in text(officer.get("/retention"))
    owner.send("/retention/confirm", category="record")
    assert "Confirm record" not in text(owner.get("/retention"))
    refused = text(owner.send("/retention/confirm", follow=True, category="nonsense"))
    assert "not in the schedule" in refused


@pytest.mark.law("D-04")
def test_the_night_opens_an_item_and_deletes_nobody(
    pages: Any, officer: Any, old: int, confirmed: None
) -> None:
    items = actions.law.disposals.due_items
    with pages.app_context():
        items.refresh(within=WITHIN, act=officer.act())
        items.refresh(within=WITHIN, act=officer.act())
        (item,) = store.work.items.open_of_kind(items.KIND, within=WITHIN)
        assert item.why == "Past their date: 1 young person, 0 lines or cases"
        assert store.people.records.get(old, within=WITHIN) is not None
        actions.law.disposals.holding.place(
            old, reason="A claim", within=WITHIN, act=officer.act()
        )
        items.refresh(within=WITHIN, act=officer.act())
        assert store.work.items.open_of_kind(items.KIND, within=WITHIN) == []


@pytest.mark.parametrize("role", ["adviser", "data-manager", "manager"])
def test_others_do_not_find_retention(desk_of: Any, role: str) -> None:
    desk = desk_of(role)
    for address in ("/retention", "/retention/due", "/retention/holds"):
        assert desk.get(address).status_code == 404
