"""Pupil numbers are hidden from the twentieth birthday.

A UPN is for use at school, and no pupil is twenty. The evidence stays. The stored
record loses the number, and with it pages, searches, matching and shared lists do (Law
N-20, D-04). The monthly return still has it: DfE knows a young person by it.
"""

from dataclasses import replace
from datetime import date

from tracker.domain.history.details.particulars import Particulars
from tracker.domain.reference.academic_year import birthday

#: The age from which they are hidden, as in the retention schedule.
HIDDEN_FROM = 20


def are_hidden(born: date | None, day: date) -> bool:
    """Whether the pupil numbers of a person born then are hidden on a day."""
    return born is not None and day >= birthday(born, HIDDEN_FROM)


def without_pupil_numbers(known: Particulars, day: date) -> Particulars:
    """The particulars as they are shown on a day: without a UPN from that birthday."""
    who = known.identity
    if who.upn is None and not who.former_upns:
        return known
    if not are_hidden(who.born, day):
        return known
    return replace(known, identity=replace(who, upn=None, former_upns=()))
