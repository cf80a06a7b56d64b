"""The time since what a young person does was last confirmed, in bands (Feeds O11).

They are no breakdown (``domain.figures.breakdowns``): a day moves everybody in them.
"""

from dataclasses import dataclass

#: The name of the filter of a list behind a figure with these bands.
CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Band:
    """Last confirmed from ``first`` to ``last`` days ago; None is without limit."""

    group: str
    first: int
    last: int | None = None


#: Everybody is in one of them, since every position was once ascertained.
BANDS = (
    Band("Within 30 days", 0, 30),
    Band("31 to 60 days ago", 31, 60),
    Band("61 to 90 days ago", 61, 90),
    Band("Longer ago", 91),
)
GROUPS = {each.group: each for each in BANDS}


def title(group: str) -> str:
    """The title of a group, with what it groups."""
    return f"Last confirmed: {group[:1].lower()}{group[1:]}"
