"""The notice for everybody, and the documents of the information officer."""

import csv
import io
from datetime import date

import pytest

from tests.acts import act
from tests.web.admin.test_users import post, text
from tracker import actions
from tracker.domain.law.gateways import GATEWAYS, PartyKind


@pytest.fixture
def officer(signed_in):
    return signed_in("information-officer")


def agree(pages, authority: str = "359") -> None:
    """Signs an agreement of an authority with a service."""

    def by(name: str):
        return act(on=date(2026, 9, 1), by=name, authority=authority)

    with pages.app_context():
        proposed = actions.law.agreements.propose(
            actions.law.parties.named(
                PartyKind.SERVICE, "Testham Youth Hub", by=authority
            ),
            "work-list",
            reference="AL-1",
            fields=["name", "phone"],
            starts=date(2026, 9, 1),
            ends=None,
            review_on=date(2027, 9, 1),
            act=by("officer@testham.example"),
        )
        actions.law.agreements.sign(proposed.id, act=by("owner@testham.example"))


def table(file, key: str) -> dict[str, dict[str, str]]:
    """The rows of a CSV file by one of their columns."""
    rows = csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")))
    return {row[key]: row for row in rows}


@pytest.mark.law("D-12", "N-10")
def test_the_notice_is_public_and_has_the_recipients_of_today(pages) -> None:
    client = pages.test_client()
    page = text(client.get("/privacy"))
    assert "Privacy notice for young people and their families" in page
    assert 'href="#who-receives-information"' in page
    assert 'id="who-receives-information"' in page
    assert "The Department for Education" in page
    assert "Testham Youth Hub" not in page
    agree(pages)
    page = text(client.get("/privacy"))
    assert "Testham Youth Hub" in page
    assert "Name, Phone" in page
    young = text(client.get("/privacy/young-people"))
    assert "Testham Youth Hub" in young
    assert "Read the full notice" in young


@pytest.mark.law("N-21", "D-12")
def test_the_officer_of_the_settings_is_in_the_notice(pages, signed_in) -> None:
    client = pages.test_client()
    assert "To be filled in by the council" in text(client.get("/privacy"))
    admin = signed_in("administrator")
    for name, value in (
        ("officer_name", "Ola Example <script>"),
        ("officer_email", "dpo@testham.example"),
        ("officer_address", "Town Hall, Testham"),
        ("prepared_by", "The data team"),
    ):
        post(admin, f"/settings/{name}", value=value)
    page = text(client.get("/privacy"))
    assert "Ola Example &lt;script&gt;, dpo@testham.example" in page
    assert "By post: Town Hall, Testham." in page
    assert "To be filled in by the council" not in page


@pytest.mark.law("D-12")
def test_an_agreement_of_another_authority_is_in_no_notice_of_ours(
    pages, signed_in
) -> None:
    agree(pages, authority="350")
    for reader in (pages.test_client(), signed_in("adviser")):
        assert "Testham Youth Hub" not in text(reader.get("/privacy"))
        assert "Testham Youth Hub" not in text(reader.get("/privacy/young-people"))


@pytest.mark.law("D-12")
def test_a_user_of_a_school_reads_the_notice_as_anybody_else(pages, signed_in) -> None:
    agree(pages)
    school = signed_in("school-user", institution="urn:106531")
    assert "Testham Youth Hub" in text(school.get("/privacy"))
    assert "Testham Youth Hub" in text(school.get("/privacy/young-people"))


def test_an_installation_for_several_has_no_notice_before_sign_in(
    pages, monkeypatch
) -> None:
    from dataclasses import replace

    several = replace(pages.config["TRACKER"], authority=None)
    monkeypatch.setitem(pages.config, "TRACKER", several)
    client = pages.test_client()
    page = text(client.get("/privacy"))
    assert "This page is about people who use the service." in page
    assert "What is kept about you" in page
    young = text(client.get("/privacy/young-people"))
    assert "Ask your council for its privacy notice" in young


@pytest.mark.law("D-13", "D-14", "D-01")
def test_the_officer_reads_and_downloads_each_document(officer) -> None:
    page = text(officer.get("/documents"))
    assert "Data protection impact assessment" in page
    for name in ("notice", "notice-young-people", "policy", "assessment"):
        assert f"/documents/{name}" in page
        assert officer.get(f"/documents/{name}").status_code == 200
        file = officer.get(f"/documents/{name}.pdf")
        assert file.mimetype == "application/pdf"
        assert file.data.startswith(b"%PDF")
    assert "To be filled in by the council" in text(
        officer.get("/documents/assessment")
    )
    assert officer.get("/documents/nothing").status_code == 404
    assert officer.get("/documents/nothing.pdf").status_code == 404


@pytest.mark.law("D-14")
def test_the_record_of_processing_as_a_page_and_as_a_file(pages, officer) -> None:
    agree(pages)
    page = text(officer.get("/documents/processing"))
    assert "The monthly return" in page
    by_title = table(officer.get("/documents/processing.csv"), "activity")
    assert by_title["Helping young people"]["recipients"] == (
        f"Testham Youth Hub ({GATEWAYS['work-list'].title})"
    )


@pytest.mark.law("D-01")
def test_the_dictionary_has_the_periods_of_the_council(officer, signed_in) -> None:
    post(signed_in("administrator"), "/settings/out_of_area_days", value="5")
    by_column = table(officer.get("/documents/dictionary.csv"), "column")
    assert by_column["out_of_area.lead"]["retention"] == "5 days after it arrives"


@pytest.mark.parametrize("role", ["adviser", "school-user", "administrator"])
def test_the_documents_are_for_those_who_see_sharing(signed_in, role) -> None:
    more = {"institution": "urn:106531"} if role == "school-user" else {}
    client = signed_in(role, **more)
    for page in ("", "/assessment", "/assessment.pdf", "/processing.csv"):
        assert client.get(f"/documents{page}").status_code == 404
