"""What lapses, when and where: the young people to confirm before each month."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.domain.figures.breakdowns import BETWEEN, EVERY, LAPSES
from tracker.domain.figures.disclosure import Cell, Suppression, percent
from tracker.domain.figures.measures import COHORT, Figure
from tracker.domain.reference.academic_year import AcademicYear, Period, say_date
from tracker.reporting.panels import groups
from tracker.reporting.panels.panel import NOTHING, Column, Kind, Panel, Row
from tracker.wording.group_titles import NameOf, title

#: Places are in the order of what lapses there within so many months, then of all.
SOON = 3

#: The figures by group, as ``actions.figures.measured`` gives them.
Groups = Mapping[str, Sequence[Figure]]


def by_month(found: Groups, *, suppression: Suppression, withheld: str = "") -> Panel:
    """The young people whose activity lapses, by month and protected as one column.

    ``withheld`` is the reason why no number may be shown, or empty.
    """
    months: dict[str, list[Figure]] = {}
    for group, figures in found.items():
        every_place = f"{EVERY}{BETWEEN}{_month(group)}"
        for figure in figures:
            if figure.name == COHORT.name:
                months[every_place] = [_plus(figure, months.get(every_place))]
    return groups.counted(
        LAPSES,
        months,
        measure=COHORT.name,
        suppression=suppression,
        name_of=lambda key: None,
        name="lapses",
        heading="What will lapse, and when",
        about="Young people who are known, by the month in which that has to be "
        "confirmed again. Those too old for these figures by then are left out.",
        total="All whose activity lapses",
        withheld=withheld,
    )


def if_nothing_is_confirmed(
    panel: Panel, *, not_known: int, cohort: int, as_of: date
) -> Panel:
    """The panel by month, with those not known after each if nothing is confirmed.

    ``not_known`` and ``cohort`` are the young people of ``as_of``. The sum ends with
    July: in September Year 13 leaves the cohort and Year 11 comes into it.
    """
    rows, so_far, end = [], not_known, None
    summer, soon = Period.of(AcademicYear.of(as_of).ends), _soon(as_of)
    for row in panel.rows:
        month = Period.parse(_month(row.group or ""))
        then: tuple[Cell, Cell] = (NOTHING, NOTHING)
        if month < summer:
            so_far += int(row.cells[0].value or 0)
            then = Cell(so_far), Cell(percent(so_far, cohort))
            if end is None or month < soon:
                end = (row.title, then[1].value)
        rows.append(replace(row, cells=(*row.cells, *then)))
    now = percent(not_known, cohort)
    rises = (
        f" If nothing is confirmed, not known rises from {now}% on {say_date(as_of)} "
        f"to {end[1]}% after {end[0]}."
        if end is not None and so_far > not_known
        else ""
    )
    return replace(
        panel,
        about=panel.about + rises,
        columns=(
            *panel.columns,
            Column("Not known after it, if nothing is confirmed"),
            Column("Not known after it, %", Kind.PERCENT),
        ),
        rows=tuple(rows),
        bottom=panel.bottom
        and replace(panel.bottom, cells=(*panel.bottom.cells, NOTHING, NOTHING)),
        notes=(
            *panel.notes,
            f"From {summer.label} no sum is given: Year 13 leaves these figures and "
            "Year 11 comes into them.",
        ),
    )


def by_place(found: Groups, *, name_of: NameOf, as_of: date) -> Panel:
    """The young people whose activity lapses, a line for each place.

    For readers who may open the list behind each number. The place where most lapses
    soon comes first: its list is the next one to ask for. Then come those where
    something lapses earliest, and last those who are at no place.
    """
    places: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for group, figures in found.items():
        where, _, month = group.rpartition(BETWEEN)
        places[where][month] += sum(
            int(each.count) for each in figures if each.name == COHORT.name
        )
    months = sorted({month for counts in places.values() for month in counts})
    soon = _soon(as_of)

    def urgency(where: str) -> tuple[bool, int, str, int, str]:
        counts = {month: people for month, people in places[where].items() if people}
        first = sum(n for month, n in counts.items() if Period.parse(month) < soon)
        name = title("institution", where, name_of)
        return not where, -first, min(counts, default=""), -sum(counts.values()), name

    rows = [
        Row(
            title("institution", where, name_of),
            _cells([places[where][month] for month in months]),
            group=where,
        )
        for where in sorted(places, key=urgency)
    ]
    return Panel(
        name="places",
        title="What will lapse, by place",
        about=f"Where they are on {say_date(as_of)}. The places whose next list would "
        f"confirm most before {soon.label} come first, then those where something "
        "lapses earliest. Those at no place, such as most in work, come last: no list "
        "will confirm them.",
        corner="Place",
        columns=tuple(
            Column(heading, Kind.COUNT, COHORT.name, ending=f"{BETWEEN}{month}")
            for month, heading in (
                *((month, _short(month)) for month in months),
                (EVERY, "All"),
            )
        ),
        rows=tuple(rows),
        bottom=Row(
            "All places",
            _cells([sum(each[month] for each in places.values()) for month in months]),
            group=EVERY,
        ),
        by=LAPSES,
    )


def _plus(figure: Figure, others: Sequence[Figure] | None) -> Figure:
    if not others:
        return figure
    (other,) = others
    return replace(figure, count=figure.count + other.count, of=figure.of + other.of)


def _cells(counts: Sequence[int]) -> tuple[Cell, ...]:
    return (*(Cell(count) for count in counts), Cell(sum(counts)))


def _month(group: str) -> str:
    return group.rpartition(BETWEEN)[2]


def _soon(as_of: date) -> Period:
    """The month before whose beginning what lapses is urgent."""
    month = Period.of(as_of)
    for _ in range(SOON):
        month = month.next
    return month


def _short(month: str) -> str:
    """ "Dec 2026": a heading above a narrow column."""
    name, year = Period.parse(month).label.split()
    return f"{name[:3]} {year}"
