"""The pages of releases: previewed, prepared, approved by another, downloaded."""

import pytest

from tests.actions.law import released_people
from tests.actions.law.released_people import Some
from tests.web.admin.test_users import post, text

ANSWERS = {
    **{"measure": "neet", "first": "sex", "second": "", "third": ""},
    "as_of": ["31", "10", "2026"],
    **{"kind": "health", "recipient": "The care board <b>", "purpose": "Planning"},
}


@pytest.fixture
def people(pages):
    with pages.app_context():
        released_people.add(released_people.of(Some(400, 30, "F"), Some(420, 41, "M")))


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


def test_a_day_to_come_is_an_error_beside_its_field(people, signed_in):
    officer = signed_in("information-officer")
    page = post(officer, "/releases/new", **{**ANSWERS, "as_of": ["1", "1", "2099"]})
    assert "The day of the figures is still to come." in text(page)
