"""flask transfers: a history out and back, as far as one installation can see it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.web.adviser.young import record_evidence, young
from tracker.ciphers import signed_files
from tracker.domain.history.evidence import Doing

SECRET = signed_files.new_secret()
PUBLIC = signed_files.public_of(SECRET)
KEY, FINGERPRINT = signed_files.written(PUBLIC), signed_files.fingerprint_of(PUBLIC)


@pytest.fixture
def mover(flask: Any, app: Any) -> int:
    flask(
        *("agreements", "propose", "TR-1", "--gateway", "transfer", "--with", "350"),
        *("--fields", "name,born,ypid,source,status,since,institution,confirmed"),
        *("--from", "2026-09-01", "--review", "2027-06-01", "--for", "Bethan"),
    )
    flask("agreements", "sign", "TR-1", "--for", "Judith")
    with app.app_context():
        person = young("Esme", "Hale")
        record_evidence(person, Doing("230"))
    return person


def test_a_history_goes_out_its_receipt_comes_and_it_is_taken_back(
    flask: Any, mover: int, tmp_path: Path
) -> None:
    own = flask("transfers", "key", "--json").json
    assert signed_files.heard(flask("transfers", "key").out).endswith(
        own["fingerprint"]
    )
    trust = ("transfers", "trust", "350", "--key", KEY, "--fingerprint")
    assert "not the fingerprint of that key" in flask(*trust, "0" * 64, code=2).err
    assert "Key 1 of Bolton is in use" in flask(*trust, FINGERPRINT).out
    assert "Bolton" in flask("transfers", "keys").out
    out = tmp_path / "transfer.json"
    send = ("transfers", "send", mover, "--to", "350", "--out", out)
    assert (
        "Give a file name that ends in .json"
        in flask(*send[:-1], tmp_path / "a.xml", code=2).err
    )
    sent = flask(*send, "--moved", "2026-11-20").out
    assert "Withheld: " in sent and f"in {out}" in sent
    assert out.stat().st_mode & 0o077 == 0
    assert "waits for its receipt" in flask(*send, code=2).err
    content = json.loads(out.read_text())["signed"]
    answer = {
        **{name: content[name] for name in ("format", "version", "reference")},
        **{"kind": "receipt", "from": "350", "to": "359", "answer": "accepted"},
        **{"made": content["made"], "ypid": "3500000000001"},
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
    }
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(signed_files.signed(json.dumps(answer).encode(), SECRET))
    assert "Bolton answered: accepted." in flask("transfers", "load", receipt).out
    assert "brings nothing new" in flask("transfers", "load", receipt, code=2).err
    assert "accepted" in flask("transfers", "list").out
    assert "is taken back. Say so to Bolton" in flask("transfers", "withdraw", 1).out
    assert "taken back" in flask("transfers", "list").out
    missing = flask("transfers", "load", tmp_path / "gone.json", code=2).err
    assert "gone.json cannot be read" in missing
    assert "Nothing signed with key 1" in flask("transfers", "distrust", 1).out
    renewed = flask("transfers", "key", "--renew", "--json").json
    assert renewed["fingerprint"] != own["fingerprint"]


def test_a_receipt_is_for_a_file_that_came(flask: Any, tmp_path: Path) -> None:
    words = ("transfers", "receipt", 1, "--answer", "accepted", "--out")
    refused = flask(*words, tmp_path / "receipt.json", code=2)
    assert "No file with number 1 has come here." in refused.err
    assert not (tmp_path / "receipt.json").exists()
