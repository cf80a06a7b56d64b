"""A page that first wants a proof of who someone is carries the fields over it."""

import pytest
from flask import redirect

from tests.web.kept_forms.conftest import Contact, text
from tracker.web.kept_forms import keeping


@pytest.fixture
def proof_wanted(pages, monkeypatch):
    """Every contact first wants a proof, before its body is read."""
    carried = []

    def first() -> object:
        from flask import request

        if request.method == "POST" and request.endpoint == "adviser.contact":
            carried.append(keeping.carry())
            return redirect("/account")
        return None

    hooks = pages.before_request_funcs[None]
    monkeypatch.setitem(pages.before_request_funcs, None, [first, *hooks])
    return carried


def test_the_fields_wait_and_the_page_then_shows_them(
    contact: Contact, proof_wanted, contacts
) -> None:
    contact.send()
    assert proof_wanted == [f"{contact.path}?kept_form=1"]
    assert contacts() == []
    assert "brother" in text(contact.client.get(proof_wanted[0]))


def test_a_forged_form_is_not_carried(contact: Contact, proof_wanted, rows) -> None:
    contact.send(csrf_token="forged")
    contact.send(csrf_token="")
    assert proof_wanted == [None, None]
    assert rows() == []
