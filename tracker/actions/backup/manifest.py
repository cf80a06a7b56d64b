"""What a backup holds: its pieces, tables and files with their digests.

A backup is a folder with three pieces, each encrypted: ``manifest``, ``database`` (as
pg_dump writes it) and ``files`` (a tar). What each is about has the backup's own name
inside, so that no piece passes for that of another backup.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson

from tracker.ciphers.age_identities import LENGTH_OF_NAME, is_name
from tracker.encryption import MARK, Keys, NotOpened, key_of
from tracker.refusal import Refusal

MANIFEST, DATABASE, FILES = "manifest", "database", "files"
FORMAT = 1
_ABOUT = "the manifest of a backup"
_PIECE = 1 << 20
#: The bytes of an encrypted file up to the end of its key's name.
_NAMED = len(MARK) + LENGTH_OF_NAME


class NoBackup(Refusal):
    """There is no backup in a place, or it does not open; the text has the reason."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece: the size and digest of the file, and of what is encrypted in it."""

    bytes: int
    sha256: str
    plain_bytes: int
    plain_sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows a table had, and their digest in any order."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file by its path below var, with its size and digest."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that a backup says about itself.

    ``not_there`` are files that rows name and that were gone already. ``heads`` are the
    last seals of the audit by chain, ``audit_keys`` the names of the keys that prove
    them; the keys themselves are in no backup.
    """

    name: str
    made_at: str
    version: str
    migration: str
    server_version: int
    var: str
    pieces: dict[str, Piece]
    tables: dict[str, Table]
    files: list[KeptFile]
    not_there: list[str]
    heads: list[list[Any]]
    audit_keys: list[str]
    format: int = FORMAT

    def about(self, piece: str) -> str:
        """What a piece of this backup is encrypted as."""
        return about(self.name, piece)


def about(name: str, piece: str) -> str:
    return f"{piece} of backup {name}"


def write(made: Manifest, folder: Path, keys: Keys) -> None:
    """Writes the manifest into the folder of a backup."""
    plain = BytesIO(orjson.dumps(asdict(made)))
    keys.encrypt_file(plain, folder / MANIFEST, about=_ABOUT)


def read(folder: Path, keys: Keys) -> Manifest:
    """The manifest of a backup.

    Raises NoBackup where there is none or its key is missing, and NotOpened where it is
    damaged, be it in the name of its key alone.
    """
    file = folder / MANIFEST
    try:
        sealed = file.read_bytes()
    except OSError as error:
        raise NoBackup(f"There is no backup in {folder}: {error.strerror}.") from error
    name = key_of(sealed)
    if name is None:
        raise NotOpened(f"The manifest in {folder} is damaged.")
    known = [each.name for each in keys.all()] if keys.file.is_file() else []
    if name not in known:
        raise _not_of_a_known_key(name, sealed, folder, keys, known)
    try:
        found = orjson.loads(keys.decrypt(sealed, about=_ABOUT))
        if found["format"] != FORMAT:
            raise NoBackup(
                f"This backup has the form {found['format']}, which a newer version of "
                "Tracker writes. Use that version."
            )
        return _typed(found)
    except NotOpened:
        raise NotOpened(f"The manifest in {folder} is damaged.") from None
    except (ValueError, KeyError, TypeError):
        raise NotOpened(f"The manifest in {folder} is damaged.") from None


def _not_of_a_known_key(
    name: str, sealed: bytes, folder: Path, keys: Keys, known: Sequence[str]
) -> Refusal:
    """Why a manifest that names no key at hand does not open, and what to do."""
    for other in known:
        with suppress(NotOpened):
            keys.decrypt(MARK + other.encode() + sealed[_NAMED:], about=_ABOUT)
            return NotOpened(
                f"The manifest in {folder} is damaged, in the name of its key alone: "
                f"the key {other} opens it. Take another copy of the backup, or write "
                f"{other} over bytes {len(MARK) + 1} to {_NAMED} of the manifest."
            )
    if not is_name(name):
        return NotOpened(
            f"The manifest in {folder} is damaged: it names no key that can be, and no "
            f"key in {keys.file} opens it. Take another copy of the backup."
        )
    return NoBackup(
        f"The key {name} that opens this backup is not in {keys.file}. No backup "
        "holds its key: put your copy of the keys there, or name it in "
        "TRACKER_KEYS_FILE. If no copy of yours has a key of that name, the manifest "
        "may be damaged: take another copy of the backup."
    )


def _typed(found: Mapping[str, Any]) -> Manifest:
    typed = {
        "pieces": {name: Piece(**each) for name, each in found["pieces"].items()},
        "tables": {name: Table(**each) for name, each in found["tables"].items()},
        "files": [KeptFile(**each) for each in found["files"]],
    }
    return Manifest(**{**found, **typed})


def digest(file: Path) -> tuple[int, str]:
    """The size and the digest of a file."""
    whole, size = sha256(), 0
    with file.open("rb") as read:
        while piece := read.read(_PIECE):
            whole.update(piece)
            size += len(piece)
    return size, whole.hexdigest()
