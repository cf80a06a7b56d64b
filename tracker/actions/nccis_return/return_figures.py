"""The figures of a return, counted from the records that it sends.

See decision 0052.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker import store
from tracker.domain.figures.measures import HEADLINES, Figure, Measure
from tracker.domain.history.members import Member
from tracker.domain.history.position import Position
from tracker.domain.reference.academic_year import academic_age, year_group
from tracker.domain.reference.activity import activity
from tracker.store.nccis_return.runs import ReturnRun


def of(
    run: ReturnRun, measures: Sequence[Measure] = HEADLINES, *, sealed: bool
) -> list[Figure]:
    """One figure for each measure, by the same definitions as all other figures.

    With ``sealed`` they are those of the file. Without it those with a sealed activity
    are counted in the measure NOT_SHOWN, and in no other.
    """
    groups = store.nccis_return.run_changes.counted(run.id, sealed=sealed)
    counted = [
        (_like(month, status, code, lapsed, run.period_end), people)
        for month, status, code, lapsed, people in groups
    ]
    return [
        Figure(
            each.name,
            each.title,
            sum(n for who, n in counted if each.of(who) and each.counts(who)),
            sum(n for who, n in counted if each.of(who)),
        )
        for each in measures
    ]


def _like(month: str, status: str, code: str, lapsed: bool, day: date) -> Member:
    """A member with only the details that a record gives."""
    # The first of the month is good enough: academic years begin with a month.
    born = date.fromisoformat(f"{month}-01")
    return Member(
        person=0,
        authority="",
        as_of=day,
        academic_age=academic_age(born, day),
        year_group=year_group(born, day),
        status=status,
        position=Position(
            day=day,
            activity=activity(code),
            starts=day,
            ascertained=day,
            lapses=day - timedelta(days=1) if lapsed else None,
        ),
    )
