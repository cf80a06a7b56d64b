"""Those found within a month: not known at its beginning, and known at its end.

They are counted by the kind of source that confirmed last what they do. It is no
breakdown of one day (``domain.figures.breakdowns``), because it compares two.
"""

from datetime import date

from tracker.domain.figures.breakdowns import EVERY
from tracker.domain.history.evidence import Tier
from tracker.domain.reference.academic_year import Period

#: The name of the filter of a list behind a figure of those found.
FOUND = "found"
#: The groups of those found, by source; EVERY stands for all of them.
GROUPS = {tier.name.lower().replace("_", " "): tier for tier in Tier}


def before(as_of: date) -> date:
    """The month end with which a day is compared: the last one before it."""
    return Period.of(as_of).previous.end


def title(group: str) -> str:
    """The source of a group, as it stands within a sentence. Raises KeyError."""
    return "any source" if group == EVERY else GROUPS[group].title


def heading(group: str) -> str:
    """The source of a group, as it begins a line. Raises KeyError."""
    words = title(group)
    return words[:1].upper() + words[1:]
