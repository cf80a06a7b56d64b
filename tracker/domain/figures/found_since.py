"""Those found within a month: not known at its beginning, and known at its end.

They are counted by the kind of source that confirmed last what they do. It is no
breakdown of one day (``domain.figures.breakdowns``), because it compares two.
"""

from datetime import date

from tracker.domain.history.evidence import Tier
from tracker.domain.reference.academic_year import Period

#: The name of the filter of a list behind a figure of those found.
FOUND = "found"
#: The group of those found, by source; EVERY stands for all.
GROUPS = {tier.name.lower().replace("_", " "): tier for tier in Tier}
EVERY = "*"


def before(as_of: date) -> date:
    """The month end with which a day is compared: the last one before it."""
    return Period.of(as_of).previous.end


def title(group: str) -> str:
    """The title of a group. Raises KeyError for an unknown one."""
    return "Any source" if group == EVERY else _capital(GROUPS[group].title)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
