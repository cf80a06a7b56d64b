"""The cells of DfE's tables: numbers, symbols, years and areas.

Source: the conventions of Explore Education Statistics (z not applicable, c suppressed,
x not available, low rounds to zero, ~ the same in older files, : not available) and
of the Local Authority Interactive Tool (- no figure).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TypeVar

from tracker.domain.figures.published import AUTHORITY, ENGLAND, NATIONAL, REGIONAL
from tracker.domain.reference.codes import AUTHORITIES

T = TypeVar("T")

#: The cells of a line by the names of their columns.
Line = Mapping[str, str]

#: The symbols that explain why there is no number.
SYMBOLS = frozenset(("c", "x", "z", "k", "u", "low", "~", ":", "-", ".", "..", "n/a"))
#: The contents of a cell for which nothing was published.
_NOTHING = frozenset(("", "na", "null"))
#: The years that such a table can cover; a year is named by its March.
YEARS = range(2010, 2100)

#: Percentages may be a little over 100: some authorities make more offers than that.
MOST_PERCENT = 150

_INNER_AND_OUTER = ("Inner London", "Outer London", "London (Inner)", "London (Outer)")
_REGIONS = {
    name.casefold(): name
    for name in (
        *sorted({each.region for each in AUTHORITIES if each.region}),
        *_INNER_AND_OUTER,
    )
}
_BY_ONS_CODE = {each.ons_code: each.value for each in AUTHORITIES if each.ons_code}


class OddCell(ValueError):
    """A cell has a value that it cannot have; the text is part of a sentence."""


def read(line: Line, column: str, kind: Callable[[str | None], T]) -> T:
    """A cell of a line as ``number`` or ``year`` reads it. Raises OddCell."""
    try:
        return kind(line.get(column))
    except OddCell as odd:
        raise OddCell(f"{column} is {odd}") from odd


def number(text: str | None) -> float | str | None:
    """A cell's number, or its symbol, or None if nothing was published.

    Raises OddCell for anything else.
    """
    cell = (text or "").strip()
    if cell.casefold() in _NOTHING:
        return None
    if cell.casefold() in SYMBOLS:
        return cell.casefold()
    try:
        found = float(cell.removesuffix("%").replace(",", ""))
    except ValueError:
        found = float("nan")
    # Python also reads 1_000 and infinity as numbers, which no table means.
    if not isfinite(found) or "_" in cell:
        raise OddCell(f"{cell[:20]!r}, neither a number nor a symbol such as c or z")
    return found


def year(text: str | None) -> int:
    """The year of a line. Raises OddCell."""
    cell = (text or "").strip().removesuffix(".0")
    if cell.isascii() and cell.isdigit() and int(cell) in YEARS:
        return int(cell)
    raise OddCell(f"{cell[:20] or 'empty'}, not a year such as 2025")


@dataclass(frozen=True, slots=True)
class Area:
    """The area of a line: its level, key, name and region."""

    level: str
    key: str
    name: str
    region: str | None


def region(name: str | None) -> str | None:
    """A region in the spelling used here; None if it is not a region."""
    return _REGIONS.get((name or "").strip().casefold())


def authority(code: str | None, ons_code: str | None = None) -> str | None:
    """An authority's three digits, from its code or its ONS code; None without."""
    cell = (code or "").strip().removesuffix(".0")
    if cell.isascii() and cell.isdigit() and len(cell) == 3:
        return cell
    return _BY_ONS_CODE.get((ons_code or "").strip())


def area(line: Line) -> Area | None:
    """The area of a line of Explore Education Statistics; None without a code.

    Raises OddCell for a level that is none of the three.
    """
    level = line.get("geographic_level", "").strip()
    of = region(line.get("region_name"))
    if level.casefold() == NATIONAL.casefold():
        return Area(NATIONAL, ENGLAND, ENGLAND, None)
    if level.casefold() == REGIONAL.casefold():
        return None if of is None else Area(REGIONAL, of, of, of)
    if level.casefold() == AUTHORITY.casefold():
        key = authority(line.get("old_la_code"), line.get("new_la_code"))
        title = line.get("la_name", "").strip()
        return None if key is None else Area(AUTHORITY, key, title or key, of)
    raise OddCell(f"{level[:20] or 'empty'}, not National, Regional or Local authority")


def check(percents: Mapping[str, float]) -> None:
    """Raises OddCell for a percentage that no table can have."""
    for name, percent in percents.items():
        if not 0 <= percent <= MOST_PERCENT:
            raise OddCell(f"{percent:g} is not a percentage ({name.replace('_', ' ')})")
