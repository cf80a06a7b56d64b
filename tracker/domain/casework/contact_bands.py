"""How long ago somebody was contacted last: the bands that are counted and listed.

A contact counts whatever came of it: spoken to, voicemail, no answer. Groups are words,
as those of a breakdown are (``domain.figures.breakdowns``); it is none of them,
because every contact moves somebody, and breakdowns are counted once a day.
"""

from dataclasses import dataclass
from datetime import timedelta

#: What a list behind a figure is narrowed by, where its groups are these.
CONTACTED = "contacted"

#: Within so many days of becoming NEET somebody should be contacted.
SOON = 10
#: Who became NEET within so many days is judged by when they were contacted first.
LATELY = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Ago:
    """Contacted last at least ``first`` days ago, at most ``last`` where it ends."""

    group: str
    first: int
    last: int | None = None


#: Whoever was contacted at all is in one of them.
BANDS = (
    Ago("Within 10 days", 0, 10),
    Ago("11 to 30 days ago", 11, 30),
    Ago("31 to 90 days ago", 31, 90),
    Ago("Longer ago", 91),
)
NEVER = "Never, by our records"
#: The first two bands together.
LAST_MONTH = Ago("In the last 30 days", 0, 30)
#: Who became NEET lately, and long enough ago to tell; and who of them was reached.
BECAME = f"Became NEET in the three months before, at least {SOON} days ago"
IN_TIME = f"Contacted within {SOON} days of becoming NEET"

GROUPS = frozenset(
    (*(each.group for each in BANDS), NEVER, LAST_MONTH.group, BECAME, IN_TIME)
)


def title(group: str) -> str:
    """A group in words that say what is grouped."""
    if group in (BECAME, IN_TIME):
        return group
    return f"Last contact: {group[:1].lower()}{group[1:]}"
