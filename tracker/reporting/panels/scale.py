"""How far the scale of a picture over months goes: as far as the school year does.

At the end of July courses are over, and on 31 August what was confirmed for the school
year lapses; the lists of the new one come in autumn. For two month ends most young
people are not known, ten times as many as in winter: drawn to that scale the months in
which somebody can do something would all look alike.

See decision 0061.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

from tracker.domain.reference.academic_year import MONTHS

#: The ends of these months may be beyond the scale.
SUMMER = (7, 8)
#: They are where they are more than so many times as high as all others.
_TIMES = 2
#: A scale ends on one of these, times a power of ten, with some room above the rest.
_ENDS, _ROOM = (1, 1.5, 2, 3, 4, 5, 6, 8, 10), 1.1


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the scale ends, and the months that are beyond it."""

    top: float
    beyond: tuple[int, ...]

    @property
    def why(self) -> str:
        """What readers of the picture have to know."""
        months = " and ".join(MONTHS[month - 1] for month in self.beyond)
        are = "are" if len(self.beyond) > 1 else "is"
        return (
            f"{months} {are} beyond the scale of the chart: courses end in summer, and "
            "where most young people go next is not known until the autumn lists. The "
            "table has the numbers."
        )


def of_school_year(numbers: Iterable[tuple[int, float | None]]) -> Scale | None:
    """The scale of (month, number); None where it ends with the numbers."""
    known = [(month, number) for month, number in numbers if number is not None]
    usual = max((number for month, number in known if month not in SUMMER), default=0)
    highest = max((number for _, number in known), default=0)
    if not usual or highest <= _TIMES * usual:
        return None
    unit = 10.0 ** floor(log10(usual * _ROOM))
    top = next(end * unit for end in _ENDS if end * unit >= usual * _ROOM)
    return Scale(top, tuple(sorted({month for month, n in known if n > top})))
