"""A code of the return in a cell, alone or with what it means behind it."""

import re
from typing import Any

from tracker.domain.reference.codes import CodeList

#: "110", or "140 - Awaiting outcome". A spreadsheet may have made 110.0 of it.
_CODE = re.compile(r"(\d{3})(?:\.0)?(?:(?:\s*[-–:=.,(]\s*|\s+)[^\W\d].*)?\Z", re.DOTALL)


def listed_code(cell: str, codes: CodeList[Any]) -> str | None:
    """The code that a cell begins with, None where the list does not have it."""
    found = _CODE.match(cell.strip())
    return found[1] if found is not None and found[1] in codes else None
