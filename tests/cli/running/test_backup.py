"""A backup restored elsewhere is equal; a damaged one is found; without its key, none.

The comparison reads every table by itself, not by what the backup says.
"""

import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.acts import act
from tests.cli.running.backed_up import SECRET, tables, upload
from tests.conftest import ROOT, environment, runner
from tracker import actions, store
from tracker.encryption import MARK, Keys
from tracker.extensions import db


def test_everything_is_back_elsewhere_and_equal(
    own, app, flask, var, elsewhere, clock
) -> None:
    """A whole authority with a frozen return, positions, sealed audit and a file."""
    flask("demo", "--people", "20", "--on", "2026-11-24", "--seed", "3")
    flask("returns", "prepare", "--period", "2026-10", "--out", own / "out")
    file = upload(app, var)
    flask("audit", "seal")
    flask("backup", own / "one")
    before = tables(app)
    for name in ("people", "evidence", "positions", "return_runs", "audit_seals"):
        assert before[name], name
    there = elsewhere.config["TRACKER"]
    shutil.copytree(var / "keys", there.var / "keys", dirs_exist_ok=True)
    done = runner(elsewhere)("restore", own / "one", "--json").json
    assert done["information"] == []
    after = tables(elsewhere)
    moved = str(there.var)
    for name, rows in before.items():
        expected = [row.replace(str(var), moved) for row in rows]
        if name == "audit_sealing":  # the copy has a name of its own
            assert len(after[name]) == len(rows)
        elif name in ("audit", "audit_seals"):
            assert set(expected) < set(after[name])
            assert len(after[name]) == len(rows) + 1
        else:
            assert after[name] == expected, name
    assert (there.var / file.relative_to(var)).read_text() == file.read_text()
    assert runner(elsewhere)("audit", "verify").code == 0
    # What was begun there goes on: it writes, and its functions are the owner's own.
    with elsewhere.app_context():
        act().note_alone(store.accounts.audit.Action.SIGNED_IN, "user 1")
        assert not db.session.scalar(
            text(
                "SELECT has_function_privilege('public', 'audit_drop(date)', 'execute')"
            )
        )
        with pytest.raises(Exception, match=r"ever changed|denied"):
            db.session.execute(text("DELETE FROM audit"))
        db.session.rollback()
        # The first page after it does not wait for the server to count the tables.
        uncounted = db.session.scalars(
            text(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples < 0"
                " AND relnamespace = 'public'::regnamespace"
            )
        ).all()
        assert uncounted == []
    answer = runner(elsewhere)("restore", own / "one", code=2)
    assert "is not empty" in answer.err


def test_it_is_restored_where_the_roles_have_other_names(
    own, app, flask, var, elsewhere, request
) -> None:
    """The rules of rows name roles; a server of the council's own has its names."""

    def as_owner(*statements: str) -> None:
        with store.database.embedded.owner(var / "postgres", "tracker") as sql:
            for each in statements:
                sql.execute(each)

    as_owner(
        "CREATE ROLE council_app",
        "CREATE POLICY rows_shown_council ON people TO council_app USING (true)",
    )
    request.addfinalizer(lambda: as_owner("DROP ROLE IF EXISTS council_app"))
    flask("backup", own / "one")
    as_owner("DROP POLICY rows_shown_council ON people")
    runner(elsewhere)("restore", own / "one", "--json")
    with elsewhere.app_context():
        roles = db.session.scalars(
            text("SELECT DISTINCT unnest(roles)::text FROM pg_policies ORDER BY 1")
        ).all()
        unruled = db.session.scalars(
            text(
                "SELECT relname FROM pg_class c WHERE relrowsecurity AND NOT EXISTS"
                " (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)"
            )
        ).all()
    assert (roles, unruled) == (["tracker", "tracker_institution"], [])


class TestOne:
    """One backup of a small database."""

    @pytest.fixture
    def made(self, own, app, flask, var) -> Path:
        upload(app, var)
        with app.app_context():
            act().note_alone(store.accounts.audit.Action.SIGNED_IN, f"{SECRET} 1")
        flask("backup", own / "one")
        return own / "one"

    def test_it_is_whole(self, made, flask) -> None:
        found = flask("backup", "verify", made, "--json").json
        assert (found["sound"], found["faults"], found["files"]) == (True, [], 1)
        assert found["tables"]["audit"] == 1
        assert found["migration"] == store.tables.HEAD

    def test_nothing_in_it_is_plain_and_no_key_is_in_it(self, made, own, flask) -> None:
        for piece in made.iterdir():
            assert piece.stat().st_mode & 0o077 == 0
            written = piece.read_bytes()
            assert written.startswith(MARK)
            for plain in (SECRET.encode(), b"PGDMP", b"list.csv", b"AGE-SECRET"):
                assert plain not in written

    @pytest.mark.parametrize("piece", ["database", "files", "manifest"])
    @pytest.mark.parametrize("place", [0, 17, 32, 33, 60, -1, "middle"])
    def test_a_flipped_byte_is_found_and_named(
        self, made, flask, own, piece, place
    ) -> None:
        written = bytearray((made / piece).read_bytes())
        at = len(written) // 2 if place == "middle" else place
        written[at] ^= 1
        (made / piece).write_bytes(written)
        answer = flask("backup", "verify", made, code=1)
        assert answer.out.startswith(
            "The manifest in " if piece == "manifest" else f"{piece} was changed"
        )

    def test_no_flipped_byte_of_the_manifest_is_passed_over(self, made, app) -> None:
        """Each byte up to the encrypted part, a hundred beyond, and the last ones."""
        file, keys = made / "manifest", app.config["TRACKER"].keys
        whole = file.read_bytes()
        places = [*range(300), *range(300, len(whole), len(whole) // 100)]
        for at in [*places, *range(len(whole) - 20, len(whole))]:
            for bit in (1, 128):
                broken = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
                file.write_bytes(broken)
                checked = actions.backup.verifying.verify(made, keys=keys, say=str)
                assert checked.manifest is None, at
                assert "is damaged" in checked.faults[0], at

    def test_a_manifest_with_another_keys_name_is_put_right_as_it_says(
        self, made, app, flask, elsewhere
    ) -> None:
        file, (key,) = made / "manifest", app.config["TRACKER"].keys.all()
        whole = file.read_bytes()
        file.write_bytes(whole.replace(key.name.encode(), b"q" * 16))
        out = flask("backup", "verify", made, code=1).out
        assert f"write {key.name} over bytes 18 to 33 of the manifest" in out
        assert (
            f"write {key.name} over" in runner(elsewhere)("restore", made, code=2).err
        )
        mended = bytearray(file.read_bytes())
        mended[17:33] = key.name.encode()
        file.write_bytes(mended)
        assert flask("backup", "verify", made).code == 0

    def test_a_missing_key_and_a_damaged_name_are_both_named(
        self, made, app, flask, own, monkeypatch
    ) -> None:
        here = app.config["TRACKER"]
        (name,) = [each.name for each in here.keys.all()]
        other = Keys(own.parent / "other")
        other.all()
        lost = replace(here, keys_file=other.file)
        monkeypatch.setitem(app.config, "TRACKER", lost)
        err = flask("backup", "verify", made, code=2).err
        assert f"The key {name} that opens this backup is not in {other.file}" in err
        assert "the manifest may be damaged" in err
        # No key is called that, wherever the copies of the keys are.
        whole = (made / "manifest").read_bytes()
        (made / "manifest").write_bytes(whole.replace(name.encode(), b"\x1b[2J" * 4))
        out = flask("backup", "verify", made, code=1).out
        assert "it names no key that can be" in out
        assert "\x1b" not in out

    def test_what_is_cut_off_missing_or_added_is_named(self, made, flask) -> None:
        (made / "files").write_bytes((made / "files").read_bytes()[:-5])
        (made / "database").rename(made / "database2")
        out = flask("backup", "verify", made, code=1).out
        assert "files is cut off: " in out
        assert "database is missing.\n" in out
        assert "database2 does not belong to this backup.\n" in out

    def test_a_piece_of_another_backup_does_not_pass(self, made, own, flask) -> None:
        flask("backup", own / "two")
        shutil.copy(own / "two" / "database", made / "database")
        assert "database" in flask("backup", "verify", made, code=1).out

    def test_without_its_key_it_opens_nothing_and_says_so(
        self, made, app, flask, own, monkeypatch, elsewhere
    ) -> None:
        lost = replace(app.config["TRACKER"], keys_file=own / "nowhere")
        monkeypatch.setitem(app.config, "TRACKER", lost)
        answer = flask("backup", "verify", made, code=2)
        assert "No backup holds its key" in answer.err
        assert SECRET not in answer.out + answer.err
        monkeypatch.setitem(
            elsewhere.config,
            "TRACKER",
            replace(elsewhere.config["TRACKER"], keys_file=own / "nowhere"),
        )
        assert (
            "No backup holds its key" in runner(elsewhere)("restore", made, code=2).err
        )
        assert not (own / "nowhere").exists()

    def test_a_damaged_one_is_not_restored_at_all(self, made, elsewhere) -> None:
        (made / "files").write_bytes((made / "files").read_bytes()[:-5])
        answer = runner(elsewhere)("restore", made, code=2)
        assert "files is cut off" in answer.err
        there = elsewhere.config["TRACKER"].var
        assert not (there / "uploads").exists()

    def test_one_of_a_newer_version_is_refused(
        self, made, app, own, flask, elsewhere
    ) -> None:
        keys = app.config["TRACKER"].keys
        found = actions.backup.manifest.read(made, keys)
        (made / "manifest").unlink()
        newer = replace(found, migration="9999", version="99.0")
        actions.backup.manifest.write(newer, made, keys)
        answer = runner(elsewhere)("restore", made, code=2)
        assert "version 99.0, which is newer than this program" in answer.err

    def test_one_of_an_older_version_names_the_commit_that_restores_it(
        self, made, app, own, flask, elsewhere
    ) -> None:
        keys = app.config["TRACKER"].keys
        found = actions.backup.manifest.read(made, keys)
        (made / "manifest").unlink()
        older = replace(found, migration="0090", version="0.9")
        actions.backup.manifest.write(older, made, keys)
        answer = runner(elsewhere)("restore", made, code=2)
        assert answer.err == (
            "The backup is of revision 0090, and this version upgrades from 0091 on. "
            "First restore it with commit 22234563: `git checkout 22234563`, "
            "`flask restore` into an empty place, then open that with this version.\n"
        )
        # It is still to be read, and nothing of it was put anywhere.
        assert flask("backup", "verify", made).code == 0
        there = elsewhere.config["TRACKER"]
        assert not (there.var / "uploads").exists()
        with elsewhere.app_context():
            assert store.tables.current() is None

    def test_a_target_that_is_there_is_left_alone(self, made, flask) -> None:
        before = sorted(made.iterdir())
        assert "is there already" in flask("backup", made, code=2).err
        assert sorted(made.iterdir()) == before

    def test_it_is_known_when_the_last_one_was_made(self, made, var) -> None:
        last = actions.backup.last_backup.last(var)
        assert last is not None
        assert last.target == made

    def test_a_file_that_is_gone_already_is_named_and_stops_nothing(
        self, made, own, flask, var
    ) -> None:
        (var / "uploads" / "0123" / "list.csv").unlink()
        found = flask("backup", own / "two", "--json").json
        assert found["files"] == 0
        assert found["not_there"] == [str(var / "uploads" / "0123" / "list.csv")]


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    own, flask, monkeypatch
) -> None:
    monkeypatch.setattr(
        shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(1, 1, 1)
    )
    answer = flask("backup", own / "one", code=2)
    assert "MB free" in answer.err
    assert list(own.iterdir()) == []


def test_without_a_target_it_goes_where_all_go_and_old_ones_leave(
    own, app, flask, var, monkeypatch
) -> None:
    assert "TRACKER_BACKUP" in flask("backup", code=2).err
    here = app.config["TRACKER"]
    kept = replace(here.keeping, backup_folder=own, backups_kept=2)
    monkeypatch.setitem(app.config, "TRACKER", replace(here, keeping=kept))
    (own / "tracker-of-somewhere-else").mkdir()
    for _ in range(3):
        flask("backup")
    found = sorted(each.name for each in own.iterdir())
    assert [name[:14] for name in found] == ["tracker-202611"] * 2 + ["tracker-of-som"]
    assert not any(name.endswith(".part") for name in found)


def test_a_killed_one_leaves_no_name_and_the_next_sweeps(own, app, var, flask) -> None:
    script = (
        "import time\n"
        "from tracker.actions.backup import manifest\n"
        "manifest.write = lambda *rest: time.sleep(60)\n"
        "from flask.cli import main\n"
        "import sys; sys.argv = ['flask', 'backup', sys.argv[1]]; main()\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", script, str(own / "one")],
        cwd=ROOT,
        env=environment(var, TRACKER_KEYS_FILE=str(own.parent / "keys")),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while not list(own.glob(".one.*.part/files")) and time.monotonic() < until:
        assert running.poll() is None
        time.sleep(0.1)
    running.kill()
    running.wait()
    (left,) = own.iterdir()
    assert left.name.startswith(".one.")
    flask("backup", own / "two")
    assert [each.name for each in own.iterdir()] == ["two"]
