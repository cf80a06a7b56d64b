"""The year of the September Guarantee that an application for a place belongs to.

The guarantee of one September is about those who are in Years 11 and 12 before it. Its
returns go on until March, when they are one school year higher (rule 905). But its
reporting closes at the end of October, and from then on young people apply for the
September to come.

Source: Feeds F07; NCCIS 1.4.
"""

from datetime import date

from tracker.domain.history.guarantee import YEARS
from tracker.domain.reference.academic_year import Period

#: The months in which an application is for the September to come, by everybody.
_FOR_THE_NEXT = frozenset({11, 12, 1, 2, 3})


def application_year(group: int, day: date, *, enrolled: bool = False) -> int | None:
    """11, 12, or None for a young person of another year of the guarantee.

    ``group`` is their school year on ``day``, on which they applied or, where that is
    not known, on which the stage of the application was reported. ``enrolled``: the
    place was taken up, so it is of the September before.
    """
    moved_up = Period.of(day).guarantee_moved_up
    is_next = group == YEARS[0] or (day.month in _FOR_THE_NEXT and not enrolled)
    year = group if is_next else group - moved_up
    return year if year in YEARS else None
