"""The day from which a young person's record is past its date.

See Law N-20, D-04 and ``domain.law.retention``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.history.evidence import Detail, Evidence
from tracker.domain.law.retention import SCHEDULE, Numbers, Rule, Unit
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import (
    AcademicYear,
    add_months,
    birthday,
)

_RECORD, _LONGER = SCHEDULE["record"]
#: The rules by which everything about a person goes together.
TOGETHER: tuple[Rule, ...] = (
    _RECORD,
    next(each for each in SCHEDULE["lines"] if each.counts_from is _RECORD.counts_from),
    *SCHEDULE["return"],
)
_OF_CASES = SCHEDULE["cases"][0]
#: School years from Year 11 to Year 13.
_TO_YEAR_13 = 2


@dataclass(frozen=True, slots=True)
class Life:
    """What decides how long the record of a young person is kept.

    ``departed_on`` is the day of a departure that stands, ``newest`` the last day that
    any evidence is about. ``longer`` is whether they ever had an education, health and
    care plan or were in care. ``case_closed_on`` is the last closing of a case about
    them.
    """

    born: date | None
    departed_on: date | None
    newest: date
    longer: bool
    case_closed_on: date | None = None


def tracking_ends(born: date | None, departed_on: date | None, newest: date) -> date:
    """The last day of the school year in which tracking ends.

    It is that of Year 13, or of a departure before it. Without a date of birth it is
    the school year of the newest evidence.
    """
    if born is None:
        return AcademicYear.of(newest).ends
    year_11 = AcademicYear.of_year_11(born)
    last = AcademicYear(year_11.start + _TO_YEAR_13).ends
    if departed_on is None:
        return last
    return min(last, AcademicYear.of(departed_on).ends)


def due_on(life: Life, numbers: Numbers) -> date:
    """The first day on which nothing keeps the record any more: the latest of its rules
    counts. ``numbers`` are the settings of the authority.
    """
    ended = tracking_ends(life.born, life.departed_on, life.newest)
    days = [ending(rule, ended, numbers) for rule in TOGETHER]
    if life.longer and life.born is not None:
        days.append(birthday(life.born, _LONGER.number(numbers)))
    if life.case_closed_on is not None:
        days.append(ending(_OF_CASES, life.case_closed_on, numbers))
    return max(days)


def ending(rule: Rule, last: date, numbers: Numbers) -> date:
    """The first day after the period of a rule that begins with the end of a day."""
    number = rule.number(numbers)
    if rule.unit is Unit.YEARS:
        return add_months(last, 12 * number) + timedelta(days=1)
    return last + timedelta(days=number + 1)


def rules_of(life: Life) -> Iterator[Rule]:
    """The rules that have to be confirmed before the record may go."""
    yield from TOGETHER
    if life.longer:
        yield _LONGER
    if life.case_closed_on is not None:
        yield _OF_CASES


def is_kept_longer(evidence: Iterable[Evidence]) -> bool:
    """Whether any evidence states a plan or care, now or before."""
    return any(
        isinstance(each.statement, Detail) and _states_more(each.statement)
        for each in evidence
    )


_CARE = frozenset({codes.LOOKED_AFTER, codes.CARE_LEAVER})


def _states_more(detail: Detail) -> bool:
    match detail.about:
        case "send":
            return detail.get("send") == "Y"
        case "characteristics":
            return not _CARE.isdisjoint((detail.get("codes") or "").split())
        case "characteristic":
            return detail.get("code") in _CARE
    return False
