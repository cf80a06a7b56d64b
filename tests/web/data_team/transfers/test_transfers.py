"""Transfers on their pages, with a council of which only the key is there."""

import hashlib
import io
import json
from datetime import date
from typing import Any

import pytest

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, record_evidence, young
from tests.web.conftest import NOW
from tests.web.data_team.conftest import TODAY, Desk, text
from tracker import actions, store
from tracker.ciphers import signed_files
from tracker.domain.history.evidence import Doing
from tracker.domain.law.gateways import GATEWAYS
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.intake.import_batches import ImportBatch
from tracker.store.people.records import Person

pytestmark = pytest.mark.law("O7", "L-09")
BOLTON = "350"
SECRET = signed_files.new_secret()
PUBLIC = signed_files.public_of(SECRET)
KEY, FINGERPRINT = signed_files.written(PUBLIC), signed_files.fingerprint_of(PUBLIC)


@pytest.fixture
def agreed(desk: Desk) -> None:
    with desk.pages.app_context():
        made = actions.law.agreements.propose(
            actions.law.parties.authority(BOLTON),
            "transfer",
            reference="TR-1",
            fields=GATEWAYS["transfer"].fields,
            starts=date(2026, 9, 1),
            ends=None,
            review_on=date(2027, 6, 1),
            act=act("officer@testham.example", NOW),
        )
        owner = act("owner@testham.example", NOW)
        actions.law.agreements.sign(made.id, act=owner)


@pytest.fixture
def known(desk: Desk, agreed: None) -> None:
    entered = enter(desk, KEY, signed_files.spoken(FINGERPRINT).upper())
    assert "The key of Bolton is in use from now on." in entered


@pytest.fixture
def mover(desk: Desk) -> int:
    with desk.pages.app_context():
        person = young("Esme", "Hale", upn="A359402200017")
        at = InstitutionRef(urn="130500", name="Testham College")
        record_evidence(person, Doing("210", at=at, starts=date(2026, 9, 7)))
    return person


def enter(desk: Desk, key: str, fingerprint: str) -> str:
    sent = {"council": BOLTON, "key": key, "fingerprint": fingerprint}
    return text(desk.post("/transfers/keys", **sent))


def make(desk: Desk, person: int, **more: Any) -> Any:
    sent = {"council": BOLTON, "moved_on": TODAY, **more}
    return desk.post(f"/people/{person}/transfer", follow=False, **sent)


def load(desk: Desk, content: bytes) -> str:
    file = (io.BytesIO(content), "receipt.json")
    return text(desk.post("/transfers", file=file))


def by_bolton(**content: object) -> bytes:
    head = {"format": "tracker-transfer", "version": 1, "from": BOLTON, "to": "359"}
    made = {"made": "2026-11-24T08:00:00+00:00"}
    return signed_files.signed(json.dumps({**head, **made, **content}).encode(), SECRET)


def receipt(file: bytes, **more: str) -> bytes:
    return by_bolton(
        kind="receipt",
        reference=json.loads(file)["signed"]["reference"],
        sha256=hashlib.sha256(file).hexdigest(),
        **more,
    )


def history(**person: str) -> bytes:
    who = {"given": "Nerys", "family": "Quill", "born": "2009-12-03", **person}
    name = {"kind": "detail", "about": "name", "given": "Nerys", "family": "Quill"}
    born = {"kind": "detail", "about": "birth", "born": who["born"]}
    day = {"as_at": "2026-10-01", "statements": [name, born]}
    line = {"by": BOLTON, "source": "school-census", "tier": 2, "typed": False}
    return by_bolton(
        kind="history",
        reference="11111111-1111-4111-8111-111111111111",
        moved_on="2026-11-20",
        disclosure="D-2026-7",
        law="By agreement.",
        person={**who, "ypid": "3500000000777"},
        history=[{**line, "recorded": "2026-10-05", "days": [day]}],
        withheld=["Ethnicity"],
    )


def test_a_key_is_used_once_its_fingerprint_is_the_one_that_was_read_out(
    desk: Desk, agreed: None
) -> None:
    assert "ends in =" in enter(desk, "abc", FINGERPRINT)
    assert "has 64 digits and letters" in enter(desk, KEY, FINGERPRINT[:60])
    other = f"{int(FINGERPRINT, 16) ^ 1:064x}"
    assert "This is not the fingerprint of that key" in enter(desk, KEY, other)
    assert "It is made when it is first needed." in desk.get("/transfers/keys")
    page = text(desk.post("/transfers/keys/own"))
    assert "No key of another council is known here yet." in page
    with desk.pages.app_context():
        own = actions.law.transfers.transfer_keys.own(act=act(at=NOW))
        ours = signed_files.written(own.public), own.fingerprint
    assert ours[0] in page and signed_files.spoken(ours[1]) in page
    assert "This is our own key" in enter(desk, *ours)
    assert "is in use from now on" in enter(desk, KEY, FINGERPRINT)
    assert "This key is in use already" in enter(desk, KEY, FINGERPRINT)
    ended = text(desk.post("/transfers/keys/1/end"))
    assert "Nothing signed with this key of Bolton is taken any more." in ended
    assert "No key 1 is in use." in text(desk.post("/transfers/keys/1/end"))


def test_without_an_agreement_or_a_key_the_page_leads_to_them(
    desk: Desk, mover: int
) -> None:
    assert "No agreement on a move" in desk.get("/transfers/keys")
    page = desk.get(f"/people/{mover}/transfer")
    assert "There is no council with which an agreement" in page
    assert "/transfers/keys" in page


def test_what_would_go_is_shown_first_and_the_file_made_then(
    desk: Desk, known: None, mover: int
) -> None:
    assert f"/people/{mover}/transfer" in desk.get(f"/people/{mover}")
    shown = text(make(desk, mover))
    assert "You are about to share" in shown
    assert "Education and Skills Act 2008, sections 17 and 77" in shown
    assert "Agreement TR-1" in shown
    with desk.pages.app_context():
        assert not store.law.transfers.exchanged.of_person(mover, within=HERE_ONLY)
    answer = make(desk, mover, sure="y")
    assert answer.mimetype == "application/json"
    name = "transfer-359-to-350-D-2026-1.json"
    assert name in answer.headers["Content-Disposition"]
    content = json.loads(answer.data)["signed"]
    assert content["person"]["family"] == "Hale"
    assert "Waits" in desk.get("/transfers")
    assert "waits for its receipt" in desk.get(f"/people/{mover}/transfer")
    assert "Load the receipt, or withdraw" in text(make(desk, mover, sure="y"))
    with desk.pages.app_context():
        made = db.session.query(AuditLine).filter_by(action="transfer made").one()
        assert made.detail["people"] == [mover]
        assert made.detail["mark"] == "D-2026-1"


def test_an_accepted_receipt_gives_status_t_and_can_be_taken_back(
    desk: Desk, known: None, mover: int
) -> None:
    file = make(desk, mover, sure="y").data
    assert "looks at it" in load(desk, receipt(file, answer="received"))
    ypid = "3500000000009"
    done = load(desk, receipt(file, answer="accepted", ypid=ypid))
    assert "Bolton has accepted them: they leave our cohort." in done
    assert "Accepted" in done
    with desk.pages.app_context():
        assert db.session.get_one(Person, mover).details["departure"] == "T"
    assert "brings nothing new" in load(
        desk, receipt(file, answer="accepted", ypid=ypid)
    )
    assert "Tick the box" in text(desk.post("/transfers/1/withdraw"))
    with desk.pages.app_context():
        assert db.session.get_one(Person, mover).details["departure"] == "T"
    done = text(desk.post("/transfers/1/withdraw", sure="yes"))
    assert "Taken back. Say so to Bolton" in done
    assert "already been taken back" in text(desk.post("/transfers/1/withdraw"))
    with desk.pages.app_context():
        assert "departure" not in db.session.get_one(Person, mover).details


def test_a_declined_receipt_shows_the_reason(
    desk: Desk, known: None, mover: int
) -> None:
    file = make(desk, mover, sure="y").data
    done = load(desk, receipt(file, answer="declined", reason="They live in Bury"))
    assert "they stay in our cohort" in done
    assert "They live in Bury" in done


def test_a_history_that_comes_is_loaded_answered_and_named_on_the_page(
    desk: Desk, known: None
) -> None:
    page = load(desk, history())
    assert "The history from Bolton is loaded" in page
    assert "Withheld by the sender: Ethnicity." in page
    with desk.pages.app_context():
        (batch,) = db.session.query(ImportBatch)
        assert batch.status == "applied"
        (person,) = db.session.query(Person.id).filter_by(family="Quill").one()
    assert "School census, passed on by Bolton" in desk.get(f"/people/{person}")
    assert "on record" in desk.get("/transfers")
    assert "is applied here" in desk.get("/transfers/1/receipt")
    refused = text(desk.post("/transfers/1/receipt", given="declined"))
    assert "Withdraw that first" in refused
    answer = desk.post("/transfers/1/receipt", follow=False, given="accepted")
    given = signed_files.parts_of(answer.data)
    assert given is not None
    content = json.loads(given.content)
    assert content["answer"] == "accepted" and content["to"] == BOLTON
    assert content["ypid"].startswith("359")
    again = desk.post("/transfers/1/receipt", follow=False, given="accepted")
    assert again.data == answer.data
    assert "was loaded already" in load(desk, history())


def test_a_refusal_stands_beside_the_file_and_in_the_audit(
    desk: Desk, known: None
) -> None:
    changed = bytearray(history())
    changed[-60] ^= 1
    assert "was changed after Bolton signed it" in load(desk, bytes(changed))
    assert "is not a transfer file" in load(desk, b"%PDF-1.7")
    assert "is not a transfer file" in text(desk.post("/transfers"))
    with desk.pages.app_context():
        lines = db.session.query(AuditLine).filter_by(action="transfer refused").all()
        assert len(lines) == 3
        assert "was changed after Bolton" in lines[0].detail["why"]


def test_another_number_is_not_found(desk: Desk, known: None, mover: int) -> None:
    make(desk, mover, sure="y")
    assert desk.client.get("/transfers/1/receipt").status_code == 404
    assert desk.client.get("/transfers/99/receipt").status_code == 404
    assert desk.post("/transfers/99/withdraw").status_code == 404
    assert desk.post("/transfers/keys/99/end").status_code == 404
    assert desk.client.get("/people/99/transfer").status_code == 404
