"""Objections and restrictions of processing: whose data may not be used, and for what.

An objection counts from the day it arrives, while it is still to be decided: until then
the data is not used (UK GDPR article 18(1)(d)). A refusal ends it on its day. It says
nothing about statutory totals, where the young person stays (Law D-10, N-05; for the
restriction of processing Law D-09).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class To(StrEnum):
    """What a young person objects to."""

    RESEARCH = "research"
    PUBLIC_TASK = "public task"
    ALL_USE = "all use but storage"


#: What a young person objects to where nothing about them may be given to others.
LIMITS_SHARING = frozenset({To.PUBLIC_TASK, To.ALL_USE})


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection, or a restriction of processing, with its first and last day."""

    to: To
    begins: date
    ended: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether it binds the council on a day; on the day of its end no more."""
        return self.begins <= day and (self.ended is None or day < self.ended)


def may_be_in_research(objections: list[Objection], day: date) -> bool:
    """Whether a young person may be in an extract for research on a day.

    Any objection or restriction keeps them out, since each covers research.
    """
    return not any(each.stands_on(day) for each in objections)
