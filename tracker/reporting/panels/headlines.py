"""Panels of the whole cohort: a day's figures beside last year's and DfE's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.figures.comparison import COMPARED, Comparison
from tracker.domain.figures.disclosure import HIDDEN, Cell, half_up
from tracker.domain.figures.forecast import Winter, winter
from tracker.domain.figures.measures import (
    BY_NAME,
    COHORT,
    NEET,
    NEET_OR_NOT_KNOWN,
    NOT_KNOWN,
    PARTICIPATING,
    Figure,
)
from tracker.domain.figures.published import ENGLAND, change
from tracker.domain.reference.academic_year import (
    SUMMER,
    AcademicYear,
    Period,
    say_date,
)
from tracker.reporting.panels import scale
from tracker.reporting.panels.beside import published_cell
from tracker.reporting.panels.day import Day
from tracker.reporting.panels.divided import OF_PARTICIPATION
from tracker.reporting.panels.panel import (
    BY_ROW,
    NO_CHANGE,
    NOTHING,
    Column,
    Kind,
    Panel,
    Picture,
    Row,
    Series,
    as_number,
    number,
    say,
)

#: Measures whose change is reported; "NEET or not known" would only repeat two.
_MOVING = (PARTICIPATING.name, NEET.name, NOT_KNOWN.name)


def _by_name(figures: Iterable[Figure]) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures}


def points(now: Figure | None, before: Figure | None, shown: Sequence[Cell]) -> Cell:
    """The change in percentage points; nothing unless both percentages are shown."""
    if now is None or before is None or any(cell.value is None for cell in shown):
        return NOTHING
    return number(change(now, before))


def headlines(
    now: Day, before: Day | None, figures: Sequence[Figure], earlier: Sequence[Figure]
) -> Panel:
    """The figures of a day, beside those of the same month last year."""
    ours, theirs = _by_name(figures), _by_name(earlier)
    last = Period.of(before.as_of) if before else None
    columns = [
        Column("Young people", Kind.COUNT, BY_ROW, name="people"),
        Column("Of the cohort", Kind.PERCENT, name="share"),
    ]
    if last is not None:
        end = f"End of {last.label}"
        columns += [
            Column(end, Kind.PERCENT, BY_ROW, year_before=True, name="before"),
            Column("Change, points", Kind.CHANGE, name="change"),
        ]
    rows = []
    for name in (*COMPARED, "other_eet", *OF_PARTICIPATION):
        cells = [now.counts[name], now.percents[name]]
        if before is not None:
            was = before.percents[name]
            step = points(ours.get(name), theirs.get(name), (now.percents[name], was))
            cells += [was, step]
        rows.append(
            Row(
                BY_NAME[name].title,
                tuple(cells),
                everybody=True,
                month_before=last.iso if last else None,
                measure=name,
            )
        )
    bottom = Row(
        COHORT.title,
        (now.total, *[NOTHING] * (len(columns) - 1)),
        everybody=True,
        measure=COHORT.name,
    )
    return Panel(
        name="headlines",
        title=f"Where young people were on {say_date(now.as_of)}",
        about="Everybody aged 16 and 17 at the start of the academic year who lives "
        "here and is tracked. Those participating are in full-time education, an "
        "apprenticeship or other education and training.",
        corner="Measure",
        columns=tuple(columns),
        rows=tuple(rows),
        bottom=bottom,
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """A measure that changed between two days, after disclosure control."""

    measure: str
    was: Cell
    now: Cell
    points: float
    is_worse: bool

    @property
    def verb(self) -> str:
        return "rose" if self.points > 0 else "fell"


def moved(
    now: Day, before: Day, figures: Sequence[Figure], earlier: Sequence[Figure]
) -> list[Moved]:
    """The measures that changed since another day: the worse first, then by size."""
    ours, theirs = _by_name(figures), _by_name(earlier)
    found = []
    for name in _MOVING:
        was, is_now = before.percents[name], now.percents[name]
        cell = points(ours.get(name), theirs.get(name), (is_now, was))
        step = cell.value
        if step and say(cell, Kind.CHANGE) != NO_CHANGE:
            worse = (step < 0) if name == PARTICIPATING.name else (step > 0)
            found.append(Moved(name, was, is_now, float(step), worse))
    return sorted(found, key=lambda each: (not each.is_worse, -abs(each.points)))


def may_follow(month: Period) -> bool:
    """Whether a month can be compared with the one before: not over the summer."""
    return month.month not in SUMMER and month.previous.month not in SUMMER


def months(
    name: str,
    days: Mapping[Period, Day],
    here: Period,
    dfe: Comparison,
) -> Panel:
    """One measure at every month end of an academic year, beside the year before."""
    year = here.academic_year
    periods = year.periods
    rows = []
    for this in periods:
        count, percent = _shown(days, this if this <= here else None, name)
        rows.append(
            Row(
                this.month_name,
                (count, percent, *_shown(days, this.a_year_before, name)),
                everybody=True,
                month=this.iso,
                month_before=this.a_year_before.iso,
                measure=name,
            )
        )
    ours = year.label
    theirs = year.previous.label
    england = dfe.percent(ENGLAND, name)
    series = [
        Series(ours, tuple(as_number(row.cells[1]) for row in rows)),
        Series(theirs, tuple(as_number(row.cells[3]) for row in rows), faint=True),
    ]
    if england is not None and name != PARTICIPATING.name:
        winter_of = AcademicYear((dfe.year(name) or 0) - 1).label
        level = (england if each.month in (12, 1, 2) else None for each in periods)
        series.append(
            Series(f"England, winter of {winter_of}", tuple(level), dashed=True)
        )
    title = f"{BY_NAME[name].title}, month by month"
    ends = scale.of_school_year(
        (each.month, number)
        for line in series
        for each, number in zip(periods, line.numbers, strict=True)
    )
    return Panel(
        name="months",
        title=title,
        about=f"At the end of each month of {ours}, compared with {theirs}."
        + (f" {ends.why}" if ends is not None else ""),
        corner="End of",
        columns=(
            Column(f"{ours}, young people", Kind.COUNT, name),
            Column(f"{ours} %", Kind.PERCENT),
            Column(f"{theirs}, young people", Kind.COUNT, name, year_before=True),
            Column(f"{theirs} %", Kind.PERCENT),
        ),
        rows=tuple(rows),
        picture=Picture(
            kind="lines",
            title=title,
            about=f"Two lines over the months from September to August: {ours} and, "
            f"thinner and dashed, {theirs}. The table has the numbers.",
            labels=tuple(each.month_name[:3] for each in periods),
            series=tuple(series),
            top=None if ends is None else ends.top,
        ),
    )


def _shown(
    days: Mapping[Period, Day], period: Period | None, name: str
) -> tuple[Cell, Cell]:
    """The count and the percentage of a month; nothing if it is not held."""
    found = days.get(period) if period is not None else None
    if found is None or not found.held:
        return NOTHING, NOTHING
    return found.counts[name], found.percents[name]


#: The measures whose winter averages DfE publishes.
WINTER = (NEET_OR_NOT_KNOWN.name, NEET.name, NOT_KNOWN.name)


def winters(
    figures: Mapping[Period, Mapping[str, Figure]],
    latest: Period,
    dfe: Comparison,
    days: Mapping[Period, Day],
) -> tuple[Panel | None, Winter | None]:
    """The December to February average so far, its estimate, and how it was made.

    ``figures`` are those of the month ends that are held, by name; ``days`` are the
    same months after disclosure control. An average is shown only if every figure in it
    is, because a hidden month could be worked out from the average and the other
    months.
    """
    found = {
        name: winter({month: of[name] for month, of in figures.items()}, latest)
        for name in WINTER
    }
    first = found[NEET_OR_NOT_KNOWN.name]
    if first is None:
        return None, None
    published = dfe.year(NEET_OR_NOT_KNOWN.name) or 0
    rows = []
    for name in WINTER:
        each = found[name]
        assert each is not None
        so_far = each.so_far.percent if each.so_far else None
        became = None if each.became is None else half_up(each.became * 100)
        carried_on = (*each.held, latest, each.same_month_last_year, *each.last_winter)
        cells = (
            _if_shown(so_far, name, each.held, days),
            _if_shown(each.estimated_percent, name, carried_on, days),
            _if_shown(became, name, each.last_winter, days),
            published_cell(dfe, dfe.authority, name, published),
            published_cell(dfe, ENGLAND, name, published),
        )
        rows.append(Row(BY_NAME[name].title, cells, measure=name))
    panel = Panel(
        name="winter",
        title=f"December {first.year - 1} to February {first.year}: what DfE publishes",
        about=_so_far(first),
        corner="Measure",
        columns=(
            Column(f"Average so far ({len(first.held)} of 3 months)", Kind.PERCENT),
            Column("Estimate of the average", Kind.PERCENT, name="estimate"),
            Column("Last winter, by our records", Kind.PERCENT),
            Column(f"Published for {published or 'no year'}", Kind.PERCENT),
            Column(f"England, {published or 'no year'}", Kind.PERCENT),
        ),
        rows=tuple(rows),
    )
    return panel, first


def _if_shown(
    value: float | None,
    name: str,
    made_of: Iterable[Period],
    days: Mapping[Period, Day],
) -> Cell:
    """A number made from a measure's percentages, if those of all months are shown."""
    if value is None:
        return NOTHING
    if all(month in days and days[month].percent_shown(name) for month in made_of):
        return number(value)
    return HIDDEN


def _so_far(season: Winter) -> str:
    if season.over:
        return (
            f"The winter is over: these are the averages of December {season.year - 1} "
            f"to February {season.year}, from what is known today."
        )
    if season.estimate is None:
        return (
            "There is no estimate: it needs figures for the same month last year and "
            "the whole of last winter, and we do not hold them."
        )
    months = " and ".join(each.label for each in season.held)
    been = f"{months} count as they were; for the rest " if months else ""
    return (
        f"The estimate is not a forecast of what will be achieved: {been}the figures "
        f"for {season.latest.label} are changed by as many percentage points as they "
        "changed last year from the same month to each month of the winter."
    )
