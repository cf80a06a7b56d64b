"""What stands in the cells of DfE's tables: numbers, symbols, years and areas.

Source: the conventions of Explore Education Statistics (z not applicable, c suppressed,
x not available, low rounds to nought, ~ the same in older files, : not available) and
of the Local Authority Interactive Tool (- no figure).
"""

from dataclasses import dataclass
from math import isfinite

from tracker.domain.figures.published import ENGLAND
from tracker.domain.reference.codes import AUTHORITIES

#: Why there is no number.
SYMBOLS = frozenset(("c", "x", "z", "k", "u", "low", "~", ":", "-", ".", "..", "n/a"))
#: What a table has where nothing was published.
_NOTHING = frozenset(("", "na", "null"))
#: A year that such a table can be of; it is named by its March.
YEARS = range(2010, 2100)

NATIONAL, REGIONAL, AUTHORITY = "National", "Regional", "Local authority"
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
    """A cell has what cannot stand there; the text says what, in part of a sentence."""


def number(text: str | None) -> float | str | None:
    """A cell's number, the symbol in its place, or None where nothing was published.

    Raises OddCell for anything else.
    """
    said = (text or "").strip()
    if said.casefold() in _NOTHING:
        return None
    if said.casefold() in SYMBOLS:
        return said.casefold()
    try:
        found = float(said.removesuffix("%").replace(",", ""))
    except ValueError:
        found = float("nan")
    # Python reads 1_000 and infinity as numbers; a table means neither.
    if not isfinite(found) or "_" in said:
        raise OddCell(f"{said[:20]!r}, neither a number nor a symbol such as c or z")
    return found


def year(text: str | None) -> int:
    """The year of a line. Raises OddCell."""
    said = (text or "").strip().removesuffix(".0")
    if said.isascii() and said.isdigit() and int(said) in YEARS:
        return int(said)
    raise OddCell(f"{said[:20] or 'empty'}, not a year such as 2025")


@dataclass(frozen=True, slots=True)
class Area:
    """Where a line is of: a level, the key it is kept under, a name and a region."""

    level: str
    key: str
    name: str
    region: str | None


def region(name: str | None) -> str | None:
    """A region as we write it, None for what is none."""
    return _REGIONS.get((name or "").strip().casefold())


def authority(code: str | None, ons_code: str | None = None) -> str | None:
    """An authority's three digits, from those or from its ONS code."""
    said = (code or "").strip().removesuffix(".0")
    if said.isascii() and said.isdigit() and len(said) == 3:
        return said
    return _BY_ONS_CODE.get((ons_code or "").strip())


def area(
    level: str | None,
    *,
    region_name: str | None,
    code: str | None,
    ons_code: str | None,
    name: str | None,
) -> Area | None:
    """The area of a line of Explore Education Statistics, None without a code for it.

    Raises OddCell for a level that is none of the three.
    """
    said = (level or "").strip().casefold()
    of = region(region_name)
    if said == NATIONAL.casefold():
        return Area(NATIONAL, ENGLAND, ENGLAND, None)
    if said == REGIONAL.casefold():
        return None if of is None else Area(REGIONAL, of, of, of)
    if said == AUTHORITY.casefold():
        key = authority(code, ons_code)
        title = (name or "").strip()
        return None if key is None else Area(AUTHORITY, key, title or key, of)
    raise OddCell(
        f"{(level or '').strip()[:20] or 'empty'}, not National, Regional or Local "
        "authority"
    )
