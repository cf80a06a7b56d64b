"""Panels of the team's work: caseloads, and the time since the last contact."""

from collections.abc import Collection, Sequence
from datetime import date

from tracker.domain.casework.contact_bands import BANDS, CONTACTED, LAST_MONTH, NEVER
from tracker.domain.figures.disclosure import HIDDEN, Cell, Suppression, Table
from tracker.domain.reference.academic_year import say_date
from tracker.reporting.panels.divided import share, total_of
from tracker.reporting.panels.panel import (
    BY_ROW,
    IN_ORDER,
    NOTHING,
    Column,
    Kind,
    Panel,
    Picture,
    Row,
    stacked,
)

#: The lists that the numbers of a caseload open, in place of those of a measure.
PEOPLE, OVERDUE, NEVER_CONTACTED = "people", "overdue", "never-contacted"
#: The groups of a line, all of the line's measure.
_GROUPS = (*(each.group for each in BANDS), NEVER)


def caseloads(
    rows: Sequence[tuple[int, str, tuple[int, int, int], date | None]],
    *,
    today: date,
    whole: bool,
) -> Panel:
    """One line for each adviser.

    ``rows`` are (adviser's number, name, counts, day of the oldest last contact). The
    counts are the young people, those overdue and those never contacted. If not
    ``whole``, only the sizes are shown, because the other numbers count few young
    people.
    """
    columns = [Column("Young people", Kind.COUNT, PEOPLE)]
    if whole:
        columns += [
            Column("Follow-up overdue", Kind.COUNT, OVERDUE),
            Column("Never contacted", Kind.COUNT, NEVER_CONTACTED),
            Column("Longest time since contact (days)", Kind.COUNT),
        ]
    lines = []
    for number, name, counts, longest in rows:
        ago = NOTHING if longest is None else Cell((today - longest).days)
        cells = (*map(Cell, counts), ago)
        lines.append(Row(name, cells[: len(columns)], group=str(number)))
    held = (*(Cell(sum(n)) for n in zip(*(c for _, _, c, _ in rows), strict=True)),)
    bottom = (*(held or (Cell(0),) * 3), NOTHING)
    return Panel(
        name="caseloads",
        title="Caseloads",
        about=f"As at {say_date(today)}."
        + (
            ""
            if whole
            else " Overdue follow-ups are shown only to those who may see young people."
        ),
        corner="Adviser",
        columns=tuple(columns),
        rows=tuple(lines),
        bottom=Row("All caseloads", bottom[: len(columns)], everybody=True),
        by="caseload",
        picture=Picture.of_counts(
            "bars",
            "Young people in each caseload",
            IN_ORDER,
            lines,
            [(0, "Young people")],
        ),
    )


def contacts(
    groups: Sequence[tuple[str, str, Sequence[int]]],
    *,
    as_of: date,
    suppression: Suppression,
    hidden: Collection[str] = (),
) -> Panel:
    """The time since the last contact of the young people of each measure.

    ``groups`` are (measure, title, counts by band and of those never contacted). Of the
    measures ``hidden`` elsewhere on that day nothing is shown.
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
        about=f"As at {say_date(as_of)}, whatever the outcome: spoken to, voicemail "
        "or no answer.",
        corner="Who",
        columns=(
            Column("All", Kind.COUNT, BY_ROW, name="people"),
            *(Column(name, Kind.COUNT, BY_ROW, group=name) for name in _GROUPS),
            Column(
                LAST_MONTH.group,
                Kind.COUNT,
                BY_ROW,
                group=LAST_MONTH.group,
                name="last month",
            ),
            Column(f"{LAST_MONTH.group} %", Kind.PERCENT, name="share"),
        ),
        rows=tuple(rows),
        by=CONTACTED,
        picture=stacked(
            "Time since the last contact",
            "One bar for those who are NEET and one for those not known, divided by "
            "how long ago the last contact was.",
            rows,
            enumerate(_GROUPS, start=1),
        ),
    )


def _banded(
    numbers: Sequence[int], hidden: bool, suppression: Suppression
) -> tuple[Cell, tuple[Cell, ...]]:
    """The total and the count of each band, after disclosure control.

    Each measure is protected separately. Its total is known from the headlines, so only
    its own bands can hide one another.
    """
    if hidden:
        return HIDDEN, (HIDDEN,) * len(numbers)
    (shown,) = suppression.apply(Table(("",), _GROUPS, (tuple(numbers),)))
    return shown.total, shown.bottom


def in_time(became: int, reached: int, suppression: Suppression) -> tuple[Cell, Cell]:
    """How many of the newly NEET were contacted in time, and the percentage."""
    (shown,) = suppression.apply(
        Table(("",), ("in time", "later"), ((reached, became - reached),))
    )
    return shown.bottom[0], shown.bottom_percents[0]
