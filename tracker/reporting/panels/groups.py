"""Panels by group: by school, home, need, and the other breakdowns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.domain.figures.breakdowns import EVERY
from tracker.domain.figures.disclosure import Suppression, Table
from tracker.domain.figures.measures import BY_NAME, Figure
from tracker.domain.reference.academic_year import Period, say_date
from tracker.reporting.panels import scale
from tracker.reporting.panels.divided import FEW_EACH, WHERE, Divided, Line
from tracker.reporting.panels.panel import (
    IN_ORDER,
    Column,
    Kind,
    Panel,
    Picture,
    Row,
    Series,
    as_number,
    stacked,
)
from tracker.wording.group_titles import (
    NameOf,
    in_order,
    name_of_breakdown,
    title,
)

#: A chart shows at most this many groups, and none with fewer young people than this,
#: where one more would change the percentage much. The table shows all groups.
DRAWN, FEWEST_DRAWN = 20, 10

_Counts = Mapping[str, Sequence[Figure]]


def grouped(
    table: Divided,
    shows: Sequence[str],
    *,
    as_of: date,
    name_of: NameOf,
    drawn: str | None = None,
    heading: str | None = None,
) -> Panel:
    """One breakdown: a line for each group, with count and percentage by measure.

    ``drawn`` is the measure whose percentages are drawn as bars.
    """
    by = table.by
    lines = {line.group: line for line in table.lines}
    rows = [
        _row(lines[group], title(by, group, name_of), shows)
        for group in in_order(by, (g for g in lines if g != FEW_EACH), name_of)
    ]
    if FEW_EACH in lines:
        rows.append(_row(lines[FEW_EACH], "Groups of few people, combined", shows))
    everybody = replace(
        _row(table.everybody, "Everybody", shows), group=None, everybody=True
    )
    breakdown = heading or name_of_breakdown(by)
    panel = Panel(
        name="groups",
        title=f"By {breakdown[:1].lower()}{breakdown[1:]}",
        about=_about(by, as_of),
        corner=breakdown,
        columns=(
            _all(shows),
            *(
                column
                for name in shows
                for column in (
                    Column(BY_NAME[name].heading, Kind.COUNT, name),
                    Column(f"{BY_NAME[name].heading} %", Kind.PERCENT),
                )
            ),
        ),
        rows=tuple(rows),
        bottom=everybody,
        by=by,
    )
    if drawn is None:
        return panel
    return _with_bars(panel, shows.index(drawn), BY_NAME[drawn].heading)


def _all(shows: Sequence[str]) -> Column:
    """The column of totals. The cohort's total is a measure of its own."""
    if shows[0] in WHERE.measures:
        return Column("All", Kind.COUNT, WHERE.base)
    return Column("All", Kind.COUNT, shows[0], counting=False)


def _row(line: Line, heading: str, shows: Sequence[str]) -> Row:
    return Row(
        heading,
        (
            line.total,
            *(
                cell
                for name in shows
                for cell in (line.counts[name], line.percents[name])
            ),
        ),
        group=None if line.group == FEW_EACH else line.group,
    )


def _about(by: str, as_of: date) -> str:
    day = say_date(as_of)
    if by == "characteristic":
        return (
            f"As at {day}. A young person with several characteristics is in several "
            "lines, so the lines add up to more than the total."
        )
    if by == "institution":
        return f"As at {day}, by where they are, or were last."
    return f"As at {day}."


def _with_bars(panel: Panel, place: int, measure: str) -> Panel:
    """The panel with the percentages of one measure as bars, the highest first."""
    column = 2 + 2 * place
    known = [
        row
        for row in panel.rows
        if row.cells[column].value and (row.cells[0].value or 0) >= FEWEST_DRAWN
    ]
    known.sort(key=lambda row: -(row.cells[column].value or 0))
    shown = known[:DRAWN]
    more = len(known) - len(shown)
    if len(shown) < 2:
        return panel
    everybody = panel.bottom.cells[column].value if panel.bottom else None
    of_all = f" Everybody together: {everybody}%." if everybody is not None else ""
    drawing = Picture(
        kind="bars",
        title=f"{measure}, {panel.title[:1].lower()}{panel.title[1:]}",
        about="Bars, the longest first: "
        f"{shown[0].title} has {shown[0].cells[column].value}%"
        f" and {shown[-1].title} {shown[-1].cells[column].value}%.{of_all}"
        + (f" {more} more groups are in the table only." if more else "")
        + f" Groups of fewer than {FEWEST_DRAWN}, and those at 0%, are not drawn.",
        labels=tuple(row.title for row in shown),
        series=(
            Series(
                f"{measure}, per cent",
                tuple(float(row.cells[column].value or 0) for row in shown),
            ),
        ),
        mark=None if everybody is None else ("Everybody", float(everybody)),
    )
    return replace(panel, picture=drawing)


def _counts(groups: _Counts, measure: str) -> dict[str, int]:
    """How many young people of each group the measure counts."""
    return {
        group: int(figure.count)
        for group, figures in groups.items()
        for figure in figures
        if figure.name == measure
    }


def counted(
    by: str,
    groups: _Counts,
    *,
    measure: str,
    suppression: Suppression,
    name_of: NameOf,
    name: str,
    heading: str,
    about: str,
    total: str,
    column: str = "Young people",
    withheld: str = "",
) -> Panel:
    """The young people of one measure by group, protected as one column.

    Each is in one group. ``withheld`` is the reason why no number may be shown, or
    empty.
    """
    counts = {group: n for group, n in _counts(groups, measure).items() if n}
    table = Table(
        tuple(counts), (measure,), tuple((count,) for count in counts.values())
    )
    (shown,) = suppression.withhold(table) if withheld else suppression.apply(table)
    cells = dict(zip(shown.rows, (row[0] for row in shown.cells), strict=True))
    rows = tuple(
        Row(title(by, group, name_of), (cells[group],), group=group)
        for group in in_order(by, counts, name_of)
    )
    return Panel(
        name=name,
        title=heading,
        about=about,
        corner=name_of_breakdown(by),
        columns=(Column(column, Kind.COUNT, measure),),
        rows=rows,
        bottom=Row(total, (shown.total,), group=EVERY),
        by=by,
        picture=None
        if withheld
        else Picture.of_counts("bars", heading, IN_ORDER, rows, [(0, column)]),
        notes=(withheld,) if withheld else (),
    )


def over_months(
    by: str,
    months: Mapping[Period, _Counts],
    *,
    measure: str,
    suppression: Suppression,
    name_of: NameOf,
    name: str,
    heading: str,
    about: str,
    hidden: Collection[Period] = (),
) -> Panel:
    """The young people of one measure by group at several month ends, as stacked bars.

    Of the months in ``hidden`` nothing is shown, because their totals are hidden.
    """
    groups = sorted({group for found in months.values() for group in found})
    ordered = in_order(by, groups, name_of)
    rows = []
    for month, found in months.items():
        counts = _counts(found, measure)
        row = tuple((counts.get(group, 0),) for group in ordered)
        table = Table(tuple(ordered), (measure,), row)
        (shown,) = (
            suppression.withhold(table) if month in hidden else suppression.apply(table)
        )
        cells = (*(each[0] for each in shown.cells), shown.total)
        rows.append(Row(month.label, cells, everybody=True, month=month.iso))
    titles = [title(by, group, name_of) for group in ordered]
    ends = scale.of_school_year(
        (month.month, as_number(row.cells[-1]))
        for month, row in zip(months, rows, strict=True)
    )
    return Panel(
        name=name,
        title=heading,
        about=about + (f" {ends.why}" if ends is not None else ""),
        corner="End of",
        columns=(
            *(
                Column(label, Kind.COUNT, measure, group=group)
                for group, label in zip(ordered, titles, strict=True)
            ),
            Column("All", Kind.COUNT, measure),
        ),
        rows=tuple(rows),
        by=by,
        picture=stacked(
            heading,
            "One bar for each month end, the newest last, divided by reason.",
            rows,
            enumerate(titles),
            None if ends is None else ends.top,
        ),
    )
