"""Headings of one column that holds both names, and the order of the names in it.

"Pupil Name (Surname, Forename)", "Last, First", "Name (surname first)", "Forename and
Surname": the words of the heading decide which name comes first, not a comma in the
cells.
"""

import re
from functools import lru_cache

#: The columns with both names in one cell, by the order of the names.
SURNAME_FIRST, FORENAME_FIRST = "surname_first", "forename_first"
#: Where the heading does not give the order, a comma in the cell does.
FULL_NAME = "full_name"
BOTH_NAMES = (SURNAME_FIRST, FORENAME_FIRST, FULL_NAME)

_FAMILY = "(?:legal|current)?(?:surnames?|lastnames?|familynames?|last|family|sname)"
_GIVEN = (
    "(?:legal|current)?"
    "(?:forenames?|firstnames?|givennames?|christiannames?|first|given|fname)"
)
_MIDDLE = "(?:(?:and|then)?(?:middlenames?|middle|middleinitials?|initials?))?"
_BETWEEN = "(?:and|then|comma|space)?"
_BEFORE = "(?:full|legal)?(?:names?)?(?:as|in|format|order|title)?"
_ORDERS = (
    (
        SURNAME_FIRST,
        re.compile(f"{_BEFORE}{_FAMILY}{_BETWEEN}{_GIVEN}{_MIDDLE}(?:names?)?"),
    ),
    (
        FORENAME_FIRST,
        re.compile(f"{_BEFORE}{_GIVEN}{_MIDDLE}{_BETWEEN}{_FAMILY}(?:names?)?"),
    ),
)


@lru_cache(maxsize=5_000)
def order_of(key: str) -> str | None:
    """The column of both names that a heading is, by its key without its owner."""
    return next((name for name, words in _ORDERS if words.fullmatch(key)), None)
