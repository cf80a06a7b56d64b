"""Questions about a young person who leaves a school."""

from enum import StrEnum


class LeaverQuestion(StrEnum):
    """What a source leaves open about where a leaver goes. A person finds it out; by
    itself no question ends or starts an activity.
    """

    UNKNOWN = "left for a place that is not known"
    OUTSIDE = "left for a place outside the maintained sector"
    UNSURE = "may have moved to another school"
