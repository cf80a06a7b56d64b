"""Requests of the council and of third parties, and suspended gateways.

Everybody is invented.
"""

from datetime import date

import pytest

from tests.factories import COLLEGE, register
from tests.web.adviser.young import young
from tests.web.officer.held_cases import on, send, text, work
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.law.disclosing import DisclosureRefused

TODAY = date(2026, 11, 24)


@pytest.mark.law("L-06")
def test_a_request_by_section_72_waits_for_its_answer(
    pages, load, tmp_path, officer, owner
) -> None:
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    wanted = {
        "section": "72",
        "institution": COLLEGE,
        "people": "All in Year 12",
        "fields": ["name", "born", "parent"],
        **on("sent_on", date(2026, 11, 2)),
    }
    page = text(
        send(officer.client, "/requests/new", code=200, **{**wanted, "fields": []})
    )
    assert "Choose from: name" in page
    send(officer.client, "/requests/new", **wanted)
    page = text(officer.get("/requests"))
    assert "All in Year 12" in page and "No answer yet" in page
    assert "30 November 2026" in page
    with pages.app_context():
        (item,) = work("information-request", TODAY)
        assert item.due == date(2026, 11, 30)
    assert "Record the answer" not in text(owner.get("/requests/1"))
    today = on("on", TODAY)
    page = text(
        send(officer.client, "/requests/1", code=200, outcome="refused", **today)
    )
    assert "Enter why it was refused." in page
    send(
        officer.client, "/requests/1", outcome="given in part", note="By post", **today
    )
    assert "Given in part, 24 November 2026" in text(officer.get("/requests/1"))
    rows = officer.get("/requests.csv").data.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("1,72,") and "name born parent" in rows[1]
    with pages.app_context():
        assert work("information-request", TODAY) == []


@pytest.mark.law("L-09")
def test_the_asset_owner_suspends_a_gateway_and_nothing_goes_out_by_it(
    pages, officer, owner
) -> None:
    page = text(officer.get("/gateways/return"))
    assert "The asset owner can suspend it." in page
    assert officer.send("/gateways/return/suspend", reason="x").status_code == 404
    assert officer.get("/gateways/work-list").status_code == 404
    page = text(
        send_by(owner, "/gateways/return/suspend", code=200, reason="", day=TODAY)
    )
    assert "Enter why it is suspended." in page
    send_by(
        owner,
        "/gateways/return/suspend",
        reason="Wrong codes",
        day=date(2026, 11, 25),
    )
    assert "Suspended" in text(officer.get("/agreements"))
    with pages.app_context():
        law = actions.law
        given = (law.parties.DEPARTMENT, "return", ["name"])
        today = officer.act()
        assert law.disclosing.permit(*given, act=today), "it begins tomorrow"
        tomorrow = type(today)(
            by=today.by, at=today.at, on=date(2026, 11, 25), authority=today.authority
        )
        with pytest.raises(DisclosureRefused, match="since 25 November 2026"):
            law.disclosing.permit(*given, act=tomorrow)
        elsewhere = type(today)(
            by=today.by, at=today.at, on=date(2026, 11, 25), authority="342"
        )
        assert law.disclosing.permit(*given, act=elsewhere), "the other authority's"
    send_by(owner, "/gateways/return/lift")
    assert "Suspended" not in text(officer.get("/agreements"))
    with pages.app_context():
        assert law.disclosing.permit(*given, act=tomorrow)


def send_by(desk, address: str, *, code: int = 302, day: date | None = None, **fields):
    answer = desk.send(address, **fields, **(on("on", day) if day else {}))
    assert answer.status_code == code, text(answer)
    return answer


@pytest.fixture
def request_of_probation(pages, officer) -> tuple[str, int]:
    """A request of a third party that has been assessed: its page, its person."""
    with pages.app_context():
        person = young("Esme", "Whitworth")
    about = dict.fromkeys(("purpose", "data", "sensitivity", "security"), "As agreed")
    answer = send(
        officer.client,
        "/cases/new/TP",
        **on("received", date(2026, 11, 20)),
        title="Probation service, one person",
        requester="third party",
        organisation="Probation",
        retention="Six months",
        people=str(person),
        **about,
    )
    send(officer.client, f"{answer.location}/assessed", note="The purpose is clear")
    return answer.location, person


def approve(owner, here: str, *fields: str) -> None:
    send(
        owner.client,
        f"{here}/decided",
        outcome="approved",
        note="Needed for supervision",
        conditions="One copy",
        fields=list(fields),
        **on("expires_on", date(2026, 12, 29)),
        **on("destroy_by", date(2027, 2, 26)),
    )


@pytest.mark.law("D-16", "N-17")
def test_what_a_third_party_was_granted_goes_out_by_the_one_door(
    pages, officer, owner, request_of_probation
) -> None:
    here, person = request_of_probation
    assert "TP-1 is not approved" in text(officer.get(f"{here}/give"))
    assert owner.get(f"{here}/give").status_code == 404
    approve(owner, here, "name", "born")
    assert "Give the data" in text(officer.get(here))
    page = text(officer.get(f"{here}/give"))
    for words in ("1 young person", "Name, Date of birth", "One copy", "TP-1"):
        assert words in page
    file = send(officer.client, f"{here}/give", code=200, form="csv")
    assert "D-2026-1.csv" in file.headers["Content-Disposition"]
    assert "Whitworth" in file.get_data().decode("utf-8-sig")
    page = text(officer.get(here))
    assert "Data given" in page and "D-2026-1" in page
    with pages.app_context():
        within = authority_scope("359")
        made = store.law.disclosures.by_mark("D-2026-1", within=within)
        assert made is not None
        assert (made.party_name, made.people) == ("Probation", 1)
        assert made.fields == ["name", "born"]
        assert (made.expires_on, made.case_id) == (date(2027, 2, 26), 1)
        assert store.law.disclosures.people_of(made.id) == [person]


@pytest.mark.law("D-16")
def test_nothing_goes_out_beyond_the_approval_or_after_it(
    pages, officer, owner, request_of_probation
) -> None:
    here, _ = request_of_probation
    approve(owner, here)
    assert "names no details to give" in text(officer.get(f"{here}/give"))
    with pages.app_context():
        within = authority_scope("359")
        case = store.law.cases.by_name("TP-1", within=within)
        with store.database.base.transaction():
            store.law.cases.third_party(case.id).fields = ["name"]
        permit = actions.law.cases.third_parties.permit
        act = officer.act()
        given = {"within": within, "act": act}
        assert permit(case, ["name"], **given)
        with pytest.raises(DisclosureRefused, match="not approved for: Address"):
            permit(case, ["name", "address"], **given)
        expired = type(act)(
            by=act.by, at=act.at, on=date(2026, 12, 30), authority=act.authority
        )
        with pytest.raises(DisclosureRefused, match="its approval has expired"):
            permit(case, within=within, act=expired)
