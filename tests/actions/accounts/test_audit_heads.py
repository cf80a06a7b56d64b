"""The file of heads on a disk that is full, or after a power failure."""

import logging
import os
import resource
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from itertools import pairwise
from threading import Thread

import pytest

from tracker.actions.accounts.audit import heads


@contextmanager
def room_for(size: int):
    """Lets files of this process grow to a size and no further, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill_up(ledger) -> bytes:
    """Seals lines while the disk has room for half a head; returns what is added."""
    before = ledger.place.file.read_bytes()
    ledger.write(2)
    with room_for(len(before) + 150):
        assert ledger.seal() == 2
    after = ledger.place.file.read_bytes()
    assert after.startswith(before)
    return after[len(before) :]


def test_a_disk_that_was_full_leaves_nothing_half(sealed, caplog) -> None:
    caplog.set_level(logging.WARNING)
    assert fill_up(sealed) == b""
    assert "heads of the audit cannot be written" in caplog.text
    sealed.seal()
    done = sealed.verify()
    assert (done.findings, done.information) == ([], [])
    assert len(sealed.place.file.read_text().splitlines()) == 4


def test_a_half_on_a_disk_that_can_only_be_added_to_is_information(
    sealed, monkeypatch
) -> None:
    def refuse(number: int, size: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "ftruncate", refuse)
    assert len(fill_up(sealed)) == 150
    sealed.write(2)
    sealed.seal()
    done = sealed.verify()
    assert done.is_sound, done.findings
    assert done.information == [
        "Line 4 of heads.jsonl was cut short, as by a full disk; the same head is "
        "there whole below it."
    ]


def test_half_a_line_then_a_head_of_another_seal_is_named(sealed) -> None:
    """A head that does not come again is missing, and so the half is a finding."""
    written = sealed.place.file.read_bytes()
    sealed.place.file.write_bytes(written[:-40])
    sealed.write(2)
    sealed.seal()
    assert sealed.kinds() == {"heads changed", "heads missing"}
    assert ("heads changed", "Line 3 of heads.jsonl is damaged.") in sealed.found()


@pytest.mark.parametrize(
    "pieces",
    [
        ((0, None), (1, 60), (1, None), (2, None)),
        ((0, None), (1, 5), (1, None), (2, None)),
        ((0, None), (1, 60), (1, 30), (1, None), (2, None)),
        ((0, None), (1, None), (2, 200), (1, None), (2, None)),
        ((0, None), (1, -1), (1, None), (2, None)),
    ],
)
def test_heads_that_an_earlier_version_wrote_behind_a_half_are_sound(
    sealed, pieces
) -> None:
    lines = sealed.place.file.read_bytes().splitlines(keepends=True)
    written = [lines[place][:end] for place, end in pieces]
    assert any(not each.endswith(b"\n") for each, _ in pairwise(written))
    sealed.place.file.write_bytes(b"".join(written))
    done = sealed.verify()
    assert done.is_sound, done.findings


def test_a_head_changed_behind_a_half_is_named(sealed) -> None:
    lines = sealed.place.file.read_bytes().splitlines(keepends=True)
    changed = lines[1].replace(b'"lines":10', b'"lines":11')
    sealed.place.file.write_bytes(
        b"".join([lines[0], lines[1][:60], changed, lines[2]])
    )
    assert ("heads changed", "Line 2 of heads.jsonl was changed.") in sealed.found()


def test_one_waits_for_another_that_may_have_to_take_its_half_back(tmp_path) -> None:
    file = tmp_path / "heads.jsonl"
    heads.append(file, [{"id": 1}])
    with file.open("ab") as other:
        flock(other, LOCK_EX)
        size = os.fstat(other.fileno()).st_size
        os.write(other.fileno(), b'{"ledger":')
        second = Thread(target=heads.append, args=(file, [{"id": 2}]))
        second.start()
        second.join(0.2)
        assert second.is_alive()
        os.ftruncate(other.fileno(), size)
    second.join()
    assert file.read_bytes() == b'{"id":1}\n{"id":2}\n'


def test_two_that_write_at_once_leave_whole_lines(tmp_path, at_once) -> None:
    file = tmp_path / "heads.jsonl"
    many = [{"ledger": "a" * 3000, "id": number} for number in range(20)]
    at_once(*[lambda: heads.append(file, many)] * 4)
    lines = file.read_bytes().splitlines()
    assert len(lines) == 80
    assert lines[:20] == lines[20:40]
