"""The draft of an agreement on pages and as a PDF, by who may read it."""

import io
from urllib.parse import quote

import pytest
from pypdf import PdfReader

from tests.factories import SCHOOL, register
from tests.web.officer.sharing.test_agreements import NEW, TERMS, proposed, text
from tracker.domain.law.gateways import GATEWAYS

DRAFT = "/agreements/draft"
HUB = "?gateway=work-list&party=Youth+Hub"
#: A name that is markup to Typst and to a browser, in two scripts, as long as allowed.
HOSTILE = "#strong[*x*] $1$ <b>`@a` \\ مدرسة {council} " + "x" * 70


@pytest.mark.law("L-06", "L-09")
def test_a_draft_is_read_and_printed_before_an_agreement_is_recorded(officer) -> None:
    assert f"{DRAFT}?gateway=work-list" in officer.get(NEW).get_data(as_text=True)
    form = text(officer.get(f"{DRAFT}?gateway=work-list"))
    assert "The name of the service" in form
    assert "Error" not in form
    page = text(officer.get(DRAFT + HUB))
    assert "Draft data sharing agreement: List of young people to support" in page
    assert "To be filled in by the council:</strong> The contact at Youth Hub" in page
    file = officer.get(f"{DRAFT}.pdf{HUB}")
    assert "data-sharing-agreement-work-list.pdf" in file.headers["Content-Disposition"]
    reader = PdfReader(io.BytesIO(file.data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.law("L-09")
def test_a_draft_of_an_agreement_has_its_own_days_and_who_signed(
    officer, owner
) -> None:
    address = proposed(officer)
    assert f"{address}/draft" in officer.get(address).get_data(as_text=True)
    page = text(owner.get(f"{address}/draft"))
    assert "agreement YH-01, which is proposed" in page
    assert "1 June 2027" in page and "Deleted after four weeks." in page
    assert "signed it in the system" not in page
    owner.send(f"{address}/sign")
    assert "signed it in the system on 24 November 2026" in text(
        owner.get(f"{address}/draft")
    )
    assert officer.get(f"{address}/draft.pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?gateway=work-list&party=", "Name the party"),
        ("?gateway=leavers&party=1", "not an institution"),
        ("?gateway=transfer&party=359", "not the code of another authority"),
        ("?gateway=&party=Hub", "Choose what it is for."),
        ("?gateway=<b>&party=Hub", "Not a valid choice"),
        ("?party=" + "x" * 3000, "Choose what it is for."),
    ],
)
def test_a_draft_that_cannot_be_made_is_a_form_again(officer, query, sentence) -> None:
    page = officer.get(DRAFT + query)
    assert page.status_code == 200
    assert sentence in text(page)
    assert officer.get(f"{DRAFT}.pdf{query}").status_code == 404


@pytest.mark.law("L-06")
def test_the_name_of_a_party_is_only_a_name(officer) -> None:
    query = f"?gateway=work-list&party={quote(HOSTILE)}"
    page = officer.get(DRAFT + query).get_data(as_text=True)
    assert "<b>`@a`" not in page
    assert "{council}" in page
    file = officer.get(f"{DRAFT}.pdf{query}")
    shown = " ".join(
        each.extract_text() for each in PdfReader(io.BytesIO(file.data)).pages
    )
    assert "#strong[*x*] $1$ <b>`@a`" in " ".join(shown.split())


@pytest.mark.law("L-06")
def test_a_draft_with_a_school_names_it_as_the_register_does(
    officer, load, tmp_path
) -> None:
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    page = text(officer.get(f"{DRAFT}?gateway=school-census&party={SCHOOL}"))
    assert f"(URN {SCHOOL})" in page


@pytest.mark.parametrize("role", ["adviser", "data-manager", "school-user", "auditor"])
def test_others_find_no_draft(desk_of, officer, role) -> None:
    desk, address = desk_of(role), proposed(officer)
    for each in (
        DRAFT + HUB,
        f"{DRAFT}.pdf{HUB}",
        f"{address}/draft",
        f"{address}/draft.pdf",
    ):
        assert desk.get(each).status_code == 404


def test_every_gateway_is_offered(officer) -> None:
    page = officer.get(DRAFT).get_data(as_text=True)
    assert all(f'value="{key}"' in page for key in GATEWAYS)
    assert TERMS["party"] in text(officer.get(DRAFT + HUB))
