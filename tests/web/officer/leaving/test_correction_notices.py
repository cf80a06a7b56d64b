"""Notices of a correction on the officer's pages, and the people of a breach."""

from datetime import date

import pytest

from tests.web.adviser.young import record_evidence, young
from tests.web.conftest import NOW
from tests.web.officer.held_cases import on, opened, send, text, work
from tracker import actions, store
from tracker.access import authority_scope
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.identity.identity_statements import DOCUMENTS
from tracker.domain.law.gateways import PartyKind
from tracker.store.accounts.audit import Action, Criteria


@pytest.fixture
def given(pages, officer, owner) -> int:
    """A young person whose wrong date of birth a service has received."""
    with pages.app_context():
        person = young("Esme", "Whitworth")
        law = actions.law
        hub = law.parties.named(PartyKind.SERVICE, "Youth Hub", by="359")
        made = law.agreements.propose(
            hub,
            "work-list",
            reference="YH-1",
            fields=["name", "born"],
            starts=date(2026, 9, 1),
            ends=None,
            review_on=date(2027, 6, 1),
            act=officer.act(),
        )
        law.agreements.sign(made.id, act=owner.act())
        law.disclosing.disclose(
            hub,
            "work-list",
            what="For the youth hub",
            people=[person],
            fields=["name", "born"],
            act=officer.act(),
        )
        return person


@pytest.mark.law("D-08", "N-19")
def test_the_letter_is_made_read_and_recorded_as_sent(
    pages, officer, given, clock_later
) -> None:
    with pages.app_context():
        number = opened("correction", people=[given]).id
    here = f"/cases/{number}"
    assert "Make the notices of the correction" in text(officer.get(here))
    send(officer.client, f"{here}/notices", fields=["born"])
    page = text(officer.get(here))
    assert "Notice 1 to Youth Hub" in page and "to be sent" in page
    assert "For 1 recipient" in page
    assert "1 notice made, for everyone who last received another value." in page
    send(officer.client, f"{here}/notices", fields=["sex"])
    assert "No notice was made: no one received another value" in text(
        officer.get(here)
    )
    with pages.app_context():
        (item,) = work("correction-notice", clock_later.date())
        assert (item.about, item.id) == ("Youth Hub", 1)
    desk = text(officer.get("/cases"))
    assert "Also due in the next 30 days" in desk
    assert 'href="/notices/1">Notice of a correction to send</a>' in desk
    letter = text(officer.get("/notices/1"))
    for words in ("Whitworth", "03/12/2009", "09/03/2009", "article 19", "CO-1"):
        assert words in letter
    assert officer.get("/notices/1.pdf").data.startswith(b"%PDF")
    assert "Enter why the case ends before." in text(
        send(officer.client, f"{here}/close", code=200, note="")
    )
    send(officer.client, "/notices/1", how="Secure e-mail")
    assert "To 1 recipient" in text(officer.get(here))
    assert "Secure e-mail" in text(officer.get("/notices/1"))
    with pages.app_context():
        assert work("correction-notice", clock_later.date()) == []


@pytest.fixture
def clock_later(pages, given):
    """Ten minutes later, with the date of birth put right by a document."""
    later = NOW.replace(minute=10)
    with pages.app_context():
        record_evidence(
            given,
            detail("birth", born="2009-03-09"),
            as_at=later.date(),
            at=later,
            source=DOCUMENTS,
        )
    pages.config["NOW"] = later
    return later


def test_another_role_and_another_number_find_no_notice(officer, signed_in) -> None:
    assert officer.get("/notices/7").status_code == 404
    assert signed_in("adviser").get("/notices/7").status_code in (403, 404)


@pytest.mark.law("D-14")
def test_the_officer_has_a_file_of_everybody_affected_by_a_breach(
    pages, officer, owner, given
) -> None:
    answer = send(
        officer.client,
        "/cases/new/BR",
        **on("received", date(2026, 11, 23)),
        hour="12:10",
        title="List found on a bus",
        requester="council",
    )
    here = answer.location
    affected = f"{here}/affected"
    page = text(send(officer.client, affected, code=200, disclosure="D-2026-9"))
    assert "There is no disclosure D-2026-9." in page
    send(officer.client, affected, disclosure="D-2026-1")
    page = text(officer.get(here))
    assert "By disclosure D-2026-1." in page
    file = officer.get(f"{here}/people.csv").data.decode("utf-8-sig")
    assert "Esme,Whitworth,03/12/2009" in file or "Esme,Whitworth,2009-12-03" in file
    assert owner.get(f"{here}/people.csv").status_code == 404
    with pages.app_context():
        (line,) = store.accounts.audit.lines(
            Criteria(actions=(Action.AFFECTED_PEOPLE_DOWNLOADED,)),
            within=authority_scope("359"),
            offset=0,
            limit=5,
        )
        assert line.detail["people"] == [given]
