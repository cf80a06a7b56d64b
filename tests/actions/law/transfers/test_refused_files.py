"""Files that are refused, or bring nothing: one sentence each, and no change."""

import json
import random
from datetime import timedelta

import pytest

from tests.actions.law.transfers.conftest import Installation
from tests.actions.law.transfers.moving import folded, people
from tracker import actions, store
from tracker.ciphers import signed_files
from tracker.store.law.transfers.exchanged import Answer

pytestmark = [pytest.mark.law("O7", "L-09"), pytest.mark.usefixtures("agreed")]
LATER = timedelta(hours=3)
BURY = "351"


def resigned(file: bytes, wigan: Installation, **changes: object) -> bytes:
    """The content of a file with changes, signed by the key of the council."""
    content = json.loads(file)["signed"]
    content.update(changes)
    with wigan.inside():
        return actions.law.transfers.transfer_keys.sign(
            json.dumps(content).encode(), act=wigan.act()
        )


def with_statement(file: bytes, **statement: object) -> list[dict[str, object]]:
    """The history of a file, with one more statement on its first day."""
    history = json.loads(file)["signed"]["history"]
    history[0]["days"][0]["statements"].append(statement)
    return history


def test_a_flipped_byte_is_refused_wherever_it_is(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    file = wigan.send(mover, bolton.authority)
    places = {*range(0, 240), len(file) - 1, len(file) - 2}
    places |= set(random.Random(20261124).sample(range(len(file)), 60))
    with bolton.inside():
        check = actions.law.transfers.checking.check
        for place in sorted(places):
            for flip in (1, 32, 128):
                changed = bytearray(file)
                changed[place] ^= flip
                with pytest.raises(actions.law.transfers.checking.Refusal):
                    check(bytes(changed), "transfer.json", act=bolton.act())
    changed = bytearray(file)
    changed[-200] ^= 1
    bolton.refuses(bytes(changed), "was changed after Wigan")
    bolton.refuses(file[:-40], "is not a transfer file, or was changed")
    bolton.refuses(b"", "is not a transfer file")
    bolton.refuses(b"x" * 5_000_001, "is larger than 5 MB")


def test_a_file_with_an_unknown_key_is_refused(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    file = wigan.send(mover, bolton.authority)
    stranger = signed_files.new_secret()
    content = signed_files.parts_of(file).content
    bolton.refuses(
        signed_files.signed(content, stranger), "a key that is not known here"
    )
    wigan.refuses(file, "was made here, for another authority")
    with bolton.inside():
        (key,) = actions.law.transfers.transfer_keys.known(act=bolton.act())
        actions.law.transfers.transfer_keys.end(
            key.id, within=bolton.scope, act=bolton.act()
        )
    bolton.refuses(file, "a key that is not known here")


def test_a_renewed_key_has_to_be_entered_before_it_counts(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    with wigan.inside():
        actions.law.transfers.transfer_keys.renew(act=wigan.act())
    file = wigan.send(mover, bolton.authority)
    bolton.refuses(file, "a key that is not known here")
    bolton.trust(wigan.authority, wigan.key())
    bolton.take(file)


def test_a_file_for_another_authority_is_refused(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    wigan.agree(BURY)
    secret = signed_files.new_secret()
    public = signed_files.public_of(secret)
    key = signed_files.written(public), signed_files.fingerprint_of(public)
    wigan.trust(BURY, key)
    file = wigan.send(mover, BURY)
    bolton.refuses(file, "was made for Bury, and not for us")
    own = resigned(file, wigan, to=bolton.authority, **{"from": BURY})
    bolton.refuses(own, "says that it is from Bury")


def test_the_same_file_twice_brings_nothing(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    file = wigan.send(mover, bolton.authority)
    bolton.take(file)
    bolton.refuses(file, "was loaded already, on 24 November 2026", later=LATER)
    other = resigned(file, wigan, withheld=["Ethnicity"])
    bolton.refuses(other, "has the number of another file", later=LATER)


def test_an_older_file_than_the_one_that_came_is_refused(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    first = wigan.send(mover, bolton.authority)
    with wigan.inside():
        (sent,) = store.law.transfers.exchanged.of_person(mover, within=wigan.scope)
        actions.law.transfers.outgoing.withdraw(
            sent.id, within=wigan.scope, act=wigan.act()
        )
    second = wigan.send(mover, bolton.authority, later=LATER)
    bolton.take(second, later=LATER)
    bolton.refuses(first, "is older than the file", later=2 * LATER)
    future = resigned(
        first,
        wigan,
        made="2027-01-01T00:00:00+00:00",
        reference="00000000-0000-4000-8000-000000000000",
    )
    bolton.refuses(future, "at a time that is still to come")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"version": 2}, "Update this program, or ask"),
        ({"version": 0}, "Ask the authority that sent it for a file of version 1"),
        ({"format": "other"}, "a signed file of another kind"),
        ({"moved_on": "2026-02-31"}, "a day that is in no calendar"),
        ({"moved_on": "soon"}, "moved_on is not as the schema wants it"),
        ({"person": {"given": "A"}}, "person is not as the schema wants it"),
        ({"more": "x"}, "its beginning is not as the schema wants it"),
    ],
)
def test_a_content_that_does_not_fit_is_refused(
    mover: int,
    wigan: Installation,
    bolton: Installation,
    changes: dict[str, object],
    why: str,
) -> None:
    file = wigan.send(mover, bolton.authority)
    bolton.refuses(resigned(file, wigan, **changes), why)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ({"kind": "detail", "about": "departure", "status": "D"}, "has departure"),
        ({"kind": "detail", "about": "sealed", "field": "given"}, "has sealed"),
        ({"kind": "detail", "about": "restriction", "restricted": "Y"}, "restriction"),
        (
            {"kind": "detail", "about": "characteristics", "codes": "140"},
            "characteristics codes",
        ),
        ({"kind": "detail", "about": "name", "nickname": "A"}, "has name nickname"),
        ({"kind": "detail", "about": "name"}, "has name, which"),
        ({"kind": "activity", "activity": "640"}, "kept sealed, which"),
        ({"kind": "activity", "activity": "999"}, "has activity, which"),
        ({"kind": "intention", "destination": "Z9"}, "has destination, which"),
        ({"kind": "offer", "year": 11, "status": "Z9"}, "has status, which"),
        ({"kind": "detail", "about": "birth", "born": "2009-02-31"}, "birth born"),
        ({"kind": "detail", "about": "upn", "upn": "1"}, "upn upn"),
        ({"kind": "detail", "about": "declined", "field": "given"}, "declined value"),
        ({"kind": "detail", "about": "need", "level": "77"}, "need level"),
        ({"kind": "activity", "pay": "9"}, "statements .* is not as the schema"),
    ],
)
def test_a_statement_that_no_transfer_may_hold_is_refused(
    mover: int,
    wigan: Installation,
    bolton: Installation,
    statement: dict[str, object],
    why: str,
) -> None:
    file = wigan.send(mover, bolton.authority)
    history = with_statement(file, **statement)
    bolton.refuses(resigned(file, wigan, history=history), why)


def test_twice_the_same_name_and_deep_nests_are_refused(
    wigan: Installation, bolton: Installation
) -> None:
    for content in (
        b'{"format":"tracker-transfer","version":1,"version":1}',
        b'{"format":"tracker-transfer","version":NaN}',
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":"\xff"}',
    ):
        with wigan.inside():
            file = actions.law.transfers.transfer_keys.sign(content, act=wigan.act())
        bolton.refuses(file, "is not a text of JSON")


def test_nothing_is_taken_without_an_agreement_in_force(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    file = wigan.send(mover, bolton.authority)
    with bolton.inside():
        (agreement,) = store.law.agreements.every(within=bolton.scope)
        actions.law.agreements.end(
            agreement.id,
            on=bolton.act().on,
            reason="Reorganised",
            act=bolton.act(by="owner@testham.example"),
        )
    bolton.refuses(file, "No agreement on “Move to another authority” with Wigan")


def test_an_old_receipt_is_no_receipt_for_a_new_file(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    came = bolton.take(wigan.send(mover, bolton.authority))
    accepted = bolton.answer(came.id, Answer.ACCEPTED)
    wigan.take(accepted)
    wigan.refuses(accepted, "brings nothing new", later=LATER)
    with wigan.inside():
        (sent,) = store.law.transfers.exchanged.of_person(mover, within=wigan.scope)
        actions.law.transfers.outgoing.withdraw(
            sent.id, within=wigan.scope, act=wigan.act()
        )
    assert folded(wigan, mover).known.departure is None
    wigan.refuses(accepted, "was taken back here", later=LATER)
    wigan.send(mover, bolton.authority, later=LATER)
    wigan.refuses(accepted, "was taken back here", later=LATER)
    assert folded(wigan, mover).known.departure is None
    other = resigned(accepted, bolton, sha256="0" * 64)
    wigan.refuses(other, "is a receipt for no file that was made here")


def test_a_transfer_file_is_loaded_by_no_other_door(
    mover: int, wigan: Installation, bolton: Installation, tmp_path
) -> None:
    path = tmp_path / "transfer.json"
    path.write_bytes(wigan.send(mover, bolton.authority))
    with bolton.inside(), pytest.raises(Exception, match="is loaded under Transfers"):
        actions.intake.load.load(
            "transfer",
            [path],
            institution=None,
            as_at=None,
            complete=False,
            confirm=lambda alarms: True,
            act=bolton.act(),
        )
    with bolton.inside():
        assert people(bolton) == []
