"""The school that a transfer file is for, or the sign in place of one.

The header names it, and so does the name of the file, LLLEEEE_CTF_LLLEEEE_nnn.xml:
first the school that sends it and then the one that it is for.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from tracker.domain.reference.identifiers import LaEstab

_NAME = re.compile(
    r"(?:^|[\\/])(\w{3})(\w{4})_CTF_(\w{3})(\w{4})(?:_\w+)?\.xml\Z", re.IGNORECASE
)


class Destination(StrEnum):
    """The kinds of destination. A sign in place of a number is never a place."""

    SCHOOL = "a school"
    UNKNOWN = "not known"
    OUTSIDE = "outside the maintained sector"
    AUTHORITY = "a council"
    NOT_GIVEN = "not given"
    ODD = "not understood"


_SIGNS = {
    "X": Destination.UNKNOWN,
    "M": Destination.OUTSIDE,
    # A file for the council itself, about a pupil who need not leave.
    "L": Destination.AUTHORITY,
}


def destination_of(lea: str, estab: str) -> tuple[Destination, str | None]:
    """What the two parts of a destination mean, with the DfE number of a school."""
    first, last = lea.strip().upper(), estab.strip().upper()
    if not first and not last:
        return Destination.NOT_GIVEN, None
    if last and last.isascii() and last.isalpha() and len(set(last)) == 1:
        return _SIGNS.get(last[0], Destination.ODD), None
    number = LaEstab.of(first, last)
    if number.value is None:
        return Destination.ODD, None
    return Destination.SCHOOL, number.value


def is_number(lea: str, estab: str) -> bool:
    """Whether these are digits. XXX and XXXX stand for the Department."""
    return is_digits(f"{lea}{estab}".strip())


def is_digits(text: str) -> bool:
    """Whether it is made of the digits 0 to 9. Other scripts and ² are digits too."""
    return text.isascii() and text.isdigit()


def of_name(name: str) -> Mapping[str, str]:
    """The school that sends a file and the one it is for, by the name of the file."""
    found = _NAME.search(name)
    if found is None:
        return {}
    return dict(
        zip(("lea", "estab", "next_lea", "next_estab"), found.groups(), strict=True)
    )
