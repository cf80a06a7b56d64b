"""flask audit: its words, its JSON, its exit code; and a demo, which is sound."""

import asyncio
import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.acts import act
from tests.store.database import own_server
from tracker import actions
from tracker.actions.accounts.audit.heads import HeadsPlace
from tracker.cli.running.worker import Worker
from tracker.config import SettingMissing, from_environment
from tracker.extensions import db
from tracker.store.accounts import audit_seals
from tracker.store.accounts.audit import Action


@pytest.fixture
def own(app, tmp_path, monkeypatch):
    """An installation with a var of its own, without the heads of other tests."""
    from dataclasses import replace

    here = replace(app.config["TRACKER"], var=tmp_path)
    monkeypatch.setitem(app.config, "TRACKER", here)
    return here


def write(app, many: int) -> None:
    with app.app_context():
        for _ in range(many):
            act().note_alone(Action.SIGNED_IN, "user 1")


def test_a_sound_audit_ends_with_0(own, app, flask) -> None:
    write(app, 3)
    assert flask("audit", "seal").out == "3 lines sealed.\n"
    write(app, 1)
    done = flask("audit", "verify", "--json").json
    assert (done["sound"], done["findings"], done["unsealed"]) == (True, [], 1)
    out = flask("audit", "verify").out
    assert out.endswith("4 lines under 1 seal in 1 month: sound.\n")
    assert out.startswith("Not sealed yet: 1 line, the oldest from 24 Nov 2026")


def test_a_deleted_line_ends_with_1_and_is_named(own, app, flask) -> None:
    write(app, 3)
    flask("audit", "seal")
    with app.app_context(), own_server.as_owner(db.engine) as sql:
        sql.execute("SET session_replication_role = replica")
        sql.execute("DELETE FROM audit WHERE id = 2")
    answer = flask("audit", "verify", code=1)
    assert "359, 2026-11: Line 2 was deleted.\n" in answer.out
    assert answer.out.endswith("1 not sound.\n")
    (found,) = flask("audit", "verify", "--json", code=1).json["findings"]
    assert (found["kind"], found["month"]) == ("deleted", "2026-11")
    assert flask("audit", "verify", "--month", "2026-10").code == 0
    assert flask("audit", "verify", "--authority", "350").code == 0


def test_an_auditor_compares_with_a_copy_of_the_heads(
    own, app, flask, tmp_path
) -> None:
    write(app, 3)
    flask("audit", "seal")
    copy = tmp_path / "copy"
    copy.write_bytes(own.audit_heads_file.read_bytes())
    own.audit_heads_file.write_bytes(b"")
    assert flask("audit", "verify", code=1).code == 1
    assert flask("audit", "verify", "--heads", copy).code == 0


@pytest.fixture
def held_up(app, monkeypatch):
    """A session of the database keeps the lock of the sealing."""
    monkeypatch.setattr(audit_seals, "_PATIENCE", "50ms")
    write(app, 3)
    with app.app_context(), own_server.as_owner(db.engine) as sql:
        sql.execute("SELECT pg_advisory_lock(hashtextextended('audit seals', 0))")
        yield


def test_sealing_that_is_held_up_is_one_sentence(own, app, flask, held_up) -> None:
    answer = flask("audit", "seal", code=2)
    assert answer.err.startswith("Another session of the database keeps a lock that")
    assert answer.err.count("\n") == 1


def test_a_worker_that_is_held_up_logs_it(
    own, app, held_up, caplog, monkeypatch
) -> None:
    async def stop(seconds: float) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(asyncio, "sleep", stop)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(Worker(app, at_once=1, silence=60)._seal_audit_each_minute())
    (record,) = [each for each in caplog.records if each.levelname == "ERROR"]
    assert record.getMessage().startswith("the audit could not be sealed: Another")


def test_lines_that_wait_for_hours_end_with_1(own, app, flask, clock) -> None:
    write(app, 3)
    flask("audit", "seal")
    write(app, 2)
    assert flask("audit", "verify").code == 0
    clock.moment += timedelta(hours=3)
    answer = flask("audit", "verify", code=1)
    assert (
        "\n2 lines since 2026-11-24 12:00 UTC are not sealed yet" in f"\n{answer.out}"
    )
    assert flask("audit", "verify", "--authority", "359", code=1).code == 1
    flask("audit", "seal")
    assert flask("audit", "verify").code == 0


def test_a_month_that_is_none_is_one_sentence(own, flask) -> None:
    answer = flask("audit", "verify", "--month", "2026-13", code=2)
    assert "2026-13 is not a month" in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    "given", ["http://example.org/heads", "ftp://x", "file:///etc/x", "https://"]
)
def test_heads_go_nowhere_without_tls(given) -> None:
    with pytest.raises(SettingMissing, match="TRACKER_AUDIT_HEADS"):
        from_environment({"TRACKER_AUDIT_HEADS": given})


def test_heads_go_to_a_path_or_beside_the_database() -> None:
    made = from_environment({"TRACKER_VAR": "/srv/var"})
    assert made.audit_heads_file == Path("/srv/var/audit/heads.jsonl")
    assert made.audit_heads_address is None
    made = from_environment({"TRACKER_AUDIT_HEADS": "/worm/heads"})
    assert made.audit_heads_file == Path("/worm/heads")
    made = from_environment({"TRACKER_AUDIT_HEADS": "https://log.example.org/h?a=1"})
    assert made.audit_heads_address == "https://log.example.org/h?a=1"


class TestAnAddress:
    """A real listener on the loopback."""

    @pytest.fixture
    def listener(self):
        got: list[dict] = []

        class Handler(BaseHTTPRequestHandler):
            status = 204

            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                got.append(json.loads(self.rfile.read(size)))
                self.send_response(self.status)
                self.end_headers()

            def log_message(self, *words) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/heads", got, Handler
        server.shutdown()
        server.server_close()
        thread.join()

    def test_it_gets_each_head_once(self, own, inside, listener) -> None:
        address, got, _ = listener
        place = HeadsPlace(own.audit_heads_file, address)
        for _ in range(2):
            act().note_alone(Action.SIGNED_IN, "user 1")
            self.seal(own, place)
        self.seal(own, place)
        assert [[head["number"] for head in each["heads"]] for each in got] == [
            [1],
            [2],
        ]
        on_disk = own.audit_heads_file.read_text().splitlines()
        assert [json.loads(line) for line in on_disk] == [
            head for each in got for head in each["heads"]
        ]

    def test_one_that_fails_gets_them_later_and_stops_nothing(
        self, own, inside, listener
    ) -> None:
        address, got, handler = listener
        handler.status = 503
        place = HeadsPlace(own.audit_heads_file, address)
        for _ in range(3):
            act().note_alone(Action.SIGNED_IN, "user 1")
            assert self.seal(own, place) == 1
        handler.status = 204
        self.seal(own, place)
        assert [head["number"] for head in got[-1]["heads"]] == [1, 2, 3]

    def test_a_redirect_is_no_receipt(self, own, inside, listener) -> None:
        """A page to sign in at would answer in place of the archive."""
        address, got, handler = listener
        methods: list[str] = []

        def redirect(self: BaseHTTPRequestHandler) -> None:
            methods.append(self.command)
            if self.command == "POST":
                self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(302 if self.command == "POST" else 200)
            self.send_header("Location", address)
            self.end_headers()

        receives = handler.do_POST
        handler.do_POST = handler.do_GET = redirect
        place = HeadsPlace(own.audit_heads_file, address)
        act().note_alone(Action.SIGNED_IN, "user 1")
        assert self.seal(own, place) == 1
        assert methods == ["POST"]
        handler.do_POST = receives
        self.seal(own, place)
        assert [head["number"] for head in got[-1]["heads"]] == [1]

    def test_a_disk_that_is_full_or_gone_stops_nothing(self, own, inside) -> None:
        (own.var / "file").write_text("")
        place = HeadsPlace(own.var / "file" / "heads.jsonl")
        act().note_alone(Action.SIGNED_IN, "user 1")
        assert self.seal(own, place) == 1
        assert self.seal(own, HeadsPlace(own.audit_heads_file)) == 0
        assert len(own.audit_heads_file.read_text().splitlines()) == 1

    def seal(self, own, place: HeadsPlace) -> int:
        from tests.acts import NOON

        return actions.accounts.audit.sealing.seal(
            keys=own.audit_keys, place=place, at=NOON
        )


@pytest.mark.long
def test_a_demo_is_sealed_and_sound_and_so_is_the_next(own, flask) -> None:
    for _ in range(2):
        flask("demo", "--people", "20", "--on", "2026-11-24")
        done = flask("audit", "verify", "--json").json
        assert (done["sound"], done["unsealed"]) == (True, 0)
        assert done["lines"] > 20
