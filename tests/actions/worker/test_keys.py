"""Keys are rotated, a killed rotation is carried on, a used key is never removed."""

import io
import os
import re
import threading
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from tests.acts import act
from tests.emptied import as_owner
from tracker import actions
from tracker.actions.worker import sealed_things
from tracker.actions.worker.sealed_things import Place, in_column, in_files
from tracker.encryption import Keys, KeysUnusable, key_of, key_of_file
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.database.sealed_columns import Row, SealedColumn

#: A value has a number, or several columns that identify its row.
NOTES = {
    "by age": SealedColumn("sealed_notes", "note"),
    "quickly": SealedColumn(
        "sealed_notes", "note", row=("day", "id"), quickly=True, length=64
    ),
}
DAY = date(2026, 11, 24)


@pytest.fixture(params=NOTES.values(), ids=NOTES)
def notes(request) -> SealedColumn:
    return request.param


def row_of(notes: SealedColumn, number: int) -> Row:
    return number if notes.row == ("id",) else (DAY, number)


@pytest.fixture
def place(inside, tmp_path, monkeypatch, notes):
    """Two kinds of things: a column of five hundred values, and three files."""
    place = Place(Keys(tmp_path / "keys" / "identities"), tmp_path)
    monkeypatch.setattr(
        sealed_things,
        "THINGS",
        (
            in_column("notes", notes),
            in_files(
                "files",
                lambda var: iter(sorted(var.glob("*.csv"))),
                lambda var, file: file.name,
            ),
        ),
    )
    owner = as_owner()
    owner.execute(text("CREATE TABLE sealed_notes (id bigint, day date, note bytea)"))
    owner.execute(text("GRANT SELECT, INSERT, UPDATE ON sealed_notes TO PUBLIC"))
    owner.commit()
    db.session.execute(
        text("INSERT INTO sealed_notes VALUES (:id, :day, :note)"),
        [
            {
                "id": each,
                "day": DAY,
                "note": notes.encrypt(
                    place.keys, b"note %d" % each, row=row_of(notes, each)
                ),
            }
            for each in range(500)
        ]
        + [{"id": 500, "day": DAY, "note": None}],
    )
    db.session.commit()
    for name in "abc":
        file = tmp_path / f"{name}.csv"
        place.keys.encrypt_file(io.BytesIO(name.encode()), file, about=file.name)
    yield place
    db.session.rollback()
    owner.execute(text("DROP TABLE sealed_notes"))
    owner.commit()


def stored(place, notes):
    found = db.session.execute(
        text("SELECT id, note FROM sealed_notes WHERE note IS NOT NULL ORDER BY id")
    )
    return [
        notes.decrypt(place.keys, bytes(note), row=row_of(notes, each)).strip()
        for each, note in found
    ]


def test_everything_is_encrypted_again_and_the_older_key_removed(place, notes):
    old = place.keys.all()[0]
    assert actions.worker.keys.counts(place) == {old.name: {"notes": 500, "files": 3}}
    done = actions.worker.keys.rotate(place, act=act())
    assert (done.is_new, done.counts) == (True, {"notes": 500, "files": 3})
    assert actions.worker.keys.counts(place) == {
        done.key.name: {"notes": 500, "files": 3}
    }
    assert actions.worker.keys.retire(place, act=act()) == [old]
    assert stored(place, notes) == [b"note %d" % row for row in range(500)]
    with place.keys.opened(place.var / "b.csv", about="b.csv") as plain:
        assert plain.read() == b"b"


def test_a_killed_rotation_is_carried_on_with_the_same_key(place):
    def killed(line):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.worker.keys.rotate(place, act=act(), say=killed)
    half = actions.worker.keys.counts(place)
    newest, old = place.keys.all()
    assert half[newest.name] == {"notes": 200}
    with pytest.raises(Refusal, match="still opens 300 notes, 3 files"):
        actions.worker.keys.retire(place, act=act())
    done = actions.worker.keys.rotate(place, act=act())
    assert (done.is_new, done.key) == (False, newest)
    assert done.counts == {"notes": 300, "files": 3}
    assert actions.worker.keys.retire(place, act=act()) == [old]


def test_what_does_not_open_is_reported_and_keeps_its_key(place):
    old = place.keys.all()[0]
    # A value moved to another row, as a thief of the database might do.
    db.session.execute(
        text(
            "UPDATE sealed_notes SET note ="
            " (SELECT note FROM sealed_notes WHERE id = 8) WHERE id = 7"
        )
    )
    db.session.commit()
    done = actions.worker.keys.rotate(place, act=act())
    (problem,) = done.problems
    # AES-GCM cannot distinguish damage from a value of another row.
    assert re.fullmatch(
        r"This is (not sealed_notes\.note 7: it was put in its place"
        r"|damaged and does not open: sealed_notes\.note 2026-11-24 7)\.",
        problem,
    )
    assert done.counts == {"notes": 499, "files": 3}
    with pytest.raises(Refusal, match=f"{old.name} still opens 1 notes"):
        actions.worker.keys.retire(place, act=act())


def test_a_value_of_the_newest_key_is_left_alone(place, notes):
    actions.worker.keys.rotate(place, act=act())
    before = db.session.execute(text("SELECT note FROM sealed_notes")).all()
    assert list(notes.renew(place.keys)) == []
    assert db.session.execute(text("SELECT note FROM sealed_notes")).all() == before
    assert key_of(bytes(before[0][0])) == place.keys.all()[0].name


class Slow:
    """A file that arrives slowly: ``meanwhile`` happens before its last byte."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self._meanwhile = [meanwhile]
        self._pieces = [b"second", b"first "]

    def read(self, size: int = -1) -> bytes:
        if len(self._pieces) == 1 and self._meanwhile:
            self._meanwhile.pop()()
        return self._pieces.pop() if self._pieces else b""


class SlowFile(Slow):
    """One that can be read again from where it began."""

    def seekable(self) -> bool:
        return True

    def seek(self, by: int, start: int = os.SEEK_SET) -> int:
        if start == os.SEEK_SET:
            assert by == 7
            self._pieces = [b"second", b"first "]
        return 7


def test_a_file_whose_key_is_removed_while_it_arrives_gets_the_newest_one(place):
    (old,) = place.keys.all()

    def change() -> None:
        actions.worker.keys.rotate(place, act=act())
        assert actions.worker.keys.retire(place, act=act()) == [old]

    file = place.var / "d.csv"
    assert place.keys.encrypt_file(SlowFile(change), file, about="d.csv") == 12
    assert key_of_file(file) == place.keys.all()[0].name != old.name
    with place.keys.opened(file, about="d.csv") as plain:
        assert plain.read() == b"first second"


def test_what_cannot_be_read_again_is_not_kept_under_a_removed_key(place):
    def change() -> None:
        actions.worker.keys.rotate(place, act=act())
        actions.worker.keys.retire(place, act=act())

    with pytest.raises(KeysUnusable, match=r"was removed while it encrypted d\.csv"):
        place.keys.encrypt_file(Slow(change), place.var / "d.csv", about="d.csv")
    assert sorted(each.name for each in place.var.iterdir() if each.is_file()) == [
        "a.csv",
        "b.csv",
        "c.csv",
    ]


def test_a_file_that_is_finished_before_its_key_is_removed_keeps_the_key(place):
    (old,) = place.keys.all()

    def change() -> None:
        actions.worker.keys.rotate(place, act=act())

    place.keys.encrypt_file(Slow(change), place.var / "d.csv", about="d.csv")
    with pytest.raises(Refusal, match=f"{old.name} still opens 1 files"):
        actions.worker.keys.retire(place, act=act())
    done = actions.worker.keys.rotate(place, act=act())
    assert (done.is_new, done.counts["files"]) == (False, 1)
    assert actions.worker.keys.retire(place, act=act()) == [old]


def test_no_file_is_finished_between_the_count_and_the_removal(place, monkeypatch):
    (old,) = place.keys.all()
    file = place.var / "d.csv"
    arrived, finish = threading.Event(), threading.Event()

    def wait() -> None:
        arrived.set()
        finish.wait(10)

    sends = threading.Thread(
        target=lambda: place.keys.encrypt_file(SlowFile(wait), file, about="d.csv")
    )
    sends.start()
    arrived.wait(10)
    actions.worker.keys.rotate(place, act=act())
    counts, looks = actions.worker.keys.counts, []

    def slowly(there):
        found = counts(there)
        finish.set()
        sends.join(0.3)
        looks.append(sends.is_alive())
        return found

    monkeypatch.setattr(actions.worker.keys, "counts", slowly)
    assert actions.worker.keys.retire(place, act=act()) == [old]
    sends.join(10)
    assert looks == [True]
    with place.keys.opened(file, about="d.csv") as plain:
        assert plain.read() == b"first second"


def test_what_is_not_yet_committed_keeps_its_key(place, notes, monkeypatch):
    (old,) = place.keys.all()
    value = notes.encrypt(place.keys, b"late", row=row_of(notes, 501))
    with db.engine.connect() as other:
        other.execute(
            text("INSERT INTO sealed_notes VALUES (501, :day, :note)"),
            {"day": DAY, "note": value},
        )
        actions.worker.keys.rotate(place, act=act())
        monkeypatch.setattr(actions.worker.keys, "_MOST_SECONDS", 0.0)
        with pytest.raises(Refusal, match="Something is still being written"):
            actions.worker.keys.retire(place, act=act())
        # It is waited for, and seen by then.
        monkeypatch.setattr(actions.worker.keys, "_MOST_SECONDS", 10.0)
        threading.Timer(0.3, other.commit).start()
        with pytest.raises(Refusal, match=f"{old.name} still opens 1 notes"):
            actions.worker.keys.retire(place, act=act())
    actions.worker.keys.rotate(place, act=act())
    assert actions.worker.keys.retire(place, act=act()) == [old]
    assert stored(place, notes)[-1] == b"late"
