"""The cells of a restricted person's line that may be kept.

A cell that has slipped into another column must not bring forbidden data with it. So
each cell has to fit its column: a number under "Postcode" is no postcode.

See decisions 0077 and 0137.
"""

from collections.abc import Collection, Mapping

from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.line_problems import MARKS

#: A UPN, a ULN and a telephone number have as many digits; no address has.
_DIGITS_OF_A_NUMBER = 9
_DAYS = frozenset({"dob", "reference_date"})


def may_be_kept(raw: Mapping[str, str], columns: Collection[str]) -> dict[str, str]:
    """The cells of these columns and the marks, without cells of other columns."""
    return {
        name: text
        for name, text in raw.items()
        if name in MARKS or (name in columns and _belongs(name, text))
    }


def _belongs(name: str, text: str) -> bool:
    identifies = "@" in text or sum(map(str.isdigit, text)) >= _DIGITS_OF_A_NUMBER
    return not identifies or (name in _DAYS and day_of(text) is not None)
