"""Why a pupil has no number, where the returns of a council write it in its place."""

import re

#: UN1 not of school age yet, UN2 never at a school in England, UN3 came alone to seek
#: asylum, UN4 new to care within the last week, UN5 disputed; more may come.
_REASON = re.compile(r"UN\d{1,2}", re.IGNORECASE)


def is_reason(cell: str) -> bool:
    """Whether a cell of pupil numbers says why there is none."""
    return _REASON.fullmatch(cell.strip()) is not None
