"""The improvement plan as tables: its aims, each month beside them, and the evidence.

They leave the team, so every number of young people is protected.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.domain.figures import found_since, last_confirmed
from tracker.domain.figures.breakdowns import EVERY
from tracker.domain.figures.disclosure import Cell, Suppression, Table
from tracker.domain.figures.improvement_plan import (
    MONTHS,
    Aim,
    ImprovementAction,
    ImprovementPlan,
    expected,
)
from tracker.domain.figures.measures import BY_NAME, COHORT
from tracker.domain.history.evidence import Tier
from tracker.domain.reference.academic_year import Period, say_date
from tracker.reporting.panels.day import Day
from tracker.reporting.panels.panel import (
    NOTHING,
    Column,
    Kind,
    Panel,
    Picture,
    Row,
    Series,
    as_number,
)


def aims(plan: ImprovementPlan, days: Mapping[Period, Day], now: Period) -> Panel:
    """Each aim beside the baseline and the newest month: what is still to go."""
    rows = []
    for aim in plan.aims:
        first, last = (_percent(days, each, aim.measure) for each in (plan.begins, now))
        line = _expected(plan, aim, first, now)
        rows.append(
            Row(
                BY_NAME[aim.measure].title,
                (first, last, line, Cell(aim.percent), _points(last, aim.percent)),
                measure=aim.measure,
            )
        )
    return Panel(
        name="aims",
        title=f"What shall be reached by the end of {plan.ends.label}",
        about=f"The baseline is the end of {plan.begins.label}. What is expected lies "
        "on a straight line from there to the aim.",
        corner="Measure",
        columns=(
            Column(f"End of {plan.begins.label}", Kind.PERCENT),
            Column(f"End of {now.label}", Kind.PERCENT),
            Column(f"Expected by {now.label}", Kind.PERCENT),
            Column("Aim", Kind.PERCENT),
            Column("Still to go, points", Kind.CHANGE),
        ),
        rows=tuple(rows),
    )


def path(
    aim: Aim, plan: ImprovementPlan, days: Mapping[Period, Day], now: Period
) -> Panel:
    """One measure at the end of each month of the plan, beside what is expected."""
    baseline = _percent(days, plan.begins, aim.measure)
    rows = []
    for month in (plan.begins, *plan.months):
        found = days.get(month) if month <= now else None
        if found is not None and not found.held:
            found = None
        share = found.percents[aim.measure] if found is not None else NOTHING
        line = _expected(plan, aim, baseline, month)
        rows.append(
            Row(
                month.label,
                (
                    found.counts[aim.measure] if found is not None else NOTHING,
                    share,
                    line,
                    _points(line, share.value) if share.value is not None else NOTHING,
                ),
                everybody=True,
                month=month.iso,
                measure=aim.measure,
            )
        )
    heading = BY_NAME[aim.measure].title
    return Panel(
        name=f"path-{aim.measure}",
        title=f"{heading}, month by month",
        about=f"The aim is {aim.percent:.1f}% at the end of {plan.ends.label}.",
        corner="End of",
        columns=(
            Column("Young people", Kind.COUNT, aim.measure),
            Column("Of the cohort", Kind.PERCENT),
            Column("Expected", Kind.PERCENT),
            Column("Above what is expected, points", Kind.CHANGE),
        ),
        rows=tuple(rows),
        # Where every number is hidden there is nothing to draw.
        picture=Picture(
            kind="lines",
            title=f"{heading}, month by month",
            about="Two lines over the months of the plan: what was measured and, "
            "thinner and dashed, what is expected. The table has the numbers.",
            labels=tuple(each.month_name[:3] for each in (plan.begins, *plan.months)),
            series=(
                Series("Measured", tuple(as_number(row.cells[1]) for row in rows)),
                Series(
                    "Expected",
                    tuple(as_number(row.cells[2]) for row in rows),
                    faint=True,
                ),
            ),
        )
        if any(row.cells[2].value is not None for row in rows)
        else None,
    )


def actions(plan: ImprovementPlan, *, on: date) -> Panel:
    """What each owner does, the earliest due first, and how it stands on a day."""
    in_order = sorted(plan.actions, key=lambda each: (each.due or date.max, each.place))
    return Panel(
        name="actions",
        title="Actions",
        about=_so_far(plan.actions, on)
        if plan.actions
        else "The plan has no actions yet.",
        corner="Action",
        columns=tuple(
            Column(heading, Kind.TEXT)
            for heading in ("Who does it", "By", "How it stands", "Shown by")
        ),
        rows=tuple(
            Row(
                each.what,
                tuple(
                    Cell(None, text)
                    for text in (
                        each.owner,
                        say_date(each.due) if each.due else "",
                        _standing(each, on),
                        each.shown_by,
                    )
                ),
            )
            for each in in_order
        ),
    )


def found(
    by_month: Mapping[Period, Mapping[Tier, int]], *, suppression: Suppression
) -> Panel:
    """Those found in each month, by the source that confirmed last what they do."""
    tiers = [
        (group, tier)
        for group, tier in found_since.GROUPS.items()
        if any(counts.get(tier) for counts in by_month.values())
    ]
    rows = []
    for month in sorted(by_month):
        counts = {group: by_month[month].get(tier, 0) for group, tier in tiers}
        cells, total = _protected(counts, suppression)
        rows.append(
            Row(
                month.label,
                (*(cells[group] for group, _ in tiers), total),
                everybody=True,
                month=month.iso,
            )
        )
    return Panel(
        name="found",
        title="Found each month, by source",
        about="Young people who were not known at the end of the month before and were "
        "known at the end of the month, by the kind of source that confirmed last what "
        "they do."
        if tiers
        else "No one who was not known has been found in these months.",
        corner="Month",
        columns=tuple(
            Column(words, Kind.COUNT, COHORT.name, group=group)
            for group, words in (
                *((group, found_since.heading(group)) for group, _ in tiers),
                (EVERY, "All found"),
            )
        ),
        rows=tuple(rows),
        by=found_since.FOUND,
    )


def confirmed(counts: Sequence[int], *, as_of: date, suppression: Suppression) -> Panel:
    """How long ago what each does was last confirmed; ``counts`` are by BANDS."""
    titles = [band.group for band in last_confirmed.BANDS]
    cells, total = _protected(dict(zip(titles, counts, strict=True)), suppression)
    everybody = sum(counts)
    return Panel(
        name="confirmed",
        title=f"When activities were last confirmed, on {say_date(as_of)}",
        about="Ages 16 and 17, by the last confirmation of what they do.",
        corner="Last confirmed",
        columns=(
            Column("Young people", Kind.COUNT, COHORT.name),
            Column("Of the cohort", Kind.PERCENT),
        ),
        rows=tuple(
            Row(
                title,
                (
                    cells[title],
                    cells[title]
                    if cells[title].value is None
                    else suppression.percent(count, everybody),
                ),
                group=title,
            )
            for title, count in zip(titles, counts, strict=True)
        ),
        bottom=Row(COHORT.title, (total, NOTHING), everybody=True),
        by=last_confirmed.CONFIRMED,
    )


def lists(places: Sequence[tuple[str, date | None, bool]], *, as_of: date) -> Panel:
    """Each place that owes lists, with the day of its newest one.

    ``places`` are the name, the day, and whether the list of this month is owed.
    """
    return Panel(
        name="lists",
        title=f"Lists of schools, colleges and providers on {say_date(as_of)}",
        about="Those that owe the list of this month come first."
        if places
        else "No school, college or provider has sent a list or has our young people.",
        corner="Place",
        columns=(
            Column("Newest list", Kind.TEXT),
            Column("List of this month", Kind.TEXT),
        ),
        rows=tuple(
            Row(
                name,
                (
                    Cell(None, say_date(last) if last else "None yet"),
                    Cell(None, "Owed" if owes else "Up to date"),
                ),
            )
            for name, last, owes in places
        ),
    )


def _protected(
    counts: Mapping[str, int], suppression: Suppression
) -> tuple[dict[str, Cell], Cell]:
    """Counts of one column, each young person in one of them, and their total."""
    table = Table(tuple(counts), ("people",), tuple((n,) for n in counts.values()))
    (shown,) = suppression.apply(table)
    cells = (row[0] for row in shown.cells)
    return dict(zip(shown.rows, cells, strict=True)), shown.total


def _percent(days: Mapping[Period, Day], month: Period, measure: str) -> Cell:
    found = days.get(month)
    return found.percents[measure] if found is not None and found.held else NOTHING


def _expected(plan: ImprovementPlan, aim: Aim, baseline: Cell, month: Period) -> Cell:
    """What is expected at the end of a month; nothing without a baseline."""
    if baseline.value is None:
        return NOTHING
    if month <= plan.begins:
        return baseline
    past = sum(each <= month for each in plan.months)
    return Cell(expected(float(baseline.value), aim.percent, min(past, MONTHS)))


def _points(cell: Cell, other: float | int) -> Cell:
    """By how much ``other`` is above a cell, in percentage points."""
    if cell.value is None:
        return NOTHING
    return Cell(round(float(other) - float(cell.value), 1))


def _standing(each: ImprovementAction, on: date) -> str:
    if each.done_on is not None:
        return f"Done {say_date(each.done_on)}"
    return "Overdue" if each.due is not None and each.due < on else "To do"


def _so_far(found: Sequence[ImprovementAction], on: date) -> str:
    standing = [_standing(each, on) for each in found]
    late = standing.count("Overdue")
    done = sum(each.startswith("Done") for each in standing)
    return f"{done} of {len(standing)} done" + (f", {late} overdue." if late else ".")
