"""The files of one load, each opened once, however often its bytes are read.

A file is looked at several times: for its digest, its kind, its encoding, its day and
its rows. All of them see the same file, even if another takes its place meanwhile.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, ClassVar, Protocol

from tracker.confinement.views import Opened

#: A folder may hold more files than a process may have open; the rest open each time.
MOST_OPEN = 100
#: A folder of terms has a folder of tables for each; a deeper one is a whole disk.
_DEEPEST = 2
#: Files that Windows, macOS and Office leave in a folder, and pack with it.
_LEFT_BEHIND = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})


def is_sent(name: str) -> bool:
    """Whether the sender meant to send a file of a folder or archive, by its name.

    Files that an operating system leaves there are ignored without a note.
    """
    *folders, last = name.replace("\\", "/").split("/")
    return (
        "__MACOSX" not in folders
        and not last.startswith((".", "~"))
        and last.casefold() not in _LEFT_BEHIND
    )


class Place(Protocol):
    """Where files lie: on the disk, encrypted on the disk, or in another process."""

    def open(self, path: Path) -> int:
        """The file's open descriptor. Raises OSError."""
        ...

    def is_file(self, path: Path) -> bool: ...

    def is_folder(self, path: Path) -> bool: ...

    def files_below(self, folder: Path) -> list[Path]:
        """The files of a folder that were sent, with those of folders within it."""
        ...

    def seen_to(self, at: int) -> None:
        """Takes note of how far a file has been read."""
        ...


class Disk:
    """Files as they lie on the disk."""

    def open(self, path: Path) -> int:
        return os.open(path, os.O_RDONLY)

    def is_file(self, path: Path) -> bool:
        return path.is_file()

    def is_folder(self, path: Path) -> bool:
        return path.is_dir()

    def files_below(self, folder: Path) -> list[Path]:
        return files_below(folder)

    def seen_to(self, at: int) -> None:
        """On the disk nothing waits for a sign of life."""


def files_below(folder: Path, depth: int = _DEEPEST) -> list[Path]:
    """The files of a folder that were sent, with those of the folders within it."""
    found: list[Path] = []
    for each in sorted(folder.iterdir()):
        if not is_sent(each.name):
            continue
        if each.is_file():
            found.append(each)
        elif depth and each.is_dir() and not each.is_symlink():
            found += files_below(each, depth - 1)
    return found


class OpenFiles(tuple[Path, ...]):
    """The paths of a load. A file is closed when nothing can read from it any more.

    They lie in the ``usual`` place, unless another is given. A confined process, which
    reads the files of one request, has another usual place from its beginning on.
    """

    usual: ClassVar[Place] = Disk()
    place: Place

    def __new__(cls, paths: Iterable[Path], place: Place | None = None) -> "OpenFiles":
        made = super().__new__(cls, paths)
        made.place = place or cls.usual
        return made

    def __init__(self, paths: Iterable[Path], place: Place | None = None) -> None:
        self._open: dict[Path, Opened] = {}

    def handle(self, path: Path) -> Opened:
        """One of the files, or of those in a folder, opened. Raises OSError."""
        handle = self._open.get(path)
        if handle is None:
            # A handle that knew of these files, which hold it, would never be let go.
            place = self.place
            handle = Opened(place.open(path), lambda: place.seen_to)
            if len(self._open) < MOST_OPEN:
                self._open[path] = handle
        return handle

    def open(self, path: Path) -> BinaryIO:
        """The bytes of one of the files, or of one in a folder, from the first.

        Raises OSError if the file cannot be opened.
        """
        return self.handle(path).open()


def opened(paths: Sequence[Path], place: Place | None = None) -> OpenFiles:
    """The files to read; those that a load has opened already are not opened again."""
    return paths if isinstance(paths, OpenFiles) else OpenFiles(paths, place)
