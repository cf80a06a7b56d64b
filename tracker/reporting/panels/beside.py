"""Panels of the authority's own figures beside the figures that DfE published."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from tracker.domain.figures.comparison import (
    COMPARED,
    Comparison,
    is_of_season,
    period_of,
)
from tracker.domain.figures.disclosure import Cell, half_up
from tracker.domain.figures.measures import BY_NAME
from tracker.domain.figures.published import ENGLAND, OFFERS
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.codes import AUTHORITIES
from tracker.reporting.panels.day import Day
from tracker.reporting.panels.panel import (
    BY_ROW,
    NOTHING,
    Column,
    Kind,
    Panel,
    Row,
    as_number,
    number,
)


def beside(
    now: Day,
    dfe: Comparison,
    offers: Mapping[int, Cell] | None = None,
) -> Panel | None:
    """A day's figures beside those that DfE published; None if none are held.

    ``offers`` are the authority's own shares of the September Guarantee by the year of
    the September, after disclosure control: the newest is compared with the published
    figure, and authorities are named as the list of authorities has them.
    """
    measures = [name for name in COMPARED if dfe.year(name) is not None]
    if dfe.year(OFFERS) is not None and offers is not None:
        measures.append(OFFERS)
    if not measures:
        return None
    region = dfe.region if _has_any(dfe, dfe.region, measures) else None
    _, newest_offers = max((offers or {}).items(), default=(0, NOTHING))
    # Our figure of the guarantee is always that of a September.
    compared = {
        name: name == OFFERS or is_of_season(name, now.as_of) for name in measures
    }
    rows = []
    for name in measures:
        year = dfe.year(name) or 0
        percent = newest_offers if name == OFFERS else now.percents[name]
        cells = [
            percent,
            number(dfe.fifth(as_number(percent), name) if compared[name] else None),
            *_compared_with(dfe, name, year, region),
            Cell(None, period_of(name, year)),
        ]
        # Offers count another cohort, so no list of this day's people is behind them.
        rows.append(
            Row(
                BY_NAME[name].title,
                tuple(cells),
                everybody=name != OFFERS,
                measure=name,
            )
        )
    years = {dfe.year(name) for name in measures if name != OFFERS}
    of_year = f" for {years.pop()}" if len(years) == 1 else ""
    return Panel(
        name="published",
        title=f"Compared with what DfE published{of_year}",
        about="DfE publishes NEET and not known as averages of December to February, "
        "and participation at the end of March. A figure of another month is in no "
        "quintile, and stands beside them for guidance only; in autumn NEET and not "
        "known are usually higher.",
        corner="Measure",
        columns=(
            Column("Now", Kind.PERCENT, BY_ROW),
            Column("Quintile of authorities", Kind.FIFTH, name="quintile"),
            *_columns(dfe, region),
            Column("Published figure is for", Kind.TEXT),
        ),
        rows=tuple(rows),
        notes=_notes(dfe, measures, rows, fifths=any(compared.values())),
    )


def _columns(dfe: Comparison, region: str | None) -> list[Column]:
    """The columns of published figures: here, England, region, neighbours."""
    titles = [f"{_name_of(dfe.authority)}, published", ENGLAND]
    if region:
        titles.append(region)
    if dfe.neighbours:
        of = dfe.official
        titles.append(
            f"Official neighbours of {of}" if of else "Statistical neighbours"
        )
    return [Column(title, Kind.PERCENT) for title in titles]


def _name_of(authority: str) -> str:
    known = AUTHORITIES.get(authority)
    return authority if known is None else known.title


def _compared_with(
    dfe: Comparison, name: str, year: int, region: str | None
) -> list[Cell]:
    """A measure's published figures of a year: here, England, region, neighbours."""
    cells = [
        published_cell(dfe, dfe.authority, name, year),
        published_cell(dfe, ENGLAND, name, year),
    ]
    if region:
        cells.append(published_cell(dfe, region, name, year))
    if dfe.neighbours:
        average, _ = dfe.of_neighbours(name, year)
        cells.append(number(None if average is None else half_up_float(average)))
    return cells


def guarantee(offers: Mapping[int, Cell], dfe: Comparison) -> Panel | None:
    """The September Guarantee of each year: the authority's records beside DfE's.

    ``offers`` are the authority's own shares by the year of the September, after
    disclosure control. None if neither these nor published figures are held.
    """
    published = {row.year - 1 for row in dfe.rows if OFFERS in row.percents}
    septembers = sorted(published | set(offers), reverse=True)
    if not septembers:
        return None
    held = _has_any(dfe, dfe.region, [OFFERS], all_years=True)
    region = dfe.region if held else None
    ours = Column(f"{_name_of(dfe.authority)}, by our records", Kind.PERCENT)
    rows = [
        Row(
            Period(september, 9).label,
            (
                offers.get(september, NOTHING),
                *_compared_with(dfe, OFFERS, september + 1, region),
            ),
            measure=OFFERS,
        )
        for september in septembers
    ]
    return Panel(
        name="guarantee",
        title="September Guarantee: offers made, year by year",
        about="The share of young people in Years 11 and 12 who were offered a "
        "suitable place by the end of September, by our records and as DfE published "
        "it. A share can be a little over 100%: young people are added after the list "
        "is fixed.",
        corner="By the end of",
        columns=(ours, *_columns(dfe, region)),
        rows=tuple(rows),
        notes=_notes(dfe, [OFFERS], rows, fifths=False),
    )


def _has_any(
    dfe: Comparison,
    area: str | None,
    measures: Iterable[str],
    *,
    all_years: bool = False,
) -> bool:
    rows = [row for row in dfe.rows if row.area == area]
    return any(
        name in {**row.percents, **row.symbols}
        for name in measures
        for row in rows
        if all_years or row.year == dfe.year(name)
    )


#: The meanings of DfE's symbols, in the order in which they are explained.
_SYMBOLS = {
    "c": "hidden by DfE, because few young people are counted",
    "low": "more than zero, but rounds to zero",
    "~": "more than zero, but rounds to zero",
    "x": "not available",
    ":": "not available",
    "-": "not available",
    "z": "does not apply",
}


def _notes(
    dfe: Comparison,
    measures: Sequence[str],
    rows: Sequence[Row],
    *,
    fifths: bool = True,
) -> tuple[str, ...]:
    notes = []
    if fifths:
        lines = sorted({dfe.lines_of(name) for name in measures})
        notes.append(
            "Quintiles of authorities run from the 1st (best) to the 5th (worst), by "
            f"DfE's boundaries for {' and '.join(map(str, lines))}."
        )
    places = [name for name in measures if name != OFFERS] or measures
    if dfe.region and not _has_any(dfe, dfe.region, places):
        notes.append(f"The table that was loaded has no line for {dfe.region}.")
    if dfe.neighbours:
        notes += _about_neighbours(dfe, measures)
    shown = {cell.symbol for row in rows for cell in row.cells}
    notes += [
        f"{symbol}: {words}." for symbol, words in _SYMBOLS.items() if symbol in shown
    ]
    sources = {
        dfe.sources.get((dfe.year(name) or 0, name), None): None for name in measures
    }
    loaded = [source for source in sources if source is not None]
    if loaded:
        notes.append(f"Source: Department for Education; {'; '.join(loaded)}.")
    if len(loaded) < len(sources):
        notes.append(
            "Source: Department for Education; the few figures supplied with the "
            "service."
        )
    return tuple(notes)


def _about_neighbours(dfe: Comparison, measures: Sequence[str]) -> list[str]:
    """The names of the neighbours, and which of them have no published figure."""
    neighbours = dfe.neighbours
    which = (
        f"The {len(neighbours)} official neighbours of {dfe.official}, each counted "
        "equally: "
        if dfe.official is not None
        else f"The average of {len(neighbours)} neighbours, each counted equally: "
    )
    notes = [f"{which}{', '.join(map(_name_of, neighbours))}."]
    without = [set(dfe.without_figure(name)) for name in measures]
    never = set.intersection(*without) if without else set()
    missing = [code for code in neighbours if code in never]
    if missing and dfe.whole:
        listed = ", ".join(map(_name_of, missing))
        have, are = ("has", "is") if len(missing) == 1 else ("have", "are")
        notes.append(
            f"{len(missing)} of them {have} no figure in the table and {are} left out: "
            f"{listed}. An authority that is new, merged or very small may have none."
        )
    return notes


def published_cell(dfe: Comparison, area: str, name: str, year: int) -> Cell:
    """A published percentage, or the symbol that DfE put in its place."""
    row = dfe.row(area, year)
    if row is None:
        return NOTHING
    if name in row.percents:
        return Cell(half_up_float(row.percents[name]))
    return Cell(None, row.symbols.get(name))


def half_up_float(value: float) -> float:
    """Rounded to one decimal place; published figures are never more exact."""
    return half_up(Fraction(str(round(value, 6))))
