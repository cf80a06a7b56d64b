"""Lists that have a row for each course of a learner.

A learner who leaves one course and goes on with another has not left. The row that ends
the course is marked and claims nothing, because the other row shows where the learner
is, or when the learner left. Two rows of the same course, one of them ended, are not
marked.
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
            if going_on - {_course(each)} or _is_outlasted(each, ended):
                each[GOES_ON] = "end" if "end" in each else "completion"
    return found


def _is_outlasted(
    values: Mapping[str, str], ended: Iterable[Mapping[str, str]]
) -> bool:
    """Whether another course had begun by the end of this one and ended later: the
    learner left with the last of them.
    """
    ends = day_of(values.get("end"))
    return ends is not None and any(
        (day_of(other.get("end")) or date.min) > ends
        and has_begun(other, ends)
        and _course(other) != _course(values)
        for other in ended
    )


def with_chief_courses(
    lines: Iterable[Line],
    as_at: date,
    has_left: Callable[[Mapping[str, str]], bool],
    *,
    chief: Callable[[Mapping[str, str]], int],
) -> list[Line]:
    """The lines; of a learner's courses that go on at a place, those of another kind
    than the chief one are marked. ``chief`` gives the order of a row's kind.
    """
    found = list(lines)
    rows: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for _, values in found:
        over = has_left(values) or is_over(values, as_at)
        if GOES_ON not in values and not over and has_begun(values, as_at):
            rows[_who(values)].append(values)
    for some in rows.values():
        first = min(map(chief, some))
        for each in some:
            if chief(each) > first:
                each[GOES_ON] = "part"
    return found


def _who(values: Mapping[str, str]) -> tuple[str, ...]:
    """The learner and the place of a row, by number, or by name and date of birth."""
    place = tuple(values.get(name, "").casefold() for name in _PLACE)
    for name in ("learn_ref_number", "uln", "upn"):
        number = unmarked(values.get(name, "")).strip().upper()
        # 9999999999 is the number of all whose number is not known.
        if number and number.strip("9"):
            return (*place, name, number)
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
