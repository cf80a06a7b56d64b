"""The time since the last contact, in bands that are counted and listed.

A contact counts whatever its outcome: spoken to, voicemail, no answer. Bands are words,
like the groups of a breakdown (``domain.figures.breakdowns``). They are no breakdown: a
contact moves a person to another band at once, while breakdowns are counted once a day.
"""

from dataclasses import dataclass
from datetime import timedelta

#: The name of the filter of a list behind a figure with these bands.
CONTACTED = "contacted"

#: A young person should be contacted within so many days of becoming NEET.
SOON = 10
#: The first contact is checked for those who became NEET within so many days.
LATELY = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Ago:
    """Last contact from ``first`` to ``last`` days ago; None is without limit."""

    group: str
    first: int
    last: int | None = None


#: Every person with a contact is in one of them.
BANDS = (
    Ago("Within 10 days", 0, 10),
    Ago("11 to 30 days ago", 11, 30),
    Ago("31 to 90 days ago", 31, 90),
    Ago("Longer ago", 91),
)
NEVER = "Never, by our records"
#: The first two bands together.
LAST_MONTH = Ago("In the last 30 days", 0, 30)
#: Those who became NEET lately and long enough ago to check, and the contacted ones.
BECAME = f"Became NEET in the three months before, at least {SOON} days ago"
IN_TIME = f"Contacted within {SOON} days of becoming NEET"

GROUPS = frozenset(
    (*(each.group for each in BANDS), NEVER, LAST_MONTH.group, BECAME, IN_TIME)
)


def title(group: str) -> str:
    """The title of a group, with what it groups."""
    if group in (BECAME, IN_TIME):
        return group
    return f"Last contact: {group[:1].lower()}{group[1:]}"
