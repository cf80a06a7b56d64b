"""Cases on the officer's pages: opened, found, and worked on by their clock.

Everybody is invented.
"""

import re
from datetime import date

import pytest

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, young
from tests.web.conftest import NOW
from tests.web.officer.held_cases import OPENED, on, opened, send, text, work
from tracker import actions, store
from tracker.domain.law.cases.case_kinds import KINDS
from tracker.domain.law.cases.requesters import Requester


@pytest.fixture
def officer(signed_in):
    return signed_in("information-officer")


@pytest.mark.law("D-05", "N-18")
def test_a_case_is_opened_and_shown_with_its_clock(pages, officer) -> None:
    with pages.app_context():
        person = young("Esme", "Whitworth")
    answer = send(
        officer,
        "/cases/new/SA",
        **on("received", date(2026, 11, 4)),
        title="Everything, all years",
        people=str(person),
        requester="young person",
        reference="IG/26/1182",
    )
    page = text(officer.get(answer.location))
    assert "Subject access, SA-1" in page
    assert "10 days left, due 4 December 2026" in page
    assert "IG/26/1182" in page and "Esme Whitworth" in page
    assert "Information Commissioner" in page, "the right stands beside the reply"
    listed = text(officer.get("/cases"))
    assert "SA-1" in listed and "10 days left" in listed
    assert "E. W., aged" in listed and "Whitworth" not in listed, "no names"
    assert re.search(r">Open <b>1</b>", listed)


def test_a_list_without_cases_says_so(officer) -> None:
    page = text(officer.get("/cases"))
    assert "No case is open." in page and "Open a case" in page
    for pill in ("mine", "soon", "paused", "closed"):
        assert "tracker-empty" in text(officer.get(f"/cases?show={pill}"))


@pytest.mark.law("D-05")
def test_a_pause_and_an_extension_move_the_day(pages, officer) -> None:
    with pages.app_context():
        number = opened().id
    here = f"/cases/{number}"
    send(officer, f"{here}/pause", note="Which years?", **on("on", date(2026, 11, 6)))
    assert "Paused since 6 Nov" in text(officer.get(here))
    assert re.search(r">Paused <b>1</b>", text(officer.get("/cases")))
    assert "The requester" in text(officer.get("/cases?show=paused"))
    send(officer, f"{here}/resume", note="All", **on("on", date(2026, 11, 9)))
    page = text(officer.get(here))
    assert "due 7 December 2026" in page and "3 days paused" in page
    early = text(
        send(
            officer,
            f"{here}/pause",
            code=200,
            note="Why?",
            **on("on", date(2026, 11, 8)),
        )
    )
    assert "The day cannot be before the clock last changed." in early
    send(officer, f"{here}/extend", months="2", note="Eleven sources")
    assert "due 8 February 2027" in text(officer.get(here))
    page = text(send(officer, f"{here}/extend", code=200, months="1", note="More"))
    assert "It is extended by at most 2 months in all." in page


@pytest.mark.law("D-06")
def test_a_parent_of_a_17_year_old_needs_consent(pages, officer) -> None:
    with pages.app_context():
        number = opened(
            requester=Requester.PARENT,
            requester_name="Agnes Whitworth",
            people=[young("Esme", "Whitworth")],
        ).id
    here = f"/cases/{number}"
    send(officer, f"{here}/identity", evidence="document")
    page = text(send(officer, f"{here}/authority", code=200, evidence="parent"))
    assert "This is not enough for a young person aged" in page
    send(officer, f"{here}/authority", evidence="consent")
    assert "Written consent of the young person" in text(officer.get(here))


def test_a_case_is_a_work_item_of_its_holder_from_five_days_before(pages, officer):
    with pages.app_context():
        me = store.accounts.users.by_email("information-officer@example.org")
        number = opened(holder=me.id).id
        assert work("case", date(2026, 11, 28)) == []
        (item,) = work("case", date(2026, 11, 29))
        assert (item.owner_id, item.due) == (me.id, date(2026, 12, 4))
        assert item.why == "Subject access: check the identity"
        more = {"within": HERE_ONLY, "act": OPENED}
        actions.law.cases.case_steps.pause(number, "Which years?", **more)
        assert work("case", date(2026, 12, 4)) == [], "it waits for the requester"


@pytest.mark.law("D-14")
def test_a_breach_counts_hours_and_its_people_are_a_query(pages, officer) -> None:
    with pages.app_context():
        some = [young(given, "Holtby") for given in ("Amina", "Bryn")]
    answer = send(
        officer,
        "/cases/new/BR",
        **on("received", date(2026, 11, 23)),
        hour="12:10",
        title="Letter sent to a former address",
        requester="council",
    )
    here = answer.location
    page = text(officer.get(here))
    assert "51 hours left, due 26 November 2026 at 12:10pm" in page
    assert "pause" not in re.findall(rf'href="{here}/([a-z]+)"', page)
    send(officer, f"{here}/affected", people=" ".join(map(str, some)))
    page = text(officer.get(here))
    assert "2 young people" in page
    answer = send(officer, f"{here}/affected", code=200, batch="99999")
    assert "Import 99999 has no young people on record." in text(answer)


@pytest.mark.law("D-15")
def test_a_complaint_is_acknowledged_in_thirty_days_and_then_answered(
    pages, officer
) -> None:
    with pages.app_context():
        number = opened("complaint", "2026-11-02").id
    here = f"/cases/{number}"
    page = text(officer.get(here))
    assert "8 days left, due 2 December 2026" in page and "Acknowledge it" in page
    send(officer, f"{here}/acknowledged", note="")
    page = text(officer.get(here))
    assert "Deadline met" in page and "Decide" in page


@pytest.mark.law("D-15")
def test_the_right_to_complain_stands_on_the_privacy_page(pages) -> None:
    page = text(pages.test_client().get("/privacy"))
    assert "You may complain to" in page and "ico.org.uk" in page


def test_a_case_is_found_by_its_number_and_by_the_councils_reference(
    pages, officer
) -> None:
    with pages.app_context():
        number = opened(reference="IG/26/1182").id
    for words in ("SA-1", "sa 1", "26/1182"):
        answer = officer.get("/cases", query_string={"q": words})
        assert answer.location == f"/cases/{number}", words
    for words in ("SA-2", "%", "_", "ZZ-1"):
        page = text(officer.get("/cases", query_string={"q": words}))
        assert "No case has this number or reference." in page


def test_a_case_of_another_authority_is_not_found(pages, signed_in) -> None:
    with pages.app_context():
        elsewhere = actions.law.cases.opening.open_case(
            KINDS["complaint"],
            "Elsewhere",
            received=date(2026, 11, 2),
            requester=Requester.PARENT,
            within=HERE_ONLY,
            act=act(by="a@example.org", at=NOW, authority="358"),
        ).id
    officer = signed_in("information-officer")
    assert officer.get(f"/cases/{elsewhere}").status_code == 404
    assert officer.get(f"/cases/{elsewhere}/close").status_code == 404


@pytest.mark.parametrize(
    "role", ["adviser", "data-manager", "manager", "school-user", "auditor"]
)
def test_others_see_no_case(pages, signed_in, role) -> None:
    with pages.app_context():
        number = opened().id
    client = signed_in(role)
    for address in ("/cases", f"/cases/{number}", "/cases/new/SA"):
        assert client.get(address).status_code == 404


def test_no_reason_reaches_the_audit(pages, officer) -> None:
    with pages.app_context():
        number = opened(people=[young("Esme", "Whitworth")]).id
    send(officer, f"/cases/{number}/advise", note="Her brother is in it too")
    officer.get(f"/cases/{number}")
    with pages.app_context():
        lines = store.database.base.execute("SELECT subject, detail FROM audit").all()
        held = " ".join(f"{each.subject} {each.detail}" for each in lines)
    assert "SA-1" in held
    assert "brother" not in held and "Whitworth" not in held


def test_two_clicks_open_one_case(pages, officer, twice) -> None:
    entered = {
        **on("received", date(2026, 11, 4)),
        "title": "Everything",
        "requester": "young person",
    }
    answers = twice(officer, "/cases/new/SA", **entered)
    assert len({each.location for each in answers}) == 1


def test_the_list_asks_as_often_for_many_cases_as_for_one(
    pages, officer, queries
) -> None:
    with pages.app_context():
        opened()
    officer.get("/cases")
    with queries() as one:
        officer.get("/cases")
    with pages.app_context():
        for place in range(12):
            opened(received=f"2026-11-{place + 5:02}", people=[young("A", f"B{place}")])
    with queries() as many:
        officer.get("/cases")
    assert len(many) <= len(one) + 1


def test_a_moment_to_come_is_refused(pages, officer) -> None:
    page = text(
        send(
            officer,
            "/cases/new/BR",
            code=200,
            **on("received", date(2026, 11, 24)),
            hour="23:59",
            title="Later",
            requester="council",
        )
    )
    assert "It cannot have been received after now." in page


def test_the_page_opens_a_case_for_each_of_two_people(pages, signed_in) -> None:
    with pages.app_context():
        people = [young("Esme", "Whitworth"), young("Amina", "Holtby")]
    officer = signed_in("information-officer")
    places = [
        send(
            officer,
            "/cases/new/SA",
            **on("received", date(2026, 11, 4)),
            title="Everything",
            people=str(person),
            requester="young person",
        ).location
        for person in (*people, people[0])
    ]
    assert places[0] == places[2] != places[1]
    assert "Esme Whitworth" in text(officer.get(places[0]))
    assert "Amina Holtby" in text(officer.get(places[1]))
