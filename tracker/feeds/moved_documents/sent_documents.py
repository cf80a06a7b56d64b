"""The files of documents in a ZIP or a folder, opened in a confined process.

``looked_at`` lists them with their kinds, or why they are refused; ``contents`` has
the bytes of some. A document is never parsed, and an archive within the archive is not
opened. Nothing is unpacked onto a disk, so a hostile path writes nothing.

See decisions 0152 and 0233.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from tracker.confinement import messages, readings
from tracker.confinement.readings import Faults, sendable, text, whole
from tracker.confinement.server import Line
from tracker.confinement.views import Opened
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.moved_documents.document_types import (
    BY_NAME,
    DocumentType,
    NotADocument,
    type_of,
)
from tracker.feeds.moved_documents.paired_names import leaves_its_folder
from tracker.feeds.reading.archives import DAMAGES, MOST_SHRUNK, SHRINKS_ANYHOW
from tracker.feeds.reading.open_files import OpenFiles, is_sent
from tracker.feeds.reading.refusals import refusal

#: A scanned document of many pages is smaller; larger ones are recordings.
MOST_BYTES = 20_000_000
#: What one ZIP or folder may have. A council with more sends it in parts.
MOST_FILES = 20_000
MOST_TOGETHER = 8_000_000_000

#: So many bytes go in one message.
_PIECE = 1 << 18
_UTF_8, _ENCRYPTED = 0x800, 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_TOO_LARGE = f"It is larger than {MOST_BYTES // 1_000_000} MB."
_LEAVES = "Its path leads out of its folder."
_DAMAGED = "It is damaged."


@dataclass(frozen=True, slots=True)
class SentDocument:
    """A file that was sent: its path in each way that it can be read, and its kind.

    ``refused`` is the reason why it is not taken, "" for one that is.
    """

    paths: tuple[str, ...]
    type: DocumentType | None = None
    refused: str = ""

    @property
    def name(self) -> str:
        return self.paths[0]


@dataclass(frozen=True, slots=True)
class Files:
    """A ZIP, or the files of a folder: ``given`` is named in refusals."""

    given: Path
    open: OpenFiles
    names: tuple[str, ...] = ()

    @property
    def is_folder(self) -> bool:
        return bool(self.names)


def of_folder(folder: Path) -> Files:
    """The files of a folder, at any depth; links are not followed.

    Raises Unreadable for an empty folder.
    """
    found: list[Path] = []
    for path, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(each for each in folders if is_sent(each))
        found += (
            Path(path) / each
            for each in sorted(files)
            if is_sent(each) and not (Path(path) / each).is_symlink()
        )
    if not found:
        raise refusal("empty folder", folder.name)
    names = tuple(sendable(str(each.relative_to(folder))) for each in found)
    return Files(folder, OpenFiles(found), names)


def looked_at(files: Files) -> list[SentDocument]:
    """Every file, in its order. Raises Unreadable for a ZIP that is damaged, locked, or
    larger when unpacked than what is taken at once.
    """
    found: list[SentDocument] = []
    faults = _faults(files)
    for answer in _answers(files, None):
        with faults.checked():
            paths, kind, refused = answer["file"]
            found.append(
                SentDocument(
                    tuple(text(each) for each in paths),
                    BY_NAME[kind] if kind else None,
                    text(refused),
                )
            )
    return found


def contents(files: Files, wanted: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """The bytes of some files, by their places in what ``looked_at`` gave, one after
    another; each is small enough for memory. Raises Unreadable.
    """
    faults = _faults(files)

    def pieces() -> Iterator[tuple[int, bytes]]:
        for answer in _answers(files, sorted(wanted)):
            with faults.checked():
                found = whole(answer["at"]), text(answer["piece"]).encode("latin-1")
            yield found

    for at, parts in groupby(pieces(), key=lambda each: each[0]):
        content = bytearray()
        for _, piece in parts:
            content += piece
            if len(content) > MOST_BYTES:
                raise Unreadable(faults.failed)
        yield at, bytes(content)


def digest(content: bytes) -> str:
    """The SHA-256 of a document."""
    return hashlib.sha256(content).hexdigest()


def _answers(files: Files, wanted: Sequence[int] | None) -> Iterator[Any]:
    held: list[Opened] = []

    def number_of(at: int) -> int:
        if not (isinstance(at, int) and 0 <= at < len(files.open)):
            raise messages.Ended
        held[:] = [files.open.handle(files.open[at])]
        return held[0].number

    return readings.answers(
        "tracker.feeds.moved_documents.sent_documents:answer",
        {
            "name": sendable(files.given.name),
            "names": list(files.names),
            "wanted": None if wanted is None else list(wanted),
        },
        number_of,
        _faults(files),
    )


def _faults(files: Files) -> Faults:
    name = files.given.name
    return Faults(
        Unreadable,
        str(refusal("documents too slow", name)),
        str(refusal("damaged archive", name)),
        str(refusal("interrupted", name)),
    )


# --- In the confined process ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Member:
    """One file, its path in every reading, its stated size, and how it is opened."""

    paths: list[str]
    size: int
    open: Callable[[], BinaryIO]


def answer(line: Line, request: Mapping[str, Any]) -> Iterator[Any]:
    """What is in the files, or the pieces of those wanted. Raises Unreadable."""
    if request["names"]:
        members = _of_folder(line, request["names"])
    else:
        members = _of_archive(line, request["name"])
    if request["wanted"] is None:
        for each in members:
            yield {"file": _seen(each)}
        return
    wanted = set(request["wanted"])
    for at, each in enumerate(members):
        if at in wanted:
            with each.open() as stream:
                content = stream.read(MOST_BYTES + 1)
            for begin in range(0, len(content), _PIECE):
                piece = content[begin : begin + _PIECE]
                yield {"at": at, "piece": piece.decode("latin-1")}


def _seen(member: _Member) -> tuple[list[str], str, str]:
    """The paths of a file, its kind, and why it is not taken."""
    paths = member.paths
    if any(map(leaves_its_folder, paths)):
        return paths, "", _LEAVES
    if member.size > MOST_BYTES:
        return paths, "", _TOO_LARGE
    try:
        with member.open() as stream:
            content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            return paths, "", _TOO_LARGE
        return paths, type_of(content, paths[0]).name, ""
    except NotADocument as refused:
        return paths, "", str(refused)
    except DAMAGES:
        return paths, "", _DAMAGED


def _of_folder(line: Line, names: Sequence[str]) -> Iterator[_Member]:
    for at, name in enumerate(names):
        opened = Opened(line.open(at), line.signs_of_life)
        yield _Member([name], opened.size, opened.open)


def _of_archive(line: Line, name: str) -> Iterator[_Member]:
    """The files of a ZIP, once what it states of itself is within bounds.

    A member that states too little is cut off by its reader and found damaged.
    """
    opened = Opened(line.open(0), line.signs_of_life)
    try:
        archive = zipfile.ZipFile(opened.open())
        members = [
            each
            for each in archive.infolist()
            if not each.is_dir() and is_sent(each.filename)
        ]
    except DAMAGES:
        raise refusal("no archive of documents", name) from None
    if not members:
        raise refusal("empty archive", name)
    _refuse_bomb(name, members)
    for each in members:
        if each.flag_bits & _ENCRYPTED:
            raise refusal("locked", name)
        if each.compress_type not in _METHODS:
            raise refusal("packed in another way", name)
    for each in members:
        yield _Member(_readings(each), each.file_size, _opener(archive, each))


def _refuse_bomb(name: str, members: Sequence[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    too_dense = unpacked > SHRINKS_ANYHOW and unpacked > packed * MOST_SHRUNK
    if too_dense or unpacked > MOST_TOGETHER or len(members) > MOST_FILES:
        raise refusal(
            "too many documents",
            name,
            megabytes=unpacked // 1_000_000,
            files=len(members),
            most=MOST_TOGETHER // 1_000_000,
            most_files=MOST_FILES,
        )


def _opener(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo
) -> Callable[[], BinaryIO]:
    return lambda: archive.open(member)  # type: ignore[return-value]


def _readings(member: zipfile.ZipInfo) -> list[str]:
    """A path in each encoding that its packer may have written, the likeliest first.

    A ZIP states UTF-8 alone; for any other its reader assumes that of old DOS.
    """
    name = member.orig_filename
    found = [name]
    if not member.flag_bits & _UTF_8 and not name.isascii():
        written = name.encode("cp437")
        found.append(written.decode("cp1252", "replace"))
        with suppress(UnicodeDecodeError):
            found.insert(0, written.decode("utf-8"))
    return [sendable(each.replace("\0", "")) for each in dict.fromkeys(found)]
