"""Decisions on cases: by the user who may, and by another than the preparer.

Everybody is invented.
"""

import re
from datetime import date, timedelta

import pytest

from tests.web.adviser.young import HERE_ONLY, young
from tests.web.conftest import NOW
from tests.web.officer.held_cases import OPENED, on, opened, send, text, work
from tracker import actions, store
from tracker.domain.law.cases.case_kinds import Step


@pytest.fixture
def officer(signed_in):
    return signed_in("information-officer")


def assessed(officer, title: str, organisation: str) -> str:
    """The address of a request of a third party that is opened and assessed."""
    about = dict.fromkeys(("purpose", "data", "sensitivity", "security"), "As agreed")
    answer = send(
        officer,
        "/cases/new/TP",
        **on("received", date(2026, 11, 20)),
        title=title,
        requester="third party",
        organisation=organisation,
        retention="Six months",
        **about,
    )
    send(officer, f"{answer.location}/assessed", note="The purpose is clear")
    return str(answer.location)


@pytest.mark.law("D-07")
def test_who_prepared_a_copy_does_not_approve_it(pages, officer, signed_in) -> None:
    with pages.app_context():
        number = opened().id
    here = f"/cases/{number}"
    assert "Identity checked" not in text(officer.get(here))
    page = text(
        send(officer, f"{here}/decided", code=200, outcome="given", note="All of it")
    )
    assert "The next step of SA-1 is “identity”." in page
    send(officer, f"{here}/identity", evidence="met")
    send(officer, f"{here}/decided", outcome="given", note="All of it")
    assert officer.get(f"{here}/approved").status_code == 404
    owner = signed_in("asset-owner")
    assert "Approve the decision" in text(owner.get("/cases?show=mine"))
    page = text(owner.get(f"{here}/approved"))
    assert "All of it" in page and "given" in page, "what is approved"
    assert f'href="{here}/copy"' in page
    send(owner, f"{here}/returned", note="Page 4 names a brother")
    assert "Returned to be changed" in text(officer.get(here))
    send(officer, f"{here}/decided", outcome="given in part", note="Without page 4")
    send(owner, f"{here}/approved", note="")
    send(officer, f"{here}/dispatched", note="By post")
    page = text(officer.get(here))
    assert "Deadline met" in page and "given in part" in page
    send(officer, f"{here}/close", note="")
    assert re.search(r">Closed this year <b>1</b>", text(officer.get("/cases")))
    assert "SA-1" in text(officer.get("/cases?show=closed"))


@pytest.mark.law("D-16", "N-17")
def test_a_third_party_request_is_approved_by_another_on_terms(
    pages, officer, signed_in
) -> None:
    here = assessed(officer, "Probation service, one person", "Probation")
    assert officer.get(f"{here}/decided").status_code == 404, "an officer advises"
    owner = signed_in("asset-owner")
    terms = {
        "outcome": "approved",
        "note": "Needed for supervision",
        "conditions": "One copy",
    }
    page = text(send(owner, f"{here}/decided", code=200, **terms))
    assert "Enter a day after today on which it expires." in page
    send(
        owner,
        f"{here}/decided",
        **terms,
        **on("expires_on", date(2027, 1, 29)),
        **on("destroy_by", date(2027, 2, 26)),
    )
    with pages.app_context():
        found = store.law.cases.approved_request
        assert found("TP-1", date(2027, 1, 29), within=HERE_ONLY) is not None
        assert found("TP-1", date(2027, 1, 30), within=HERE_ONLY) is None, "expired"
    send(officer, f"{here}/dispatched", note="")
    assert "Destroy in 94 days" in text(officer.get(here))
    pages.config["NOW"] = NOW + timedelta(days=100)
    with pages.app_context():
        (item,) = work("case", date(2027, 3, 4))
        assert (item.due, item.about) == (date(2027, 2, 26), "TP-1")
        assert "certificate of destruction" in item.why


@pytest.mark.law("D-16", "N-17")
def test_whose_data_a_third_party_gets_is_set_before_it_is_decided(
    pages, officer, signed_in
) -> None:
    """A letter names an organisation and a purpose; who is meant is found out later."""
    with pages.app_context():
        one, other = young("Amina"), young("Bryn")
    here = assessed(officer, "Survey of travel to college", "University of Otherton")
    owner = signed_in("asset-owner")
    terms = {
        "outcome": "approved",
        "note": "For the survey",
        "conditions": "One copy",
        "fields": ["area", "institution"],
        **on("expires_on", date(2027, 1, 29)),
        **on("destroy_by", date(2027, 2, 26)),
    }
    refused = text(send(owner, f"{here}/decided", code=200, **terms))
    assert "Set whose data it is before details of young people are approved" in refused
    assert "An information officer sets it on the page of the case" in refused
    assert "Set whose data it is" in text(officer.get(here))
    assert "There is no young person 99999" in text(
        send(officer, f"{here}/affected", code=200, people="99999")
    )
    send(officer, f"{here}/affected", people=f"{one}")
    send(owner, f"{here}/decided", **terms)
    # What is decided is about one young person; no one is added to it.
    assert "Set whose data it is" not in text(officer.get(here))
    late = text(send(officer, f"{here}/affected", code=200, people=f"{one} {other}"))
    assert "cannot be set any more" in late
    given = text(officer.get(f"{here}/give"))
    assert "1 young person" in given and "Ward or postcode district" in given


@pytest.mark.law("L-16")
def test_the_decision_not_to_share_is_the_guardians_and_is_reviewed(
    pages, signed_in
) -> None:
    guardian = signed_in("guardian")
    answer = send(
        guardian,
        "/cases/new/SG",
        **on("received", date(2026, 11, 23)),
        title="Concern of a college",
        requester="council",
    )
    here = answer.location
    send(
        guardian,
        f"{here}/decided",
        outcome="not shared",
        note="It would put her in danger",
        recipient="police",
        **on("review_on", date(2026, 12, 21)),
    )
    page = text(guardian.get(here))
    assert "Decided: not shared" in page and "Review in 27 days" in page
    assert "Share it" not in page
    assert guardian.get("/cases/new/SA").status_code == 404, "the officer's"


@pytest.mark.law("N-05", "D-10")
def test_an_objection_counts_at_once_and_a_refusal_ends_it(
    pages, officer, signed_in
) -> None:
    with pages.app_context():
        esme, other = young("Esme", "Whitworth"), young("Amina", "Holtby")
    answer = send(
        officer,
        "/cases/new/OB",
        **on("received", date(2026, 11, 18)),
        title="Research extracts",
        people=str(esme),
        requester="young person",
        ground="research",
    )
    here = answer.location

    def out(day: str) -> set[int]:
        with pages.app_context():
            return store.law.objections.opted_out_of_research(
                [esme, other], date.fromisoformat(day)
            )

    assert out("2026-11-17") == set()
    assert out("2026-11-18") == out("2026-11-24") == {esme}
    assert "no extract for research has them" in text(officer.get(here))
    send(officer, f"{here}/identity", evidence="met")
    owner = signed_in("asset-owner")
    send(
        owner, f"{here}/decided", outcome="refused", note="It is in the public interest"
    )
    assert out("2026-11-23") == {esme} and out("2026-11-24") == set()


@pytest.mark.law("N-05")
def test_an_objection_stays_with_the_person_when_records_are_merged(pages) -> None:
    with pages.app_context():
        kept, gone = young("Esme", "Whitworth"), young("Esme", "Whitworth-Hale")
        opened(
            "objection",
            people=[gone],
            ground=actions.law.cases.opening.To.RESEARCH,
        )
        out = store.law.objections.opted_out_of_research
        day = NOW.date()
        assert out([kept, gone], day) == {gone}
        merge = actions.people.merging.merge
        merge(kept, [gone], within=HERE_ONLY, act=OPENED)
        assert out([kept], day) == {kept}


def test_two_decisions_at_once_are_one(pages, officer, twice) -> None:
    with pages.app_context():
        number = opened().id
    send(officer, f"/cases/{number}/identity", evidence="met")
    twice(officer, f"/cases/{number}/decided", outcome="given", note="All")
    with pages.app_context():
        events = store.law.cases.events([number])[number]
        assert [each.what for each in events].count(Step.DECIDED) == 1


@pytest.mark.law("D-09")
def test_the_page_of_the_young_person_shows_what_binds_the_council(
    pages, officer, signed_in
) -> None:
    with pages.app_context():
        esme = young("Esme", "Whitworth")
        number = opened("restriction-of-processing", people=[esme]).id
    adviser = signed_in("adviser")
    assert "Processing is restricted since 4 November 2026" in text(
        adviser.get(f"/people/{esme}")
    )
    send(officer, f"/cases/{number}/close", note="Withdrawn by her")
    assert "Processing is restricted" not in text(adviser.get(f"/people/{esme}"))


@pytest.mark.law("D-16")
def test_an_asset_owner_who_opened_a_case_does_not_decide_it(pages, signed_in) -> None:
    owner = signed_in("asset-owner")
    entered = {"title": "Left off a list", "requester": "parent"}
    day = on("received", date(2026, 11, 20))
    here = send(owner, "/cases/new/CP", **entered, **day).location
    officer = signed_in("information-officer")
    send(officer, f"{here}/acknowledged", note="")
    decision = {"outcome": "upheld", "note": "It should have been"}
    page = text(send(owner, f"{here}/decided", code=200, **decision))
    assert "You opened or prepared this case." in page
    other = signed_in("asset-owner", email="other@example.org")
    send(other, f"{here}/decided", **decision)
    assert owner.get("/cases/new/SA").status_code == 404, "the officer's"
