"""The school year that a cell names: "11", "Y11", "Year 11", a reception class."""

import re

from tracker.feeds.cells.row import unmarked

_YEAR = re.compile(
    r"(?:NC|NATIONAL\s+CURRICULUM|CURRICULUM)?\s*(?:Y(?:EA)?R?S?)?(?:\s*G(?:ROU|R)?P)?"
    r"[.\s]*0?(\d{1,2})(?:\.0)?",
    re.IGNORECASE,
)
_BEFORE_YEAR_1 = frozenset({"E1", "E2", "N1", "N2", "R"})


def school_year(text: str) -> int | None:
    """The number in "11", "Y11" or "Year 11"; 0 below Year 1; None for X and M."""
    given = unmarked(text.strip().upper())
    if given in _BEFORE_YEAR_1:
        return 0
    found = _YEAR.fullmatch(given)
    return int(found[1]) if found else None
