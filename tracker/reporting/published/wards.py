"""The wards of postcodes, from the directories of the Office for National Statistics.

Two files of one download belong together. The ONS Postcode Directory, or the National
Statistics Postcode Lookup, has a line for each postcode with the code of its ward; a
list has the name of each ward by its code. A council's own table may have the names
beside the postcodes. The year of the boundaries is part of newer headings (wd25cd).

Source: ONS, Postcode Directory and National Statistics Postcode Lookup, 2011 to 2026;
Ward names and codes in the United Kingdom; Open Government Licence.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.reference.identifiers import Postcode
from tracker.reporting.published.published_cells import Line, OddCell

#: The headings of a postcode, the one with its space first.
_POSTCODES = ("pcds", "pcd", "pcd2", "pcd8", "pcd7", "postcode", "post_code")
_CODE = re.compile(r"osward|ward|ward_?code|wd_?code|wd(?P<year>\d\d)(?:cd)?")
_NAME = re.compile(r"ward|ward_?name|wd_?name|wd(?P<year>\d\d)nm")
#: The code of a ward, and of what is no ward: Scotland has codes of nines, and the
#: Channel Islands and the Isle of Man.
_GIVEN_CODE = re.compile(r"[A-Z]\d{8}")
_NO_WARD = "99999999"
_CENTURY = 2000
#: The longest names of wards have about fifty characters.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class ReadWards:
    """Wards read from a file, by postcode, and the names of wards, by code.

    A ward is given by its code, or by its name where the file has no codes. ``year`` is
    that of the boundaries, None where no heading has it. ``left_out`` counts the lines
    without a postcode or without a ward.
    """

    year: int | None
    by_postcode: Mapping[str, str]
    names: Mapping[str, str]
    left_out: int


def is_one(headings: Sequence[str]) -> bool:
    """Whether a file with these headings has wards of postcodes, or names of wards."""
    code, name = _heading(headings, _CODE), _heading(headings, _NAME)
    if _postcode(headings) is not None:
        return code is not None or name is not None
    return code is not None and name is not None and code != name


def read(headings: Sequence[str], lines: Iterable[Line]) -> ReadWards:
    """The wards of a file. Raises OddCell at a postcode with two wards, and at a name
    that is too long for one.
    """
    postcode = _postcode(headings)
    code, name = _heading(headings, _CODE), _heading(headings, _NAME)
    by_postcode: dict[str, str] = {}
    names: dict[str, str] = {}
    left_out = 0
    for line in lines:
        ward = _ward(line, code) or _ward(line, name)
        called = _ward(line, name)
        if max(len(ward), len(called)) > _LONGEST:
            raise OddCell(
                f"a ward's name of {max(len(ward), len(called)):,} characters"
            )
        if called and ward != called:
            names[ward] = called
        if postcode is None:
            left_out += not ward
            continue
        where = Postcode.parse(line.get(postcode) or "")
        if not ward or where.value is None or where.warning is not None:
            left_out += 1
        elif by_postcode.setdefault(where.value, ward) != ward:
            raise OddCell(f"a second ward for {where.value}, {ward}")
    return ReadWards(_year(code, name), by_postcode, names, left_out)


def _postcode(headings: Iterable[str]) -> str | None:
    return next((each for each in _POSTCODES if each in headings), None)


def _heading(headings: Iterable[str], pattern: re.Pattern[str]) -> str | None:
    """The heading of the newest boundaries where there are several."""
    found = [each for each in headings if pattern.fullmatch(each)]
    return max(found, default=None)


def _ward(line: Line, heading: str | None) -> str:
    """The code or the name in a cell; empty where there is none."""
    cell = " ".join((line.get(heading) or "").split()) if heading else ""
    if _GIVEN_CODE.fullmatch(cell) and cell.endswith(_NO_WARD):
        return ""
    return cell


def _year(*headings: str | None) -> int | None:
    """The year of the boundaries, from the two digits of a heading."""
    for heading in headings:
        for pattern in (_CODE, _NAME):
            found = pattern.fullmatch(heading or "")
            if found is not None and found["year"]:
                return _CENTURY + int(found["year"])
    return None
