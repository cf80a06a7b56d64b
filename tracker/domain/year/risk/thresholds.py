"""Thresholds on an earlier cohort: what each would have cost, and what it missed.

A score is worked out with what was known on a day of Year 11. Each is then set beside
what the young person did on 1 March after leaving. A false alarm was on the list and
took part; a miss was not on it and was NEET or not known.
Each stands beside the other, for everybody and by group, because a threshold that is
fair to all together may miss most of one group.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

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


@dataclass(frozen=True, slots=True)
class Counted:
    """An earlier cohort as numbers, which name no one: what is kept of it.

    ``levels`` are the counts of COLUMNS at each threshold, ``official`` those of DfE's
    list. ``groups`` are those at each threshold, by breakdown of CUTS and group.
    """

    levels: Mapping[int, Counts]
    official: Counts
    groups: Mapping[str, Mapping[str, Mapping[int, Counts]]]

    @property
    def people(self) -> int:
        return sum(self.official)

    @property
    def needed_help(self) -> int:
        return (
            self.official[COLUMNS.index(FOUND)] + self.official[COLUMNS.index(MISSED)]
        )

    def as_json(self) -> dict[str, Any]:
        """The numbers as JSON can hold them."""
        return {
            "levels": _as_json(self.levels),
            "official": list(self.official),
            "groups": {
                name: {group: _as_json(each) for group, each in groups.items()}
                for name, groups in self.groups.items()
            },
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """The numbers that ``as_json`` gave."""
        return cls(
            _of_json(kept["levels"]),
            tuple(kept["official"]),
            {
                name: {group: _of_json(each) for group, each in groups.items()}
                for name, groups in kept["groups"].items()
            },
        )


def _as_json(levels: Mapping[int, Counts]) -> dict[str, list[int]]:
    return {str(level): list(numbers) for level, numbers in levels.items()}


def _of_json(levels: Mapping[str, Sequence[int]]) -> dict[int, Counts]:
    return {int(level): tuple(numbers) for level, numbers in levels.items()}


def counted(people: Sequence[Past], thresholds: Iterable[int]) -> Counted:
    """The numbers of an earlier cohort at each of these thresholds."""
    wanted = tuple(thresholds)
    groups: dict[str, dict[str, list[Past]]] = {name: {} for name in CUTS}
    for each in people:
        for name in CUTS:
            (group,) = BY_NAME[name].groups(each.member)
            groups[name].setdefault(group, []).append(each)
    return Counted(
        _at_each(people, wanted),
        counts(people, None),
        {
            name: {group: _at_each(some, wanted) for group, some in by_group.items()}
            for name, by_group in groups.items()
        },
    )


def _at_each(people: Sequence[Past], thresholds: Iterable[int]) -> dict[int, Counts]:
    return {each: counts(people, each) for each in thresholds}


def by_threshold(cohort: Counted, suppression: Suppression) -> list[Line]:
    """A line for each threshold, the lowest first.

    A threshold is not shown where the next lower one that is shown would give away a
    few people by the difference.
    """
    lines: list[Line] = []
    shown: Counts | None = None
    for each, now in sorted(cohort.levels.items()):
        if _discloses(now, shown, suppression):
            lines.append(_line(f"{each}", now, (HIDDEN,) * len(COLUMNS), suppression))
        else:
            shown = now
            cells = [suppression.count(number) for number in now]
            lines.append(_line(f"{each}", now, cells, suppression))
    return lines


def by_official_list(cohort: Counted, suppression: Suppression) -> Line:
    """The line of DfE's list of then, to be set beside the thresholds."""
    now = cohort.official
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
    cohort: Counted,
    threshold: int,
    suppression: Suppression,
    title: Callable[[str, str], str],
) -> dict[str, list[Line]]:
    """The lines of each breakdown of CUTS at one threshold; none is of what is sealed.

    ``title`` gives the words of a group of a breakdown. The tables are of the same
    people, so they are protected together.
    """
    tables = [_grouped(cohort, threshold, name, title) for name in CUTS]
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
    cohort: Counted,
    threshold: int,
    name: str,
    title: Callable[[str, str], str],
) -> Table:
    """Groups with the same words are one row."""
    rows: dict[str, Counts] = {}
    for group, levels in cohort.groups[name].items():
        words, now = title(name, group), levels[threshold]
        before = rows.get(words, (0,) * len(COLUMNS))
        rows[words] = tuple(a + b for a, b in zip(before, now, strict=True))
    ordered = tuple(sorted(rows))
    return Table(ordered, COLUMNS, tuple(tuple(rows[row]) for row in ordered))


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
