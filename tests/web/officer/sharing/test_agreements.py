"""Agreements on pages: proposed by the officer, signed by the asset owner."""

import re
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.factories import SCHOOL, register
from tests.web.conftest import NOW
from tracker import actions, store
from tracker.access import authority_scope

WITHIN = authority_scope("359")
TERMS = {
    "party": "Youth Hub",
    "reference": "YH-01",
    "fields": ["name", "phone", "status"],
    "starts": ["1", "9", "2026"],
    "review_on": ["1", "6", "2027"],
    "conditions": "Deleted after four weeks.",
}
NEW = "/agreements/new?gateway=work-list"


def text(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def proposed(officer, **changes) -> str:
    """The address of an agreement that the officer has proposed."""
    answer = officer.send(NEW, **{**TERMS, **changes})
    assert answer.status_code == 302, text(answer)
    return str(answer.location)


@pytest.mark.law("L-09", "N-10")
def test_an_agreement_is_proposed_and_signed_by_another(officer, owner) -> None:
    address = proposed(officer)
    page = text(officer.get(address))
    assert "It waits for the asset owner" in page
    assert "Sign the agreement" not in page
    assert "Sign the agreement" in text(owner.get(address))
    owner.send(f"{address}/sign")
    page = text(officer.get(address))
    assert "Live" in page
    assert "May pass this so that a support service" in page
    assert "1 June 2027" in text(officer.get("/agreements"))


@pytest.mark.law("L-09")
def test_an_agreement_about_what_comes_in_is_no_recipient_of_the_notice(
    officer, owner
) -> None:
    """The service sends its list to us, and is given nothing by it."""
    page = text(officer.get("/agreements/new?gateway=service-list"))
    assert "What may come in" in page and "Until then nothing comes in by it." in page
    address = officer.send(
        "/agreements/new?gateway=service-list", **{**TERMS, "fields": ["name", "phone"]}
    ).location
    owner.send(f"{address}/sign")
    page = text(officer.get(address))
    assert "Live" in page and "May receive this to know what a service" in page
    assert "What may come in" in page
    assert "shared" not in page and "Disclosures by it" not in page
    assert "Youth Hub" not in text(officer.get("/documents/notice"))


@pytest.mark.law("D-16")
def test_who_proposed_an_agreement_is_not_offered_to_sign_it(pages, owner) -> None:
    with pages.app_context():
        made = actions.law.agreements.propose(
            actions.law.parties.named(
                actions.law.agreements.outward("work-list").party, "Hub", by="359"
            ),
            "work-list",
            reference="X",
            fields=["name"],
            starts=date(2026, 9, 1),
            ends=None,
            review_on=date(2027, 6, 1),
            act=owner.act(),
        )
        address = f"/agreements/{made.id}"
    page = text(owner.get(address))
    assert "another asset owner signs or declines it" in page
    assert "You proposed X" in text(owner.send(f"{address}/sign", follow=True))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"party": ""}, "Enter the other party."),
        ({"reference": ""}, "Enter a reference."),
        ({"fields": []}, "Choose from: name"),
        ({"fields": ["ethnicity"]}, "ethnicity: not lawful"),
        ({"ends": ["1", "8", "2026"]}, "must not be before the first"),
        (
            {"ends": ["23", "11", "2026"], "review_on": ["20", "11", "2026"]},
            "The last day has passed",
        ),
        ({"review_on": ["1", "6", "2031"]}, "within three years"),
        ({"review_on": ["30", "2", "2027"]}, "must be a real date"),
    ],
)
def test_a_wrong_proposal_is_shown_again_with_what_is_wrong(
    officer, changes, sentence
) -> None:
    answer = officer.send(NEW, **{**TERMS, **changes})
    assert answer.status_code == 200
    page = text(answer)
    assert sentence in page
    assert "Deleted after four weeks." in page


@pytest.mark.law("L-09")
def test_an_agreement_whose_last_day_has_passed_cannot_be_signed(
    officer, owner, pages
) -> None:
    law, by = actions.law, act(by="an officer", at=NOW - timedelta(days=1))
    addresses = []
    with pages.app_context():
        party = law.parties.named(law.agreements.way("work-list").party, "H", by="359")
        for last in (date(2026, 11, 24), date(2026, 11, 23)):
            made = law.agreements.propose(
                party,
                "work-list",
                reference=f"YH-{last.day}",
                fields=["name"],
                starts=date(2026, 9, 1),
                ends=last,
                review_on=last,
                act=by,
            )
            addresses.append(f"/agreements/{made.id}")
    on_its_last_day, after = addresses
    owner.send(f"{on_its_last_day}/sign")
    assert "Live" in text(owner.get(on_its_last_day))
    page = text(owner.get(after))
    assert "Sign the agreement" not in page and "Decline" in page
    assert "was not signed" in text(officer.get(after))
    page = text(owner.send(f"{after}/sign", follow=True))
    assert "YH-23 ended on 23 November 2026, so it cannot be signed" in page
    assert "You have signed" not in page


def test_a_reference_is_used_once(officer) -> None:
    proposed(officer)
    assert "There is an agreement YH-01 already" in text(officer.send(NEW, **TERMS))


def test_an_agreement_that_is_declined_says_why(officer, owner) -> None:
    address = proposed(officer)
    assert "Enter why it is declined" in text(owner.send(f"{address}/decline"))
    owner.send(f"{address}/decline", reason="The phone is not needed.")
    page = text(officer.get(address))
    assert "Declined" in page
    assert "The phone is not needed." in page


def test_an_agreement_is_ended_and_reviewed(officer, owner) -> None:
    address = proposed(officer)
    owner.send(f"{address}/sign")
    officer.send(f"{address}/review", next_on=["1", "11", "2027"])
    assert "1 November 2027" in text(officer.get(address))
    late = owner.send(f"{address}/end", on=["1", "11", "2026"], reason="x")
    assert "must be today or later" in text(late)
    owner.send(f"{address}/end", on=["24", "11", "2026"], reason="It closed.")
    page = text(officer.get(address))
    assert "Ended" in page
    assert "It closed." in page
    assert "Review it" not in page


@pytest.mark.parametrize("role", ["adviser", "data-manager", "school-user", "auditor"])
def test_others_do_not_find_agreements(desk_of, role) -> None:
    desk = desk_of(role)
    for address in ("/agreements", NEW, "/disclosures"):
        assert desk.get(address).status_code == 404


def test_a_guardian_reads_and_changes_nothing(desk_of, officer) -> None:
    address = proposed(officer)
    guardian = desk_of("guardian")
    assert guardian.get(address).status_code == 200
    for step in ("sign", "decline", "end", "review"):
        assert guardian.send(f"{address}/{step}").status_code == 404


@pytest.mark.law("L-09", "D-08")
def test_what_was_disclosed_and_refused_is_listed(officer, pages) -> None:
    page = text(officer.get("/disclosures"))
    assert "Nothing has been disclosed yet." in page
    assert "Nothing has been refused." in page
    with pages.app_context():
        law, by = actions.law, officer.act()
        hub = law.parties.named(
            law.agreements.outward("work-list").party, "Hub", by="359"
        )
        with pytest.raises(law.disclosing.DisclosureRefused):
            law.disclosing.permit(hub, "work-list", ["name"], act=by)
        law.disclosing.disclose(
            law.parties.authority("352"),
            "other-area",
            what="Two lines",
            people=[],
            fields=["name", "born"],
            act=by,
        )
    page = text(officer.get("/disclosures"))
    assert "D-2026-1" in page
    assert "Manchester" in page
    assert "No agreement with Hub" in page
    for query, shown in (
        ("party=352", True),
        ("person=77", False),
        ("first=25&first=11&first=2026", False),
        ("last=24&last=11&last=2026", True),
    ):
        found = text(officer.get(f"/disclosures?{query}"))
        assert ("D-2026-1" in found) is shown, query
    wrong = text(officer.get("/disclosures?person=Amina"))
    assert "Enter the number of the young person" in wrong
    one = re.search(r'href="(/disclosures/\d+)"', page)
    assert one is not None
    assert "It has figures alone" in text(officer.get(one[1]))


@pytest.mark.law("D-16", "N-17")
def test_a_request_is_decided_by_another_user(
    officer, owner, pages, load, tmp_path
) -> None:
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    with pages.app_context():
        law = actions.law
        party = law.parties.named(
            law.agreements.outward("enrolled-support").party, SCHOOL, by="359"
        )
        made = law.disclosing.request(
            party,
            "enrolled-support",
            what="One learner",
            people=[1],
            fields=["name", "care"],
            purpose="a bursary",
            act=officer.act(),
        )
        number = made.id
    assert "a bursary" in text(officer.get("/disclosures"))
    address = f"/disclosures/{number}"
    assert "Approve" not in text(officer.get(address))
    empty = owner.send(f"{address}/decide", decision="decline")
    assert "Enter why it is declined" in text(empty)
    owner.send(f"{address}/decide", decision="approve")
    with pages.app_context():
        assert store.law.disclosures.get(number, within=WITHIN).state == "approved"
