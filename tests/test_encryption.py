"""Values and files encrypted at rest: what opens, what does not, and what is left."""

import errno
import io
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest

from tests.conftest import ROOT
from tracker.encryption import Keys, KeysUnusable, NotOpened, key_of, key_of_file

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAME = "Zoë Пример محمد".encode()


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys" / "identities")


@pytest.mark.parametrize("plain", [b"", b"\n", NAME, bytes(range(256)) * 1000])
def test_a_value_opens_as_it_was(keys, plain):
    sealed = keys.encrypt(plain, about="people.note 1")
    assert keys.decrypt(sealed, about="people.note 1") == plain
    assert not plain or len(plain) < 2 or plain not in sealed
    assert key_of(sealed) == keys.all()[0].name


def test_the_same_value_never_looks_the_same(keys):
    assert keys.encrypt(NAME, about="a 1") != keys.encrypt(NAME, about="a 1")


@pytest.mark.parametrize("other", ["a 2", "a 12", "a ", "", "b 1", "a 1\n", "a 1 x"])
def test_a_value_moved_to_another_place_does_not_open(keys, other):
    sealed = keys.encrypt(NAME, about="a 1")
    with pytest.raises(NotOpened, match="was put in its place"):
        keys.decrypt(sealed, about=other)


def test_no_flipped_bit_and_no_missing_end_is_passed_over(keys):
    sealed = keys.encrypt(NAME, about="a 1")
    for at in range(len(sealed)):
        with pytest.raises(NotOpened):
            broken = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
            keys.decrypt(broken, about="a 1")
        with pytest.raises(NotOpened):
            keys.decrypt(sealed[:at], about="a 1")


def test_a_file_cut_at_a_whole_piece_does_not_open(keys, tmp_path):
    file = tmp_path / "list.csv"
    keys.encrypt_file(io.BytesIO(b"x" * 65_536 * 4), file, about="f")
    whole = file.read_bytes()
    for piece in (1, 2, 3):
        file.write_bytes(whole[: len(whole) - piece * (65_536 + 16)])
        with pytest.raises(NotOpened, match="damaged"), keys.opened(file, about="f"):
            pass


def test_nothing_opens_with_another_installations_key(keys, tmp_path):
    sealed = keys.encrypt(NAME, about="a 1")
    others = Keys(tmp_path / "elsewhere" / "identities")
    with pytest.raises(NotOpened, match=f"The key {key_of(sealed)} that opens a 1"):
        others.decrypt(sealed, about="a 1")


def test_an_older_key_opens_and_the_newest_encrypts(keys):
    sealed = keys.encrypt(NAME, about="a 1")
    first = keys.all()[0]
    made = keys.add(NOON, after=first)
    assert keys.decrypt(sealed, about="a 1") == NAME
    assert key_of(keys.encrypt(NAME, about="a 1")) == made.name != first.name
    assert keys.all()[0].since == NOON
    # Two rotations at once make one key.
    assert keys.add(NOON, after=first) == made
    keys.remove({first.name, made.name}, check=lambda: None)
    assert keys.all() == (made,), "the newest stays"
    with pytest.raises(NotOpened, match=first.name):
        keys.decrypt(sealed, about="a 1")


def test_a_process_that_runs_sees_a_key_that_another_made(keys):
    beside = Keys(keys.file)
    old = beside.all()[0]
    made = keys.add(NOON, after=old)
    assert key_of(beside.encrypt(b"x", about="a")) == made.name


def test_processes_that_begin_together_make_one_key(tmp_path):
    script = (
        "import sys, pathlib; from tracker.encryption import Keys;"
        "print(Keys(pathlib.Path(sys.argv[1])).all()[0].name)"
    )
    file = tmp_path / "keys" / "identities"
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", script, file], cwd=ROOT, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    assert len({each.communicate()[0] for each in begun}) == 1


def test_only_their_owner_reads_the_keys(keys):
    keys.all()
    assert keys.file.stat().st_mode & 0o777 == 0o600
    assert keys.file.parent.stat().st_mode & 0o777 == 0o700
    keys.file.chmod(0o644)
    with pytest.raises(KeysUnusable, match="Other users can read the keys"):
        keys.encrypt(b"x", about="a")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no key"),
        ("# a comment only\n", "holds no key"),
        ("AGE-SECRET-KEY-1NOPE\n", "Line 1 of .* is no age identity"),
        ("\xff\xfe", "Line 1 of .* is no age identity"),
    ],
)
def test_a_file_without_keys_is_refused_and_never_shown(tmp_path, text, says):
    file = tmp_path / "given"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(KeysUnusable, match=says) as refused:
        Keys(file, is_given=True).all()
    assert "NOPE" not in str(refused.value)


def test_a_file_of_the_council_is_never_made_here(tmp_path):
    with pytest.raises(KeysUnusable, match="TRACKER_KEYS_FILE: there is no file"):
        Keys(tmp_path / "secret", is_given=True).all()
    assert list(tmp_path.iterdir()) == []


def test_the_keys_of_age_keygen_are_read(tmp_path):
    identities = [pyrage.x25519.Identity.generate() for _ in range(2)]
    file = tmp_path / "given"
    file.write_text(
        "# created: 2026-01-05T09:00:00Z\r\n"
        f"# public key: {identities[0].to_public()}\r\n{identities[0]}\r\n\r\n"
        f"{identities[1]}\r\n{identities[1]}\r\n"
    )
    file.chmod(0o600)
    found = Keys(file, is_given=True).all()
    assert [key.public for key in found] == [str(i.to_public()) for i in identities]
    assert [key.since and key.since.year for key in found] == [2026, None]
    assert "SECRET" not in repr(found) + str(found)


def test_a_file_opens_without_this_program(keys, tmp_path):
    file = tmp_path / "list.csv"
    keys.encrypt_file(io.BytesIO(b"a,b\n1,2\n"), file, about="uploads/list.csv")
    rest = file.read_bytes().split(b"\n", 1)[1]
    plain = pyrage.decrypt(rest, [keys.all()[0].identity])
    assert plain.split(b"\n", 1)[1] == b"a,b\n1,2\n"


def test_a_large_file_is_encrypted_in_little_memory_and_leaves_nothing(keys, tmp_path):
    size = 200_000_000

    class Zeros:
        left = size

        def read(self, most: int = -1) -> bytes:
            piece = min(most, self.left)
            self.left -= piece
            return bytes(piece)

    file = tmp_path / "large"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert keys.encrypt_file(Zeros(), file, about="f") == size
    with keys.opened(file, about="f") as plain:
        assert os.fstat(plain.fileno()).st_size == size
        names = {each.name for each in tmp_path.iterdir()}
    assert names == {"keys", "large"}, "the plain file has no name"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 50_000, f"{grown} kB"


def test_a_small_value_is_encrypted_within_a_millisecond(keys):
    keys.all()
    begun = time.perf_counter()
    for _ in range(100):
        keys.encrypt(NAME, about="a 1")
    assert time.perf_counter() - begun < 0.1


def test_an_upload_that_breaks_off_leaves_no_file(keys, tmp_path):
    class Broken:
        def read(self, most: int = -1) -> bytes:
            raise ConnectionResetError("the sender is gone")

    with pytest.raises(ConnectionResetError):
        keys.encrypt_file(Broken(), tmp_path / "list.csv", about="f")
    assert [each.name for each in tmp_path.iterdir()] == ["keys"]


def test_a_full_disk_is_the_systems_own_error_both_ways(keys):
    class Full(io.BytesIO):
        left = 10_000

        def write(self, piece):
            self.left -= len(piece)
            if self.left < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(piece)

    sealed = keys.encrypt(bytes(200_000), about="f")
    with pytest.raises(OSError, match="No space left"):
        keys._encrypt(io.BytesIO(bytes(200_000)), Full(), "f", keys.all()[0])
    with pytest.raises(OSError, match="No space left"):
        keys._decrypt(io.BytesIO(sealed), Full(), "f")


def test_a_file_is_replaced_whole_or_not_at_all(keys, tmp_path):
    file = tmp_path / "list.csv"
    keys.encrypt_file(io.BytesIO(NAME), file, about="f")
    old = key_of_file(file)
    made = keys.add(NOON, after=keys.all()[0])
    with keys.opened(file, about="f") as plain:
        keys.encrypt_file(plain, file, about="f")
    assert key_of_file(file) == made.name != old
    with keys.opened(file, about="f") as plain:
        assert plain.read() == NAME
    assert file.stat().st_mode & 0o777 == 0o600
