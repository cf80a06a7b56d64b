"""Coverage: the files of each sender by month, and those still owed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.intake.sending_calendar import Owed, owed_in
from tracker.domain.reference.academic_year import Period

MONTHS_SHOWN = 13
#: The academic age of Year 12: from here on colleges and sixth forms owe their lists.
YEAR_12 = 16


@dataclass(frozen=True, slots=True)
class Sent:
    """One sending: a batch, or a report that nothing has changed.

    ``used`` counts those of ``lines`` that are about a young person and can be used.
    """

    sender: str
    as_at: date
    batch: int | None
    lines: int = 0
    used: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One sender in one month. ``owed`` is true where a file was due."""

    month: Period
    sent: tuple[Sent, ...]
    owed: bool

    @property
    def lines(self) -> int:
        return sum(each.lines for each in self.sent)

    @property
    def used(self) -> int:
        return sum(each.used for each in self.sent)

    @property
    def percent(self) -> int | None:
        """The percentage of lines that could be used."""
        return round(100 * self.used / self.lines) if self.lines else None


@dataclass(frozen=True, slots=True)
class Sender:
    """A sender with its months, the oldest first.

    ``students`` counts our young people there after Year 11. ``last`` is the newest
    as-at date of its files. ``owes`` is the file that it has not sent for this month,
    ``late`` whether its day has passed.
    """

    key: str
    students: int
    cells: tuple[Cell, ...]
    last: date | None
    owes: Owed | None
    late: bool


def months(on: date) -> list[Period]:
    """The months of the grid; this month is the last."""
    found = [Period.of(on)]
    while len(found) < MONTHS_SHOWN:
        found.insert(0, found[0].previous)
    return found


def grid(sent: Iterable[Sent], students: Mapping[str, int], on: date) -> list[Sender]:
    """All senders with a file or with our students; those that owe one first."""
    by_sender: dict[str, list[Sent]] = defaultdict(list)
    for each in sent:
        by_sender[each.sender].append(each)
    shown = months(on)
    found = [
        _sender(key, by_sender.get(key, []), students.get(key, 0), shown, on)
        for key in {*by_sender, *(key for key, count in students.items() if count)}
    ]
    return sorted(
        found, key=lambda one: (not one.late, one.owes is None, -one.students, one.key)
    )


def _sender(
    key: str, sent: list[Sent], students: int, shown: list[Period], on: date
) -> Sender:
    by_month: dict[Period, list[Sent]] = defaultdict(list)
    for each in sent:
        by_month[Period.of(each.as_at)].append(each)
    cells = tuple(
        Cell(
            month,
            tuple(sorted(by_month[month], key=lambda one: (one.as_at, one.batch or 0))),
            students > 0 and owed_in(month) is not None,
        )
        for month in shown
    )
    this = owed_in(shown[-1])
    owes = this if students and this is not None and not cells[-1].sent else None
    return Sender(
        key,
        students,
        cells,
        max((each.as_at for each in sent if each.as_at <= on), default=None),
        owes,
        owes is not None and on > owes.by,
    )
