"""Panels about the team's work: caseloads, and time since the last contact."""

from collections.abc import Collection, Sequence
from datetime import date

from tracker.domain.academic_year import say_date
from tracker.domain.disclosure import HIDDEN, Cell, Suppression, Table
from tracker.reporting.divided import share, total_of
from tracker.reporting.panel import (
    BY_ROW,
    NOTHING,
    Column,
    Kind,
    Panel,
    Picture,
    Row,
    Series,
)

#: The last day of each band of time since the last contact, and their names.
BANDS = (10, 30, 90)
BAND_NAMES = ("Within 10 days", "11 to 30 days ago", "31 to 90 days ago", "Longer ago")
NEVER = "Never, by our records"
#: Within so many days of becoming NEET somebody should be contacted.
SOON = 10


def caseloads(
    rows: Sequence[tuple[str, int, int, int, date | None]],
    nobodys: int,
    *,
    today: date,
    whole: bool,
) -> Panel:
    """One line an adviser: how many, overdue, never contacted, and who waits longest.

    Not ``whole``, the sizes alone: the other numbers are of a few young people each.
    """
    columns = [Column("Young people", Kind.COUNT)]
    if whole:
        columns += [
            Column("Follow-up overdue", Kind.COUNT),
            Column("Never contacted", Kind.COUNT),
            Column("Days since the contact longest ago", Kind.COUNT),
        ]
    lines = []
    for name, people, overdue, never, longest in rows:
        ago = NOTHING if longest is None else Cell((today - longest).days)
        cells = [Cell(people), Cell(overdue), Cell(never), ago]
        lines.append(Row(name, tuple(cells[: len(columns)])))
    held = sum(people for _, people, *_ in rows)
    return Panel(
        name="caseloads",
        title="Caseloads",
        about=f"As at {say_date(today)}. "
        + (
            f"{nobodys:,} young people who are NEET or not known are in nobody's "
            "caseload."
            if whole
            else "Whether follow-ups are kept is shown to those who may see people."
        ),
        corner="Adviser",
        columns=tuple(columns),
        rows=tuple(lines),
        bottom=Row("All caseloads", (Cell(held), *[NOTHING] * (len(columns) - 1))),
        picture=Picture(
            kind="bars",
            title="Young people in each caseload",
            about="Bars, in the order of the table beneath.",
            labels=tuple(row.title for row in lines),
            series=(
                Series("Young people", tuple(float(people) for _, people, *_ in rows)),
            ),
            percent=False,
        ),
    )


def contacts(
    groups: Sequence[tuple[str, str, Sequence[int]]],
    *,
    as_of: date,
    suppression: Suppression,
    hidden: Collection[str] = (),
) -> Panel:
    """How long ago those of each measure were contacted last.

    ``groups`` are (measure, title, how many in each band and never). Of the measures
    ``hidden`` elsewhere on that day nothing is shown.
    """
    rows = []
    for measure, title, numbers in groups:
        total, bands = _banded(numbers, measure in hidden, suppression)
        month = total_of(bands[:2])
        rows.append(
            Row(
                title,
                (total, *bands, month, share(month, total, suppression)),
                everybody=True,
                measure=measure,
            )
        )
    return Panel(
        name="contacts",
        title="Time since the last contact",
        about=f"As at {say_date(as_of)}, whatever came of the contact: spoken to, "
        "voicemail, no answer.",
        corner="Who",
        columns=(
            Column("All", Kind.COUNT, BY_ROW),
            *(Column(name, Kind.COUNT) for name in (*BAND_NAMES, NEVER)),
            Column("In the last 30 days", Kind.COUNT),
            Column("In the last 30 days %", Kind.PERCENT),
        ),
        rows=tuple(rows),
        # A bar without its hidden parts would say less than there are.
        picture=None
        if any(cell.value is None for row in rows for cell in row.cells)
        else Picture(
            kind="stack",
            title="Time since the last contact",
            about="A bar each for those who are NEET and those not known, divided by "
            "how long ago the last contact was.",
            labels=tuple(row.title for row in rows),
            series=tuple(
                Series(
                    name,
                    tuple(
                        None
                        if row.cells[place + 1].value is None
                        else float(row.cells[place + 1].value or 0)
                        for row in rows
                    ),
                )
                for place, name in enumerate((*BAND_NAMES, NEVER))
            ),
            percent=False,
        ),
    )


def _banded(
    numbers: Sequence[int], hidden: bool, suppression: Suppression
) -> tuple[Cell, tuple[Cell, ...]]:
    """How many there are, and how many in each band.

    Each measure by itself: its total is known from the headlines, so that only its own
    bands can hide one another.
    """
    if hidden:
        return HIDDEN, (HIDDEN,) * len(numbers)
    bands = (*BAND_NAMES, NEVER)
    (shown,) = suppression.apply(Table(("",), bands, (tuple(numbers),)))
    return shown.total, shown.bottom


def in_time(became: int, reached: int, suppression: Suppression) -> tuple[Cell, Cell]:
    """How many of those newly NEET were contacted soon, and the percentage."""
    (shown,) = suppression.apply(
        Table(("",), ("in time", "later"), ((reached, became - reached),))
    )
    return shown.bottom[0], shown.bottom_percents[0]
