"""The scale of a chart over months, which fits the months of the school year.

At the end of July courses are over, and on 31 August the activities confirmed for the
school year lapse; the lists of the new year arrive in autumn. At two month ends most
young people are not known, ten times as many as in winter. On a scale with room for
those two month ends, all the months in which the team can act would look alike.

See decision 0061.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

from tracker.domain.reference.academic_year import MONTHS, SUMMER

#: The ends of the summer months are beyond the scale if they are more than this many
#: times as high as all others.
_TIMES = 2
#: A scale ends on one of these times a power of ten, with this much room to spare.
_ENDS, _ROOM = (1, 1.5, 2, 3, 4, 5, 6, 8, 10), 1.1


@dataclass(frozen=True, slots=True)
class Scale:
    """The end of the scale, and the months that are beyond it."""

    top: float
    beyond: tuple[int, ...]

    @property
    def why(self) -> str:
        """The sentence that explains the scale beside the chart."""
        months = " and ".join(MONTHS[month - 1] for month in self.beyond)
        are = "are" if len(self.beyond) > 1 else "is"
        return (
            f"{months} {are} beyond the scale of the chart: courses end in summer, and "
            "where most young people go next is not known until the autumn lists. The "
            "table has the numbers."
        )


def of_school_year(numbers: Iterable[tuple[int, float | None]]) -> Scale | None:
    """The scale for pairs of (month, number); None if all numbers fit on one."""
    known = [(month, number) for month, number in numbers if number is not None]
    usual = max((number for month, number in known if month not in SUMMER), default=0)
    highest = max((number for _, number in known), default=0)
    if not usual or highest <= _TIMES * usual:
        return None
    unit = 10.0 ** floor(log10(usual * _ROOM))
    top = next(end * unit for end in _ENDS if end * unit >= usual * _ROOM)
    return Scale(top, tuple(sorted({month for month, n in known if n > top})))
