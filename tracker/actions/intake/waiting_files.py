"""Files that wait to be received: scanned when they come, and encrypted on the disk.

Each is in a folder of its own below ``var/uploads``. Its name and that of the folder
are what it is about, so that it does not open in another's place.
"""

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from tracker import store
from tracker.actions.work import tasks
from tracker.encryption import (
    KeyMissing,
    Keys,
    KeysUnusable,
    NotOpened,
    key_of_file,
)
from tracker.feeds.reading.open_files import Disk, OpenFiles
from tracker.refusal import Refusal
from tracker.virus_scanner import Source

#: Files whose work failed through no fault of theirs wait so long for their sender.
KEPT_AFTER_FAILURE = timedelta(days=7)

_LOG = logging.getLogger(__name__)


def keep(source: BinaryIO, path: Path) -> int:
    """Keeps what ``source`` holds as an encrypted file; the number of plain bytes.

    Raises virus_scanner.NotClean and ScannerSilent, before anything is kept.
    """
    scan_sent(source, path.name)
    return store.database.installation.keys().encrypt_file(
        source, path, about=about(path)
    )


def scan_sent(source: Source, name: str) -> None:
    """Has a file scanned that a form sent, before anything else opens it.

    Raises virus_scanner.NotClean and ScannerSilent.
    """
    scanner = store.database.installation.virus_scanner()
    if scanner is not None:
        scanner.scan(source, name)


def scan(files: OpenFiles) -> None:
    """Has files scanned that are read where they are, as a command does.

    Raises virus_scanner.NotClean and ScannerSilent.
    """
    scanner = store.database.installation.virus_scanner()
    if scanner is None:
        return
    for path in files:
        for part in files.place.files_below(path) if path.is_dir() else [path]:
            if files.place.is_file(part):
                with files.open(part) as contents:
                    scanner.scan(contents, part.name)


def digest_of(path: Path) -> str:
    """The SHA-256 of a waiting file, as its sender has it."""
    digest = hashlib.sha256()
    with opened([path]).open(path) as contents:
        while piece := contents.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def opened(paths: Sequence[Path]) -> OpenFiles:
    """Files that wait, to be read: each is decrypted when it is first opened."""
    return OpenFiles(paths, _Encrypted(store.database.installation.keys()))


def about(path: Path) -> str:
    """What a waiting file is about, inside its encryption."""
    return f"waiting file {path.parent.name}/{path.name}"


def every(var: Path) -> Iterator[Path]:
    """Every file that waits below ``var``."""
    found = sorted(var.glob("uploads/*/*"))
    return (each for each in found if each.is_file() and each.name[0] != ".")


def forget(files: Sequence[Path]) -> None:
    """Deletes uploaded files, and the folder that was made for them."""
    for each in files:
        each.unlink(missing_ok=True)
    for folder in {each.parent for each in files}:
        # Another user's file may lie there; it must not be deleted.
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def logged_if_left(what: str) -> Iterator[None]:
    """Logs that files cannot be deleted, so that those after them are deleted.

    ``what`` is for the log. The names of the files are not, as they may be a person's.
    """
    try:
        yield
    except FileNotFoundError:
        # Another process has just deleted it.
        pass
    except OSError as error:
        _LOG.error("%s cannot be deleted: %s", what, error.strerror)


class NotAtHand(tasks.Postponed, Refusal):
    """A waiting file is there and cannot be opened now, as where the disk is full.

    A page shows the sentence; long work is begun again.
    """


class _Encrypted(Disk):
    """Files as they wait on the disk."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def open(self, path: Path) -> int:
        try:
            # A file that came before files were encrypted waits for a day at most.
            if key_of_file(path) is None:
                return super().open(path)
            with self._keys.opened(path, about=about(path)) as plain:
                return os.dup(plain.fileno())
        except (KeyMissing, KeysUnusable) as error:
            # Where the keys are is for those who run the service: flask doctor.
            raise NotOpened(
                f"{path.name} does not open, because its key is not here at the "
                "moment. Try again later, or delete it and send it again."
            ) from error
        except FileNotFoundError:
            raise
        except OSError as error:
            # Its reader would take this for a fault of the file.
            if tasks.is_of_installation(error):
                raise NotAtHand(
                    f"{path.name} cannot be opened at the moment: the service's disk "
                    "is full or does not answer. Try again in some minutes."
                ) from error
            raise NotOpened(
                f"{path.name} cannot be opened, because the service may not read what "
                "it kept. The team that runs the service can put that right."
            ) from error
