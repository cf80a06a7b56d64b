"""From Year 11 school to destination in the year after: the panel and its chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.figures.breakdowns import BETWEEN, EVERY
from tracker.domain.figures.disclosure import Cell, Suppression, Table
from tracker.domain.figures.measures import Figure
from tracker.domain.history.destination_category import Category
from tracker.reporting.panels.panel import Column, Kind, Panel, Row
from tracker.wording.group_titles import NameOf, in_order, title

#: The destinations that the figures by year group also show, as measures.
_SHOWN_ELSEWHERE = frozenset((Category.NEET.value, Category.NOT_KNOWN.value))

#: Destinations in their order, and shorter titles for the headings of the table.
DESTINATIONS = tuple(each.value for each in Category)
_SHORT = {
    Category.SCHOOL_SIXTH_FORM.value: "School sixth form",
    Category.SIXTH_FORM_COLLEGE.value: "Sixth-form college",
    Category.FURTHER_EDUCATION.value: "Further education",
    Category.OTHER_EDUCATION.value: "Other education",
    Category.NEET.value: "NEET",
}


#: How many schools have a band of their own: readers cannot distinguish more.
DRAWN = 10
OTHER_SCHOOLS = "Other schools"


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands of the chart: ``people`` are (source, target, how many)."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    people: tuple[tuple[int, int, int], ...]


def flows(
    groups: Mapping[str, Sequence[Figure]],
    *,
    measure: str,
    suppression: Suppression,
    name_of: NameOf,
    by_school: bool,
) -> tuple[Panel, Bands]:
    """The panel from Year 11 school to destination, and the bands of its chart.

    If not ``by_school``, all schools are one line: small numbers by school and year
    group could be worked out from the tables by school of both years together.
    """
    counts: dict[str, list[int]] = {}
    for group, figures in groups.items():
        school, _, destination = group.rpartition(BETWEEN)
        row = counts.setdefault(school if by_school else "", [0] * len(DESTINATIONS))
        for figure in figures:
            if figure.name == measure:
                row[DESTINATIONS.index(destination)] += int(figure.count)
    counts = {school: row for school, row in counts.items() if any(row)}
    cells: dict[str, tuple[Cell, ...]] = {}
    bottom: tuple[Cell, ...] = ()
    if counts and by_school:
        table = Table(tuple(counts), DESTINATIONS, tuple(map(tuple, counts.values())))
        (shown,) = suppression.apply(table)
        lines = zip(shown.rows, shown.cells, shown.row_totals, strict=True)
        cells = {school: (*line, total) for school, line, total in lines}
        bottom = (*shown.bottom, shown.total)
    elif counts:
        cells[""] = _one_line(counts[""], suppression)
    order = in_order("Year 11 school", cells, name_of)
    rows = tuple(
        Row(
            title("Year 11 school", school, name_of) if by_school else "Year 12",
            cells[school],
            group=school if by_school else None,
        )
        for school in order
    )
    used = [
        place
        for place in range(len(DESTINATIONS))
        if any(row.cells[place].value != 0 for row in rows)
    ]
    kept = (*used, -1)
    drawn, others = _largest(rows)
    panel = Panel(
        name="flows",
        title="From Year 11 school to destination",
        about="Everybody in the year after Year 11, by the school they were at in Year "
        "11 and where they are now."
        + (
            f" The chart shows the {len(drawn)} schools with the most young people "
            f"separately and the other {len(others)} together; the table has all."
            if others
            else ""
        ),
        corner="School in Year 11",
        columns=(
            *(
                Column(
                    _SHORT.get(DESTINATIONS[place], DESTINATIONS[place]),
                    Kind.COUNT,
                    measure,
                    ending=f"{BETWEEN}{DESTINATIONS[place]}",
                )
                for place in used
            ),
            Column("All", Kind.COUNT, measure, ending=f"{BETWEEN}{EVERY}"),
        ),
        rows=tuple(
            replace(row, cells=tuple(row.cells[at] for at in kept)) for row in rows
        ),
        bottom=Row("All schools", tuple(bottom[at] for at in kept), group=EVERY)
        if bottom
        else None,
        by="flow",
    )
    sources = [(row.title, [row]) for row in drawn]
    if others:
        sources.append((OTHER_SCHOOLS, others))
    return panel, Bands(
        sources=tuple(title for title, _ in sources),
        targets=tuple(column.heading for column in panel.columns[:-1]),
        people=tuple(
            (source, target, people)
            for source, (_, lines) in enumerate(sources)
            for target, place in enumerate(used)
            if (people := sum(int(row.cells[place].value or 0) for row in lines))
        ),
    )


def _largest(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The schools with a band of their own, the largest first, and the others."""
    by_size = sorted(rows, key=lambda row: -(row.cells[-1].value or 0))
    if len(by_size) <= DRAWN + 1:
        return list(rows), []
    return by_size[:DRAWN], by_size[DRAWN:]


def _one_line(row: Sequence[int], suppression: Suppression) -> tuple[Cell, ...]:
    """The counts of all destinations, then their total, after disclosure control.

    Readers know some of the counts from the figures by year group, so those cannot hide
    another number. The rest is protected without them.
    """
    rest = tuple(name for name in DESTINATIONS if name not in _SHOWN_ELSEWHERE)
    by_name = dict(zip(DESTINATIONS, row, strict=True))
    numbers = tuple(by_name[name] for name in rest)
    (shown,) = suppression.apply(Table(("",), rest, (numbers,)))
    cells = dict(zip(rest, shown.bottom, strict=True))
    return (
        *(cells.get(name) or suppression.count(by_name[name]) for name in DESTINATIONS),
        suppression.count(sum(row)),
    )
