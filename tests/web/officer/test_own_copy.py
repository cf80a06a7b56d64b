"""A young person's own copy, from its case to the file. Everybody is invented."""

import json

import pytest

from tests.web.adviser.young import HERE_ONLY, young
from tests.web.officer.held_cases import OPENED, opened, send, text
from tracker import actions, store
from tracker.domain.casework.contact import Channel, Outcome

NOTE = "Her mother Wilhelmina Quillfeather phoned about the bus"


def noted(person: int, note: str = NOTE) -> None:
    actions.casework.contacts.record(
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
    answer = officer.post(f"{case}/copy/prepare", data=_token(officer, case))
    page = text(officer.get(answer.location))
    assert NOTE in page and "Contacts with you" in page
    answer = officer.post(
        f"{case}/copy/leave-out",
        data={
            "words": "wilhelmina  quillfeather",
            "place": "",
            "why": "other-person",
            **_token(officer, case),
        },
    )
    assert answer.status_code == 302, text(answer)
    whole = text(officer.get(f"{case}/copy/whole"))
    assert "Wilhelmina" not in whole
    assert "Her mother [left out: Another person" in whole
    assert "Holtby" not in whole
    assert officer.get(f"{case}/copy.pdf").status_code != 200, "not approved"
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


def _token(client, case: str) -> dict[str, str]:
    from tests.web.conftest import own_token

    return {"csrf_token": own_token(client)}
