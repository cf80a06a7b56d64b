"""A young person's own copy, from its case to the file. Everybody is invented."""

import io
import json
import re
import zipfile

import pytest
from sqlalchemy import text as text_

from tests.acts import act, record_contact
from tests.journeys.moving_in.exported_documents import document_of
from tests.web.adviser.young import HERE_ONLY, doing, record_evidence, young
from tests.web.conftest import own_token
from tests.web.officer.held_cases import OPENED, opened, send, text
from tracker import actions, store
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.reference.activity import PREGNANCY
from tracker.extensions import db
from tracker.store.accounts.audit import Action, AuditLine

NOTE = "Her mother Wilhelmina Quillfeather phoned about the bus"


def noted(person: int, note: str = NOTE) -> None:
    record_contact(
        person,
        actions.casework.contacts.NewContact(
            Outcome.PARENT, Channel.PHONE, OPENED.on, note=note
        ),
        next_due=None,
        within=HERE_ONLY,
        act=OPENED,
    )


@pytest.fixture
def case(pages) -> str:
    with pages.app_context():
        esme = young("Esme", "Quillfeather", phone="07700 900123")
        young("Amina", "Holtby")
        noted(esme)
        return f"/cases/{opened(people=[esme]).id}"


@pytest.fixture
def officer(signed_in):
    return signed_in("information-officer")


@pytest.mark.law("D-05", "D-07")
def test_a_copy_is_prepared_read_approved_by_another_and_given(
    pages, case, officer, signed_in
) -> None:
    assert f'href="{case}/copy"' in text(officer.get(case))
    send(officer, f"{case}/identity", evidence="met")
    assert officer.get(f"{case}/copy/whole").status_code == 404, "not prepared"
    answer = officer.post(f"{case}/copy/prepare", data=_token(officer))
    page = text(officer.get(answer.location))
    assert NOTE in page and "Contacts with you" in page
    answer = officer.post(
        f"{case}/copy/leave-out",
        data={
            "words": "wilhelmina  quillfeather",
            "place": "",
            "why": "other-person",
            **_token(officer),
        },
    )
    assert answer.status_code == 302, text(answer)
    whole = text(officer.get(f"{case}/copy/whole"))
    assert "Wilhelmina" not in whole
    assert "Her mother [left out: Another person" in whole
    assert "Holtby" not in whole
    assert officer.get(f"{case}/copy.pdf").status_code != 200, "not approved"
    all_of_it = send(officer, f"{case}/decided", code=200, outcome="given", note="All")
    assert "the answer is “given in part”" in text(all_of_it)
    assert "Something is left out of this copy: Another person" in whole
    send(officer, f"{case}/decided", outcome="given in part", note="Without her mother")
    assert "It waits for the second approver" in text(officer.get(f"{case}/copy"))
    owner = signed_in("asset-owner")
    assert "[left out: Another person" in text(owner.get(f"{case}/copy/whole"))
    send(owner, f"{case}/approved", note="")
    assert "Download the copy as PDF" in text(officer.get(f"{case}/copy"))
    given = json.loads(officer.get(f"{case}/copy.json").data)
    assert "Wilhelmina" not in json.dumps(given)
    assert [each["code"] for each in given["left_out"] if each["code"] != "staff"] == [
        "other-person"
    ]
    assert officer.get(f"{case}/copy.pdf").data.startswith(b"%PDF")
    with pages.app_context():
        found = list(
            store.law.disclosures.every(
                store.law.disclosures.Criteria(party="the young person"),
                within=HERE_ONLY,
            )
        )
    assert [(each.gateway, each.people) for each in found] == [("copy", 1)], "once"
    assert found[0].mark in given["about"]["About this copy"][-1]


def _token(client) -> dict[str, str]:
    return {"csrf_token": own_token(client)}


@pytest.mark.law("D-07")
def test_who_leaves_words_out_or_prepares_a_copy_does_not_approve_it(
    pages, case, officer, signed_in
) -> None:
    with pages.app_context():
        number = int(case.rpartition("/")[2])
        owner = act(by="asset-owner@example.org", at=OPENED.at)
        preparing = actions.law.subject_copy.preparing
        preparing.prepare(number, within=HERE_ONLY, act=OPENED)
        preparing.leave_out(number, "harm", words="bus", within=HERE_ONLY, act=owner)
    send(officer, f"{case}/identity", evidence="met")
    send(officer, f"{case}/decided", outcome="given in part", note="Without the bus")
    browser = signed_in("asset-owner")
    page = text(send(browser, f"{case}/approved", code=200, note=""))
    assert "You opened or prepared this case." in page
    other = signed_in("asset-owner", email="second@example.org")
    send(other, f"{case}/approved", note="")
    assert "Download the copy as PDF" in text(officer.get(f"{case}/copy"))


def test_a_decided_copy_changes_only_after_its_return(
    pages, case, officer, signed_in
) -> None:
    officer.post(f"{case}/copy/prepare", data=_token(officer))
    send(officer, f"{case}/identity", evidence="met")
    send(officer, f"{case}/decided", outcome="given", note="All")
    entered = {"words": "bus", "why": "harm", "place": "", **_token(officer)}
    page = text(officer.post(f"{case}/copy/leave-out", data=entered))
    assert "SA-1 is decided." in page
    # As from another tab, which still has the button.
    again = officer.post(f"{case}/copy/prepare", data=_token(officer))
    assert again.status_code == 302
    assert "SA-1 is decided." in text(officer.get(again.location))
    owner = signed_in("asset-owner")
    send(owner, f"{case}/returned", note="Leave the bus out")
    answer = officer.post(f"{case}/copy/leave-out", data=entered)
    assert answer.status_code == 302
    with pages.app_context():
        copy = store.law.subject_copies.of_case(int(case.rpartition("/")[2]))
        assert copy is not None
        (entry,) = store.law.subject_copies.redactions(copy.id)
        number = entry.id
    assert "Put back" in text(officer.get(f"{case}/copy"))
    officer.post(f"{case}/copy/{number}/put-back", data=_token(officer))
    assert "[left out" not in text(officer.get(f"{case}/copy/whole"))


@pytest.mark.law("D-05")
def test_a_refused_request_gives_no_copy_and_a_closed_case_keeps_none(
    pages, case, officer, signed_in
) -> None:
    officer.post(f"{case}/copy/prepare", data=_token(officer))
    send(officer, f"{case}/identity", evidence="met")
    send(officer, f"{case}/decided", outcome="refused", note="Made twice a week")
    send(signed_in("asset-owner"), f"{case}/approved", note="")
    assert "Download" not in text(officer.get(f"{case}/copy"))
    refused = officer.get(f"{case}/copy.pdf")
    assert refused.status_code == 302
    assert "The copy of SA-1 is not approved." in text(officer.get(refused.location))
    send(officer, f"{case}/dispatched", note="")
    send(officer, f"{case}/close", note="")
    assert "No copy has been prepared" in text(officer.get(f"{case}/copy"))
    with pages.app_context():
        assert db.session.scalar(text_("SELECT count(*) FROM subject_copies")) == 0


@pytest.mark.law("D-05")
def test_a_sealed_name_is_in_the_copy_and_on_no_page_of_the_officer(
    pages, case, officer, signed_in
) -> None:
    with pages.app_context():
        number = int(case.rpartition("/")[2])
        (person,) = store.law.cases.people([number], within=HERE_ONLY)[number]
        actions.people.seals.seal(
            person.id, family="Trundlemere", within=HERE_ONLY, act=OPENED
        )
        noted(person.id, "Was called Trundlemere before")
    officer.post(f"{case}/copy/prepare", data=_token(officer))
    for page in ("copy", "copy/whole"):
        shown = text(officer.get(f"{case}/{page}"))
        assert "Trundlemere" not in shown and "sealed former identity" in shown
    send(officer, f"{case}/identity", evidence="met")
    send(officer, f"{case}/decided", outcome="given", note="All")
    send(signed_in("asset-owner"), f"{case}/approved", note="")
    assert b"Trundlemere" in officer.get(f"{case}/copy.json").data


@pytest.mark.law("D-05", "D-18")
def test_the_officer_and_the_approver_read_what_is_sealed_before_it_leaves(
    pages, case, officer, signed_in
) -> None:
    """Each look is recorded, and that of a role that sees nothing sealed reviewed."""
    with pages.app_context():
        number = int(case.rpartition("/")[2])
        (person,) = store.law.cases.people([number], within=HERE_ONLY)[number]
        young_person = person.id
        record_evidence(
            young_person,
            doing(PREGNANCY),
            detail("characteristics", codes="180"),
        )
    officer.post(f"{case}/copy/prepare", data=_token(officer))
    shown = text(officer.get(f"{case}/copy/whole"))
    assert "A detail that is sealed" in shown
    assert "regnan" not in shown and "former identity" not in shown
    owner, auditor = signed_in("asset-owner"), signed_in("auditor")
    for reader in (officer, owner):
        opened = text(reader.post(f"{case}/copy/whole", data=_token(reader)))
        assert "Not available: pregnancy" in opened and "Pregnant" in opened
        assert "180" not in re.sub(r"<[^>]*>", "", opened)
    refused = auditor.post(f"{case}/copy/whole", data=_token(auditor))
    assert refused.status_code in (302, 404)
    guardian = signed_in("guardian")
    looks = text(guardian.get(f"/who-looked/record?person={young_person}"))
    assert looks.count("Reads the copy of SA-1 before it is given") == 2
    listed = text(guardian.get("/who-looked"))
    found = re.findall(r"kind=sealed\S*?by=([a-z-]+)", listed)
    assert found == ["asset-owner"], "the officer sees it in their work"


@pytest.mark.law("D-06")
def test_a_copy_is_about_one_young_person_and_of_subject_access_alone(
    pages, officer
) -> None:
    with pages.app_context():
        without, complaint = opened().id, opened("complaint").id
    page = text(officer.get(f"/cases/{without}/copy"))
    assert "has to be about one young person" in page
    assert officer.get(f"/cases/{complaint}/copy").status_code == 404


@pytest.mark.law("D-05", "D-07")
def test_the_documents_are_read_before_they_are_given(
    pages, officer, signed_in
) -> None:
    with pages.app_context():
        esme = young("Esme", "Quillfeather")
        document_of(esme)
        address = f"/cases/{opened(people=[esme]).id}"
    assert officer.get(f"{address}/copy/documents.zip").status_code == 404
    send(officer, f"{address}/identity", evidence="met")
    officer.post(f"{address}/copy/prepare", data=_token(officer))
    assert "Read the documents" in text(officer.get(f"{address}/copy"))
    assert _packed(officer.get(f"{address}/copy/documents.zip")) == ["001 plan.pdf"]
    with pages.app_context():
        last = AuditLine.query.order_by(AuditLine.id.desc()).first()
        assert (last.action, last.detail["people"]) == (
            Action.DOCUMENT_DOWNLOADED,
            [esme],
        )
    assert officer.get(f"{address}/copy.zip").status_code == 302, "not approved"
    send(officer, f"{address}/decided", outcome="given", note="All")
    send(signed_in("asset-owner"), f"{address}/approved", note="")
    assert _packed(officer.get(f"{address}/copy.zip")) == ["001 plan.pdf"]


def _packed(answer) -> list[str]:
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
