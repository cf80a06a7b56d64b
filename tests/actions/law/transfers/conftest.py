"""Two installations on one server, each of one authority, that exchange people."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.acts import act
from tests.conftest import on_server
from tests.emptied import close, empty
from tests.factories import AUTHORITY
from tests.held import all_rows
from tracker import actions, store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.app import create_app
from tracker.ciphers import signed_files
from tracker.domain.law.gateways import GATEWAYS, PartyKind
from tracker.domain.law.transfers.passing import TRANSFER
from tracker.refusal import Refusal
from tracker.store.law.transfers.exchanged import Answer

BOLTON = "350"
DAY = date(2026, 11, 24)
MOVED = date(2026, 11, 9)


@dataclass(frozen=True)
class Taken:
    """What was stored of a file that was loaded."""

    id: int
    batch: int | None
    ypid: str | None
    answer: str | None
    moved_on: date


def held() -> dict[str, list[object]]:
    """Every row that is held, but for the audit, which has the refusal."""
    return {
        name: rows for name, rows in all_rows().items() if not name.startswith("audit")
    }


@dataclass(frozen=True)
class Installation:
    """One council's installation: what it does, with its own database and keys."""

    app: Flask
    authority: str

    @property
    def scope(self) -> Scope:
        return authority_scope(self.authority)

    def act(self, later: timedelta = timedelta(), by: str = "data@example.org") -> Act:
        now = act(by, authority=self.authority)
        return replace(now, at=now.at + later, on=(now.at + later).date())

    @contextmanager
    def inside(self) -> Iterator[None]:
        with self.app.app_context():
            yield

    def key(self) -> tuple[str, str]:
        """The key and the fingerprint, as they are given to the other council."""
        with self.inside():
            own = actions.law.transfers.transfer_keys.own(act=self.act())
            return signed_files.written(own.public), own.fingerprint

    def agree(self, other: str, fields: tuple[str, ...] = ()) -> None:
        """Signs the agreement with the other council."""
        with self.inside():
            party = actions.law.parties.named(
                PartyKind.AUTHORITY, other, by=self.authority
            )
            made = actions.law.agreements.propose(
                party,
                TRANSFER,
                reference=f"TR-{other}",
                fields=fields or GATEWAYS[TRANSFER].fields,
                starts=date(2026, 9, 1),
                ends=date(2027, 8, 31),
                review_on=date(2027, 6, 1),
                act=self.act(by="officer@testham.example"),
            )
            owner = self.act(by="owner@testham.example")
            actions.law.agreements.sign(made.id, act=owner)

    def trust(self, other: str, key: tuple[str, str]) -> None:
        with self.inside():
            party = actions.law.parties.named(
                PartyKind.AUTHORITY, other, by=self.authority
            )
            actions.law.transfers.transfer_keys.enter(
                party, key=key[0], fingerprint=key[1], act=self.act()
            )

    def send(
        self,
        person: int,
        to: str,
        *,
        moved: date = MOVED,
        later: timedelta = timedelta(),
    ) -> bytes:
        """The file of a young person's history for the other council."""
        with self.inside():
            outgoing, now = actions.law.transfers.outgoing, self.act(later)
            party = actions.law.parties.named(
                PartyKind.AUTHORITY, to, by=self.authority
            )
            prepared = outgoing.prepare(
                person, party, moved_on=moved, within=self.scope, act=now
            )
            files: list[bytes] = []
            outgoing.send(
                prepared,
                lambda name, file: files.append(file),
                within=self.scope,
                act=now,
            )
            return files[0]

    def take(self, file: bytes, *, later: timedelta = timedelta()) -> Taken:
        with self.inside():
            loaded = actions.law.transfers.loading.take(
                file, "transfer.json", act=self.act(later)
            )
            found = loaded.transfer
            return Taken(
                found.id, found.batch_id, found.ypid, found.answer, found.moved_on
            )

    def refuses(self, file: bytes, why: str, *, later: timedelta = timedelta()) -> None:
        """That a file is refused in one sentence, and changes nothing but the audit."""
        with self.inside():
            before = held()
            with pytest.raises(Refusal, match=why) as refused:
                actions.law.transfers.loading.take(
                    file, "transfer.json", act=self.act(later)
                )
            assert str(refused.value).endswith(".") and "\n" not in str(refused.value)
            assert held() == before

    def answer(self, number: int, given: Answer, reason: str = "") -> bytes:
        with self.inside():
            return actions.law.transfers.receipts.answer(
                number, given, reason=reason, act=self.act()
            )[1]


def installed(var: Path, name: str, authority: str) -> Flask:
    """An installation of an authority, with a database of its own on this server."""
    store.database.embedded.connect(var / "postgres", name).close()
    (place := var / name).mkdir(exist_ok=True)
    settings = replace(
        on_server(place, var, name), authority=authority, database_id=authority
    )
    app = create_app(settings)
    app.extensions["tracker"]()
    with app.app_context():
        store.tables.upgrade()
    return app


@pytest.fixture(scope="session")
def _bolton(var: Path, _application: Flask) -> Iterator[Flask]:
    app = installed(var, "bolton", BOLTON)
    yield app
    with app.app_context():
        close()
    shutil.rmtree(var / "bolton", ignore_errors=True)


@pytest.fixture
def bolton(_bolton: Flask) -> Installation:
    """The council that young people move to, with an empty database."""
    with _bolton.app_context():
        empty()
    return Installation(_bolton, BOLTON)


@pytest.fixture
def wigan(app: Flask) -> Installation:
    """The council that young people leave, with an empty database."""
    return Installation(app, AUTHORITY)


@pytest.fixture
def mover(tmp_path: Path, wigan: Installation) -> int:
    """A young person with two years of history, by three kinds of source."""
    from tests.actions.law.transfers.moving import with_history

    return with_history(tmp_path, wigan)


@pytest.fixture
def agreed(wigan: Installation, bolton: Installation) -> None:
    """The two have agreed on transfers, and know each other's key."""
    for one, other in ((wigan, bolton), (bolton, wigan)):
        one.agree(other.authority)
        one.trust(other.authority, other.key())
