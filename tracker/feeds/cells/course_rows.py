"""Lists that have a row for each course of a learner.

A learner who leaves one course and goes on with another has not left. The row that ends
the course is marked and claims nothing, because the other row shows where the learner
is. Two rows of the same course, one of them ended, are not marked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from tracker.feeds.cells.dates import day_of, parse_date
from tracker.feeds.cells.line_problems import GOES_ON
from tracker.feeds.cells.row import unmarked
from tracker.feeds.cells.written_names import plain

#: A line and its cells, as a table gives them.
Line = tuple[int, dict[str, str]]

_COURSE = ("aim", "course")
_PLACE = ("laestab", "urn", "ukprn", "provider")
_NAMES = ("surname", "forename", "full_name", "surname_first", "forename_first")


def are_of_courses(columns: Iterable[str]) -> bool:
    """Whether a table has a column that makes each row one of a course."""
    held = set(columns)
    return not held.isdisjoint(_COURSE) and not held.isdisjoint(
        ("end", "completion", "enrol_status")
    )


def with_ended_courses(
    lines: Iterable[Line], as_at: date, has_left: Callable[[Mapping[str, str]], bool]
) -> list[Line]:
    """The lines; one that ends a course beside another that goes on is marked.

    ``has_left`` answers whether a row's statuses mean that the learner has left,
    whatever its dates are.
    """
    found = list(lines)
    rows: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for _, values in found:
        rows[_who(values)].append(values)
    for some in rows.values():
        if len(some) < 2:
            continue
        ended = [it for it in some if has_left(it) or is_over(it, as_at)]
        going_on = {
            _course(it) for it in some if it not in ended and has_begun(it, as_at)
        }
        for each in ended:
            if going_on - {_course(each)}:
                each[GOES_ON] = "end" if "end" in each else "completion"
    return found


def _who(values: Mapping[str, str]) -> tuple[str, ...]:
    """The learner and the place of a row, by number, or by name and date of birth."""
    place = tuple(values.get(name, "").casefold() for name in _PLACE)
    number = values.get("uln") or values.get("upn")
    if number:
        return (*place, unmarked(number).upper())
    names = (plain(values.get(name, "")).casefold() for name in _NAMES)
    return (*place, *names, str(parse_date(values.get("dob", ""))))


def _course(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(values.get(name, "").casefold() for name in _COURSE)


def is_over(values: Mapping[str, str], as_at: date) -> bool:
    """Whether a row gives an end that is past on the day."""
    ends = day_of(values.get("end"))
    return ends is not None and ends <= as_at


def has_begun(values: Mapping[str, str], as_at: date) -> bool:
    """Whether a row gives no start, or one that is past on the day."""
    starts = day_of(values.get("start"))
    return starts is None or starts <= as_at
