"""Thresholds on an earlier cohort: what each would have cost, and what it missed.

A score is worked out with what was known on a day of Year 11. Each is then set beside
what the young person did on 1 March after leaving. A false alarm was on the list and
took part; a miss was not on it and was NEET or not known.
Each stands beside the other, for everybody and by group, because a threshold that is
fair to all together may miss most of one group.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.figures.breakdowns import BY_NAME
from tracker.domain.figures.disclosure import HIDDEN, Cell, Suppression, Table
from tracker.domain.history.members import Member

#: The columns of a table, in order: on the list or not, and what came of it.
FOUND, FALSE_ALARM, MISSED, NEITHER = (
    "On the list, and NEET or not known",
    "False alarm",
    "Missed",
    "Not on the list, and taking part",
)
COLUMNS = (FOUND, FALSE_ALARM, MISSED, NEITHER)
#: The breakdowns in which each has one group. None is of what is sealed, such as care.
CUTS = ("sex", "ethnicity", "need", "free school meals", "institution")


def scored_on(left: int) -> date:
    """The day of Year 11 on which the scores of those who left in a summer are taken:
    time is left then for support before they leave.
    """
    return date(left, 1, 31)


def outcome_on(left: int) -> date:
    """The day on which it is looked what those who left in a summer do."""
    return date(left + 1, 3, 1)


@dataclass(frozen=True, slots=True)
class Past:
    """One young person of an earlier cohort: the points then, and what came of it.

    ``member`` is the person on the day of the score, as readers see them.
    ``needed_help``: they were NEET or not known on the later day. ``listed``: DfE's
    newest list of then had them.
    """

    member: Member
    points: int
    needed_help: bool
    listed: bool = False

    def column(self, threshold: int | None) -> int:
        """The place in COLUMNS at a threshold, or by DfE's list where it is None."""
        on_list = self.listed if threshold is None else self.points >= threshold
        if self.needed_help:
            return COLUMNS.index(FOUND if on_list else MISSED)
        return COLUMNS.index(FALSE_ALARM if on_list else NEITHER)


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold, or a group at one: the four numbers of COLUMNS and what follows.

    ``conversations`` is how many were on the list. ``false_alarms`` is the share of
    them that took part all the same, ``misses`` the share of those who were NEET or not
    known that the list did not have.
    """

    title: str
    cells: Sequence[Cell]
    conversations: Cell
    false_alarms: Cell
    misses: Cell


Counts = Sequence[int]


def counts(people: Iterable[Past], threshold: int | None) -> tuple[int, ...]:
    """How many are in each of COLUMNS, at a threshold or by DfE's list."""
    found = [0] * len(COLUMNS)
    for each in people:
        found[each.column(threshold)] += 1
    return tuple(found)


def by_threshold(
    people: Sequence[Past], thresholds: Iterable[int], suppression: Suppression
) -> list[Line]:
    """A line for each threshold, the lowest first.

    A threshold is not shown where the next lower one that is shown would give away a
    few people by the difference.
    """
    lines: list[Line] = []
    shown: Counts | None = None
    for each in thresholds:
        now = counts(people, each)
        if _discloses(now, shown, suppression):
            lines.append(_line(f"{each}", now, (HIDDEN,) * len(COLUMNS), suppression))
        else:
            shown = now
            cells = [suppression.count(number) for number in now]
            lines.append(_line(f"{each}", now, cells, suppression))
    return lines


def by_official_list(people: Sequence[Past], suppression: Suppression) -> Line:
    """The line of DfE's list of then, to be set beside the thresholds."""
    now = counts(people, None)
    few = _discloses(now, None, suppression)
    cells = [HIDDEN if few else suppression.count(number) for number in now]
    return _line("DfE’s list", now, cells, suppression)


def _discloses(now: Counts, shown: Counts | None, suppression: Suppression) -> bool:
    """Whether a number, or its difference from the one that is shown, is of a few."""
    before = shown if shown is not None else (0,) * len(now)
    return any(
        suppression.count(number).value is None
        or suppression.count(abs(number - other)).value is None
        for number, other in zip(now, before, strict=True)
    )


def by_group(
    people: Sequence[Past],
    threshold: int,
    suppression: Suppression,
    title: Callable[[str, str], str],
) -> dict[str, list[Line]]:
    """The lines of each breakdown of CUTS at one threshold; none is of what is sealed.

    ``title`` gives the words of a group of a breakdown. The tables are of the same
    people, so they are protected together.
    """
    tables = [_grouped(people, threshold, name, title) for name in CUTS]
    found = {}
    for name, table, shown in zip(
        CUTS, tables, suppression.apply(*tables), strict=True
    ):
        numbers = dict(zip(table.rows, table.counts, strict=True))
        found[name] = [
            _line(row, numbers[row], cells, suppression)
            for row, cells in zip(shown.rows, shown.cells, strict=True)
        ]
    return found


def _grouped(
    people: Sequence[Past],
    threshold: int,
    name: str,
    title: Callable[[str, str], str],
) -> Table:
    groups: dict[str, list[Past]] = defaultdict(list)
    for each in people:
        (group,) = BY_NAME[name].groups(each.member)
        groups[title(name, group)].append(each)
    rows = tuple(sorted(groups))
    return Table(rows, COLUMNS, tuple(counts(groups[row], threshold) for row in rows))


def _line(
    title: str, numbers: Counts, cells: Sequence[Cell], suppression: Suppression
) -> Line:
    """A line with its rates, which are hidden with the cells that they follow from."""
    found, false_alarm, missed, _ = numbers
    is_open = [cell.value is not None for cell in cells]
    on_list = found + false_alarm
    shows_list = is_open[0] and is_open[1]
    return Line(
        title,
        cells,
        suppression.count(on_list) if shows_list else HIDDEN,
        suppression.percent(false_alarm, on_list) if shows_list else HIDDEN,
        suppression.percent(missed, found + missed)
        if is_open[0] and is_open[2]
        else HIDDEN,
    )
