"""Whether a backup is whole: every byte of every piece, and nothing beside them."""

import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, cast

from tracker.actions.backup import manifest
from tracker.actions.backup.manifest import FILES, MANIFEST, KeptFile, Manifest
from tracker.encryption import Keys, NotOpened


@dataclass(slots=True)
class Checked:
    """The manifest, None where it is damaged, and a sentence for each fault."""

    manifest: Manifest | None
    faults: list[str] = field(default_factory=list)


def verify(source: Path, *, keys: Keys, say: Callable[[str], object]) -> Checked:
    """Checks a backup without restoring it. Raises NoBackup where it does not open."""
    try:
        found = manifest.read(source, keys)
    except NotOpened as error:
        return Checked(None, [str(error)])
    checked = Checked(found, faults_of_pieces(source, found))
    for name in found.pieces:
        if not any(fault.startswith(f"{name} ") for fault in checked.faults):
            say(f"{name}")
            checked.faults += _opened(source, name, found, keys)
    return checked


def faults_of_pieces(source: Path, found: Manifest) -> list[str]:
    """The pieces that are missing, cut off, changed or not of this backup."""
    faults = []
    for name, piece in found.pieces.items():
        try:
            size, sha = manifest.digest(source / name)
        except OSError:
            faults.append(f"{name} is missing.")
            continue
        if size < piece.bytes:
            faults.append(f"{name} is cut off: {size:,} of {piece.bytes:,} bytes.")
        elif size > piece.bytes:
            faults.append(f"{name} is longer than it was: something was added to it.")
        elif sha != piece.sha256:
            faults.append(f"{name} was changed: its digest is another.")
    known = {MANIFEST, *found.pieces}
    faults += [
        f"{each.name} does not belong to this backup."
        for each in sorted(source.iterdir())
        if each.name not in known
    ]
    return faults


class _Digest:
    """A target that only digests, and checks the files of a tar on the way."""

    def __init__(self) -> None:
        self.size, self.digest = 0, sha256()

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        self.digest.update(piece)
        return len(piece)

    def flush(self) -> None:
        pass


def _opened(source: Path, name: str, found: Manifest, keys: Keys) -> list[str]:
    """What is wrong with a piece once it is decrypted."""
    plain, piece = _Digest(), found.pieces[name]
    try:
        keys.decrypt_into(source / name, cast(BinaryIO, plain), about=found.about(name))
    except NotOpened as error:
        return [f"{name} does not open: {error}"]
    if (plain.size, plain.digest.hexdigest()) != (
        piece.plain_bytes,
        piece.plain_sha256,
    ):
        return [f"{name} holds something else than was put into it."]
    if name == FILES:
        with keys.opened(source / name, about=found.about(name)) as tar:
            return faults_of_files(tar, found.files)
    return []


def faults_of_files(plain: BinaryIO, files: list[KeptFile]) -> list[str]:
    """What is wrong with the files in a tar."""
    expected = {each.path: each for each in files}
    faults = []
    try:
        with tarfile.open(fileobj=plain, mode="r:") as tar:
            for entry in tar:
                one = expected.pop(entry.name, None)
                opened: Any = tar.extractfile(entry)
                if one is None or opened is None:
                    faults.append(f"The file {entry.name} does not belong there.")
                elif sha256(opened.read()).hexdigest() != one.sha256:
                    faults.append(f"The file {entry.name} was changed.")
    except tarfile.TarError:
        faults.append("files is no tar.")
    return faults + [f"The file {path} is missing." for path in expected]
