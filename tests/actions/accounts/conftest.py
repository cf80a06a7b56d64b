"""An audit with a key and heads of its own, and an attacker who owns the database."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.acts import NOON, act
from tests.store.database import own_server
from tracker import actions
from tracker.actions.accounts.audit.heads import HeadsPlace
from tracker.actions.accounts.audit.verification import Verified
from tracker.extensions import db
from tracker.keeping import AuditKeys
from tracker.store.accounts.audit import Action

MINUTE = timedelta(minutes=1)


class Ledger:
    """An audit with its key and its heads, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.keys = AuditKeys(folder / "keys" / "audit")
        self.place = HeadsPlace(folder / "heads" / "heads.jsonl")
        self.at = NOON

    def write(self, many: int = 1, *, authority: str = "359", **given: Any) -> None:
        for _ in range(many):
            act(authority=authority, at=given.get("at", self.at)).note_alone(
                Action.SIGNED_IN, "user 1", many=many
            )

    def seal(self) -> int:
        self.at += MINUTE
        return actions.accounts.audit.sealing.seal(
            keys=self.keys, place=self.place, at=self.at
        )

    def verify(self, **given: Any) -> Verified:
        db.session.rollback()
        return actions.accounts.audit.verification.verify(
            **{
                "keys": self.keys,
                "file": self.place.file,
                "at": self.at,
                "say": str,
                **given,
            }
        )

    def found(self, **given: Any) -> list[tuple[str, str]]:
        return [(each.kind, each.sentence) for each in self.verify(**given).findings]

    def kinds(self, **given: Any) -> set[str]:
        return {kind for kind, _ in self.found(**given)}


@pytest.fixture
def ledger(inside: Flask, tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


@pytest.fixture
def sealed(ledger: Ledger) -> Ledger:
    """Thirty lines under three seals."""
    for _ in range(3):
        ledger.write(10)
        ledger.seal()
    return ledger


@pytest.fixture
def attack(inside: Flask) -> Iterator[Callable[..., Any]]:
    """Statements of the cluster's owner, which no trigger stops."""
    with own_server.as_owner(db.engine) as sql:
        sql.execute("SET session_replication_role = replica")
        yield sql.execute
