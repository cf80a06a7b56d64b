"""Making a backup: one moment of the database, and the files that its rows name.

The files get second names first, or are opened where they cannot have any, so that none
disappears while it is read: not even where the disk of ``var`` is full or read-only.
Nothing plain reaches a disk, and the backup has its own name only once it is whole.
"""

import errno
import os
import secrets
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import IO, Any

from tracker import store
from tracker.actions.backup import last_backup, manifest
from tracker.actions.backup.last_backup import LastBackup
from tracker.actions.backup.manifest import (
    DATABASE,
    FILES,
    KeptFile,
    Manifest,
    Piece,
    Table,
)
from tracker.encryption import Keys
from tracker.keeping import AuditKeys
from tracker.refusal import Refusal
from tracker.store.database.copies import Place
from tracker.version import VERSION

Say = Callable[[str], object]
#: A file that is received between the snapshot and its link means another snapshot.
_TRIES = 5
_NAMED = (
    "SELECT jsonb_array_elements_text(files) FROM uploads"
    " UNION SELECT path FROM sendings WHERE path IS NOT NULL"
    " UNION SELECT jsonb_array_elements_text(arguments->'files') FROM tasks"
    " WHERE state IN ('waiting', 'running')"
    " AND jsonb_typeof(arguments->'files') = 'array'"
)


#: A second name of a file, or the number by which it is open.
Held = Path | int


class NotMade(Refusal):
    """A backup cannot be made there; the text gives the reason."""


@dataclass(frozen=True, slots=True)
class FinishedBackup:
    """The manifest of a backup, and sentences about what is to be known or done."""

    manifest: Manifest
    information: list[str] = field(default_factory=list)


def make(
    target: Path,
    *,
    here: Place,
    var: Path,
    heads: Path,
    keys: Keys,
    audit_keys: AuditKeys,
    at: datetime,
    say: Say,
) -> FinishedBackup:
    """Makes a backup in the new folder ``target``; ``heads`` is the file of heads.

    Raises NotMade, CannotCopy, KeysUnusable, and OSError where the disk is full; then
    nothing is left under any name.
    """
    part = _begin(target)
    links = var / "backup" / f"links-{os.getpid()}"
    try:
        with _held(here, var, heads, links) as (connection, snapshot, files, gone):
            store.database.copies.check_programs(here, connection)
            _check_space(part, connection, files)
            name = secrets.token_hex(8)
            say("The database.")
            with store.database.copies.dump(here, snapshot) as plain:
                database = _piece(part, DATABASE, name, plain, keys)
            say("The files.")
            piece, kept = _files(part, name, files, keys)
            say("The digests of the tables.")
            made = Manifest(
                name=name,
                made_at=at.isoformat(),
                version=VERSION,
                migration=_value(connection, "SELECT version_num FROM alembic_version"),
                server_version=connection.info.server_version,
                var=str(var),
                pieces={DATABASE: database, FILES: piece},
                tables={
                    table: Table(found.rows, found.digest)
                    for table, found in store.database.copies.tables(connection).items()
                },
                files=kept,
                not_there=gone,
                heads=_heads(connection),
                audit_keys=list(audit_keys.all()),
            )
            manifest.write(made, part, keys)
        _finish(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(links, ignore_errors=True)
    try:
        last_backup.note(var, LastBackup(at, target))
    except OSError as error:
        return FinishedBackup(
            made,
            [
                f"The backup is complete, but {var} cannot be written to "
                f"({error.strerror}), so flask doctor and /metrics do not have its day."
            ],
        )
    return FinishedBackup(made)


def _begin(target: Path) -> Path:
    """The folder in which a backup is made. Raises NotMade."""
    if os.path.lexists(target):
        raise NotMade(f"{target} is there already. Name a new folder for the backup.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        for left in target.parent.glob(".*.part"):
            if _is_left_behind(left):
                shutil.rmtree(left, ignore_errors=True)
        part.mkdir(mode=0o700)
    except OSError as error:
        raise NotMade(
            f"No backup can be made in {target.parent}: {error.strerror}."
        ) from error
    return part


def _is_left_behind(part: Path) -> bool:
    """Whether the process that made it was killed."""
    number = part.name.split(".")[-2]
    return number.isdigit() and not Path(f"/proc/{number}").exists()


@contextmanager
def _held(
    here: Place, var: Path, heads: Path, links: Path
) -> Iterator[tuple[Any, str, list[tuple[str, Held]], list[str]]]:
    """One moment of the database, and each file that it names, held to be read."""
    for tries in range(_TRIES):
        shutil.rmtree(links, ignore_errors=True)
        with suppress(OSError):  # then no file gets a second name
            links.mkdir(mode=0o700, parents=True)
        with (
            ExitStack() as opened,
            store.database.copies.snapshot(here) as (connection, name),
        ):
            found: list[tuple[str, Held]] = []
            gone = []
            named = [Path(path) for (path,) in connection.execute(_NAMED)]
            for number, file in enumerate(sorted(named)):
                try:
                    path = _below(var, file)
                    found.append((path, _hold(file, links / str(number), opened)))
                except (FileNotFoundError, ValueError):
                    gone.append(str(file))
            if gone and tries + 1 < _TRIES:
                continue
            if heads.is_file():
                found.append(("audit/heads.jsonl", heads))
            yield connection, name, found, gone
            return


def _below(var: Path, file: Path) -> str:
    """The path of a file below ``var``, whose uploads may be a link to another disk.

    Raises ValueError for any other file.
    """
    real, uploads = file.resolve(), (var / "uploads").resolve()
    if real.is_relative_to(uploads):
        return f"uploads/{real.relative_to(uploads).as_posix()}"
    return real.relative_to(var.resolve()).as_posix()


def _hold(file: Path, link: Path, opened: ExitStack) -> Held:
    """What a file is read by, even if it is deleted meanwhile.

    Raises FileNotFoundError where it is gone, NotMade, and other OSErrors of the disk.
    """
    try:
        link.hardlink_to(file)
    except OSError:
        # The disk is full, read-only or another one, or the file is another user's.
        try:
            number = os.open(file, os.O_RDONLY)
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                raise NotMade(
                    "More files wait than may be open at once, and none can have a "
                    f"second name at {link.parent.parent}. Raise that limit (ulimit -n)"
                    ", or see why nothing can be written there."
                ) from error
            raise
        opened.callback(os.close, number)
        return number
    return link


def _size(held: Held) -> int:
    return (os.fstat(held) if isinstance(held, int) else held.stat()).st_size


def _open(held: Held) -> IO[bytes]:
    return os.fdopen(os.dup(held), "rb") if isinstance(held, int) else held.open("rb")


def _check_space(part: Path, connection: Any, files: list[tuple[str, Held]]) -> None:
    """Raises NotMade where the disk cannot hold it, as far as that can be foreseen."""
    expected = store.database.copies.size(connection) // 4
    expected += sum(_size(held) for _, held in files)
    free = shutil.disk_usage(part).free
    if free < expected:
        raise NotMade(
            f"The backup needs about {expected // 1_000_000:,} MB, and "
            f"{part.parent} has {free // 1_000_000:,} MB free."
        )


class _Counted:
    """A stream whose bytes are counted and digested while they are read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.size, self.digest = source, 0, sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.size += len(piece)
        self.digest.update(piece)
        return piece


def _piece(part: Path, piece: str, name: str, plain: IO[bytes], keys: Keys) -> Piece:
    counted = _Counted(plain)
    keys.encrypt_file(counted, part / piece, about=manifest.about(name, piece))
    size, sealed = manifest.digest(part / piece)
    return Piece(size, sealed, counted.size, counted.digest.hexdigest())


def _files(
    part: Path, name: str, files: list[tuple[str, Held]], keys: Keys
) -> tuple[Piece, list[KeptFile]]:
    """The piece with the files: a tar that is encrypted while it is written."""
    kept: list[KeptFile] = []
    failed: list[BaseException] = []
    reading, writing = os.pipe()

    def write() -> None:
        try:
            with (
                os.fdopen(writing, "wb") as pipe,
                tarfile.open(mode="w|", fileobj=pipe) as tar,
            ):
                for path, held in files:
                    kept.append(_add(tar, path, held))
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=write)
    with os.fdopen(reading, "rb") as plain:
        thread.start()
        piece = _piece(part, FILES, name, plain, keys)
    thread.join()
    if failed:
        raise failed[0]
    return piece, kept


def _add(tar: tarfile.TarFile, path: str, held: Held) -> KeptFile:
    with _open(held) as opened:
        entry = tarfile.TarInfo(path)
        entry.size = os.fstat(opened.fileno()).st_size
        entry.mode = 0o600
        counted = _Counted(opened)
        tar.addfile(entry, counted)
    return KeptFile(path, counted.size, counted.digest.hexdigest())


def _value(connection: Any, query: str) -> str:
    row = connection.execute(query).fetchone()
    if row is None:
        raise NotMade("The database has no tables of Tracker's.")
    return str(row[0])


def _heads(connection: Any) -> list[list[Any]]:
    rows = connection.execute(
        "SELECT DISTINCT ON (authority, month) authority, month::text, number,"
        " encode(hash, 'hex') FROM audit_seals ORDER BY authority, month, number DESC"
    )
    return [list(row) for row in rows]


def _finish(part: Path, target: Path) -> None:
    """Gives the backup its name, once all of it is on the disk."""
    for each in (*part.iterdir(), part):
        number = os.open(each, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
    part.rename(target)
