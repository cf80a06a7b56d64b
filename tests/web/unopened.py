"""What keeps a page from opening a file that waits, one way after another."""

import errno
import os
from pathlib import Path

import pytest

from tracker import encryption
from tracker.actions.intake import waiting_files


def damaged(file: Path, patch: pytest.MonkeyPatch) -> None:
    held = bytearray(file.read_bytes())
    held[-1] ^= 1
    file.write_bytes(held)


def key_missing(file: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(encryption.Keys, "all", lambda keys: ())


def keys_unusable(file: Path, patch: pytest.MonkeyPatch) -> None:
    def fails(keys: encryption.Keys) -> None:
        raise encryption.KeysUnusable("The file of keys is empty.")

    patch.setattr(encryption.Keys, "all", fails)


def _fails(number: int, patch: pytest.MonkeyPatch) -> None:
    def fails(path: Path) -> None:
        raise OSError(number, os.strerror(number))

    patch.setattr(waiting_files, "key_of_file", fails)


def disk_full(file: Path, patch: pytest.MonkeyPatch) -> None:
    _fails(errno.ENOSPC, patch)


def not_allowed(file: Path, patch: pytest.MonkeyPatch) -> None:
    _fails(errno.EACCES, patch)


def gone(file: Path, patch: pytest.MonkeyPatch) -> None:
    file.unlink()


#: A school does not learn where the council keeps its keys.
NO_KEY = "its key is not here at the moment"
#: Each way, with words of the sentence about it.
WAYS = [
    (damaged, "damaged and does not open"),
    (key_missing, NO_KEY),
    (keys_unusable, NO_KEY),
    (disk_full, "disk is full or does not answer"),
    (not_allowed, "may not read what it kept"),
    (gone, "The file is no longer here."),
]
