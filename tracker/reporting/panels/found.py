"""Those found since the month end before, by the source that made them known."""

from collections.abc import Mapping
from datetime import date

from tracker.domain.figures import found_since
from tracker.domain.figures.breakdowns import EVERY
from tracker.domain.figures.disclosure import Cell
from tracker.domain.figures.measures import COHORT
from tracker.domain.history.evidence import Tier
from tracker.domain.reference.academic_year import say_date
from tracker.reporting.panels.panel import IN_ORDER, Column, Kind, Panel, Picture, Row


def by_source(counts: Mapping[Tier, int], as_of: date) -> Panel:
    """The panel, the most fruitful source first.

    For readers who may open the list behind each number.
    """
    rows = tuple(
        Row(found_since.heading(group), (Cell(counts[tier]),), group=group)
        for group, tier in sorted(
            found_since.GROUPS.items(),
            key=lambda pair: (-counts.get(pair[1], 0), pair[1]),
        )
        if counts.get(tier)
    )
    on = say_date(as_of)
    title = f"Found since {say_date(found_since.before(as_of))}, by source"
    return Panel(
        name="found",
        title=title,
        about=f"Young people who were not known then and are known on {on}, by the "
        "kind of source that confirmed last what they do."
        if rows
        else f"Of the young people who were not known then, none is known on {on}.",
        corner="Source",
        columns=(Column("Young people", Kind.COUNT, COHORT.name),),
        rows=rows,
        bottom=Row("All found", (Cell(sum(counts.values())),), group=EVERY)
        if rows
        else None,
        by=found_since.FOUND,
        picture=Picture.of_counts("bars", title, IN_ORDER, rows, [(0, "Young people")]),
    )
