"""Which file an index means by the name or path that it gives.

An export writes the path that a document had on the server of the other system, and its
files lie in other folders, or in none. So paths are compared from their end. Two files
of one name in two folders are the documents of two young people: a pair that is not
certain is none.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Parts = tuple[str, ...]

_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Pairs:
    """The files by the names of an index.

    ``found`` has the place of the file for each name that means one. ``lost`` are the
    names without a file, ``unclear`` those that may mean several files, or share one
    with a name of another folder. ``unnamed`` are the files that no name means.
    """

    found: Mapping[str, int]
    lost: tuple[str, ...]
    unclear: tuple[str, ...]
    unnamed: tuple[int, ...]


def parts_of(name: str) -> Parts:
    """The folders and the name of a path of Windows or Unix, as it is written.

    The drive, the root and steps such as ``..`` are left out.
    """
    plain = _DRIVE.sub("", name.strip().replace("\\", "/"))
    parts = (part.strip() for part in plain.split("/"))
    return tuple(part for part in parts if part not in ("", ".", ".."))


def leaves_its_folder(name: str) -> bool:
    """Whether a path leads out of the folder that it is unpacked in."""
    return ".." in name.replace("\\", "/").split("/")


def paired(names: Iterable[str], files: Sequence[Sequence[str]]) -> Pairs:
    """Which of these files each name means; ``files`` are the readings of each file's
    path, of which there are several where its encoding is not known.
    """
    wanted = list(dict.fromkeys(names))
    by_last: dict[str, list[tuple[int, Parts]]] = defaultdict(list)
    for place, readings in enumerate(files):
        for parts in dict.fromkeys(map(_compared, readings)):
            if parts:
                by_last[parts[-1]].append((place, parts))
    found: dict[str, int] = {}
    lost, unclear = list[str](), list[str]()
    for name in wanted:
        parts = _compared(name)
        places = _meant(parts, by_last.get(parts[-1], [])) if parts else set()
        if len(places) == 1:
            found[name] = places.pop()
        else:
            (unclear if places else lost).append(name)
    shared = _shared(found, files)
    for name in shared:
        del found[name]
    return Pairs(
        found,
        tuple(lost),
        tuple(name for name in wanted if name in {*unclear, *shared}),
        tuple(sorted(set(range(len(files))) - set(found.values()))),
    )


def _compared(name: str) -> Parts:
    """The parts as they are compared: macOS and Windows write accents differently."""
    return tuple(
        unicodedata.normalize("NFC", part).casefold() for part in parts_of(name)
    )


def _meant(parts: Parts, files: Sequence[tuple[int, Parts]]) -> set[int]:
    """The files that a path may mean: those that agree with most of it.

    Where both give a folder, the last of them has to be the same.
    """
    agreeing: dict[int, set[int]] = defaultdict(set)
    for place, other in files:
        if parts == other:
            agreeing[len(parts) + 1].add(place)
            continue
        same = _same_from_end(parts, other)
        if same > 1 or min(len(parts), len(other)) == 1:
            agreeing[same].add(place)
    return agreeing[max(agreeing)] if agreeing else set()


def _same_from_end(one: Parts, other: Parts) -> int:
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        count += 1
    return count


def _shared(found: Mapping[str, int], files: Sequence[Sequence[str]]) -> set[str]:
    """The names of several paths that would all mean one file, without that which is
    the file's own path: of two files of one name, the archive kept one.
    """
    by_file: dict[int, dict[Parts, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, place in found.items():
        by_file[place][_compared(name)].append(name)
    shared: set[str] = set()
    for place, paths in by_file.items():
        if len(paths) < 2 or not _contradict(list(paths)):
            continue
        own = set(map(_compared, files[place]))
        for path, names in paths.items():
            if path not in own:
                shared.update(names)
    return shared


def _contradict(paths: Sequence[Parts]) -> bool:
    """Whether two of these paths cannot be one file's."""
    longest = max(paths, key=len)
    return any(longest[-len(path) :] != path for path in paths)
