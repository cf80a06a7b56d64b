"""The leavers of an institution as rows, which the workbook and the CSV both write."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TextIO

from tracker.domain.leavers.destinations import Destinations, ReportedDay
from tracker.domain.leavers.leaver import Destination, Leaver
from tracker.domain.leavers.sustained import PROVISIONAL
from tracker.domain.reference.academic_year import say_date
from tracker.reporting.files.safe_text import Value, write_csv
from tracker.reporting.files.shared_table import MARK

PLACE = "School, college or employer"


class LeaverColumn(NamedTuple):
    """A column of the list: its heading, how wide it is, and a leaver's value."""

    heading: str
    width: int
    value: Callable[[Leaver], Value]


def has_form_groups(destinations: Destinations) -> bool:
    """Whether any leaver's form group is known; otherwise the column is left out."""
    return any(leaver.form_group for leaver in destinations.leavers)


def columns(destinations: Destinations) -> list[LeaverColumn]:
    """The columns of the list, with the dates that their headings name."""
    last = destinations.last
    found = [
        LeaverColumn("UPN", 15, lambda each: each.upn),
        LeaverColumn("Family name", 18, lambda each: each.family),
        LeaverColumn("Given name", 16, lambda each: each.given),
    ]
    if has_form_groups(destinations):
        found.append(LeaverColumn("Form group", 11, lambda each: each.form_group))
    for day in destinations.reported:
        found += _where(f"Where on {say_date(day.on)}", day.of)
    found += [
        LeaverColumn("Since", 14, lambda each: last.of(each).since),
        LeaverColumn("Confirmed on", 14, lambda each: last.of(each).confirmed_on),
        LeaverColumn("Confirmed by", 26, lambda each: last.of(each).source),
    ]
    if not destinations.now and destinations.shows_now:
        now = f"Where on {say_date(destinations.as_of)}, if still tracked"
        found += _where(now, lambda each: each.now)
    return [
        *found,
        LeaverColumn(
            f"Still there in March {destinations.left + 1}",
            13,
            lambda each: each.still_there,
        ),
        LeaverColumn(f"Two terms ({PROVISIONAL})", 18, lambda each: each.sustained),
        LeaverColumn(
            f"What lasted two terms ({PROVISIONAL})",
            30,
            lambda each: None if each.lasted_in is None else str(each.lasted_in),
        ),
    ]


def _where(
    heading: str, of: Callable[[Leaver], Destination | None]
) -> list[LeaverColumn]:
    def category(leaver: Leaver) -> Value:
        found = of(leaver)
        return None if found is None else str(found.category)

    def provider(leaver: Leaver) -> Value:
        found = of(leaver)
        return None if found is None else found.provider

    return [LeaverColumn(heading, 38, category), LeaverColumn(PLACE, 34, provider)]


def rows(destinations: Destinations) -> Iterator[tuple[Value, ...]]:
    """One row for each leaver who may be listed, by family name."""
    values = [column.value for column in columns(destinations)]
    for leaver in destinations.leavers:
        yield tuple(value(leaver) for value in values)


def when(day: ReportedDay) -> str:
    """The day of a set of destinations, in words."""
    return f"now ({say_date(day.on)})" if day.now else f"on {say_date(day.on)}"


def write_leavers(stream: TextIO, destinations: Destinations, *, mark: str = "") -> int:
    """Writes the leavers as CSV, as ``safe_text.write_csv`` does; returns how many.

    The ``mark`` of the disclosure is the last cell of each row.
    """
    headings = [column.heading for column in columns(destinations)]
    if not mark:
        return write_csv(stream, headings, rows(destinations))
    marked = ((*row, mark) for row in rows(destinations))
    return write_csv(stream, [*headings, MARK], marked)
