"""The ledger of disposals, which two processes write at one moment."""

from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from tests.acts import NOON
from tracker.actions.law.disposals import ledger
from tracker.actions.law.disposals.ledger import RECORD, Ledger
from tracker.keeping import AuditKeys

OLD, NEW = (RECORD, 1, "2008-09-12"), (RECORD, 2, "2026-11-24")


@pytest.mark.law("D-04")
def test_a_line_that_is_added_while_others_are_forgotten_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another disposal begins just as the file is replaced."""
    kept = Ledger(tmp_path / "ledger.jsonl", AuditKeys(tmp_path / "keys"), 90)
    kept.append([OLD], authority="359", at=NOON - timedelta(days=91))
    other = Thread(
        target=kept.append, args=([NEW],), kwargs={"authority": "350", "at": NOON}
    )
    replace = ledger._replace

    def slowly(file: Path, text: bytes) -> None:
        other.start()
        other.join(0.5)  # it waits for us
        replace(file, text)

    monkeypatch.setattr(ledger, "_replace", slowly)
    assert kept.forget(NOON) == 1
    other.join(30)
    assert kept.read("359").since(OLD) is None
    assert kept.read("350").since(NEW) == NOON
