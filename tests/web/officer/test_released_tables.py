"""The pages of releases: previewed, prepared, approved by another, downloaded."""

import re
from datetime import date

import pytest

from tests.actions.law import released_people
from tests.actions.law.released_people import Some
from tests.acts import act
from tests.web.admin.test_users import post, text
from tracker import actions
from tracker.domain.law.gateways import PartyKind

ANSWERS = {
    **{"measure": "neet", "first": "sex", "second": "", "third": ""},
    "as_of": ["31", "10", "2026"],
    **{"kind": "health", "recipient": "The care board <b>", "purpose": "Planning"},
}


@pytest.fixture
def people(pages):
    with pages.app_context():
        released_people.add(released_people.of(Some(400, 30, "F"), Some(420, 41, "M")))


def agree(pages) -> None:
    """A signed agreement for research with a university."""
    with pages.app_context():
        law = actions.law
        made = law.agreements.propose(
            law.parties.named(PartyKind.BODY, "The university", by="359"),
            "research",
            reference="R-1",
            fields=["sex", "status"],
            starts=date(2026, 9, 1),
            ends=None,
            review_on=date(2027, 6, 1),
            act=act("data@example.org"),
        )
        law.agreements.sign(made.id, act=act("owner@example.org"))


@pytest.mark.law("O10", "D-16")
def test_the_officer_prepares_and_the_asset_owner_approves(people, signed_in):
    officer, owner = signed_in("information-officer"), signed_in("asset-owner")
    preview = text(post(officer, "/releases/new", **ANSWERS, preview="yes"))
    assert "Nothing is hidden." in preview
    assert "Nothing has been released yet." in text(officer.get("/releases"))
    prepared = post(officer, "/releases/new", **ANSWERS)
    address = prepared.location
    page = text(officer.get(address))
    assert "The care board &lt;b&gt; (health)" in page
    assert 'value="approve"' not in page
    assert "is not approved" in text(
        officer.get(f"{address}.csv", follow_redirects=True)
    )
    assert post(officer, f"{address}/decide", decision="approve").status_code == 404
    post(owner, f"{address}/decide", decision="approve")
    file = officer.get(f"{address}.csv")
    assert "Female,400,30,7.5" in file.data.decode("utf-8-sig")
    assert officer.get(f"{address}.xlsx").data.startswith(b"PK")
    listed = text(officer.get("/disclosures"))
    assert "0 young people" not in listed
    (given,) = set(re.findall(r'href="(/disclosures/\d+)"', listed))
    assert "It has figures alone and names no one." in text(officer.get(given))


def test_a_day_to_come_is_an_error_beside_its_field(people, signed_in):
    officer = signed_in("information-officer")
    page = post(officer, "/releases/new", **{**ANSWERS, "as_of": ["1", "1", "2099"]})
    assert "The day of the figures is still to come." in text(page)


@pytest.mark.law("O10", "N-05", "N-15")
def test_the_page_prepares_an_extract_where_an_agreement_covers_it(
    people, pages, signed_in
):
    officer, owner = signed_in("information-officer"), signed_in("asset-owner")
    rows = {
        **ANSWERS,
        "shape": "rows",
        "kind": "research",
        "recipient": "The university",
    }
    assert "No agreement with The university" in text(
        post(officer, "/releases/new", **rows)
    )
    preview = text(post(officer, "/releases/new", **rows, preview="yes"))
    assert "are in no extract" in preview
    agree(pages)
    address = post(officer, "/releases/new", **rows).location
    page = text(officer.get(address))
    assert "People who opted out of research are not in this extract." in page
    assert "Female" in page
    post(owner, f"{address}/decide", decision="approve")
    assert "Take back" in text(owner.get(address))
    file = officer.get(f"{address}.csv").data.decode("utf-8-sig")
    assert file.count("Female") == 400
    assert "Take back" not in text(owner.get(address))
    assert "D-2026-1" in text(officer.get("/disclosures"))
