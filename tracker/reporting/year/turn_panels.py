"""The dry run of 1 September as tables, for readers who may open every list.

Their columns are parts of a line and their groups moves or places, as
``domain.year.turn_of_year`` counts them: the query behind a number names both.
"""

from tracker.domain.figures.breakdowns import EVERY
from tracker.domain.figures.disclosure import Cell, percent
from tracker.domain.figures.measures import HEADLINES, Figure
from tracker.domain.reference.academic_year import say_date
from tracker.domain.year.turn_of_year import (
    COHORT,
    MOVE,
    PLACE,
    Move,
    Since,
    Standing,
    Turned,
    title_of_move,
)
from tracker.reporting.panels.panel import BY_ROW, NOTHING, Column, Kind, Panel, Row
from tracker.wording.group_titles import NameOf, title

#: The part of the cohort that each headline figure counts.
_PARTS = {
    "cohort_16_17": "in-figures",
    "participating": Standing.PARTICIPATING.value,
    "other_eet": Standing.OTHER.value,
    "neet": Standing.NEET.value,
    "not_known": Standing.NOT_KNOWN.value,
}


def panels(found: Turned, *, name_of: NameOf) -> list[Panel]:
    """All tables of the dry run, in the order of the page."""
    return [headlines(found), moves(found), cliff(found, name_of=name_of)]


def headlines(found: Turned) -> Panel:
    """The figures of ages 16 and 17 on both days."""
    today, then = say_date(found.on), say_date(found.day)
    rows = [
        Row(
            before.title,
            (
                Cell(int(before.count)),
                _percent(before),
                Cell(int(after.count)),
                _percent(after),
            ),
            group=COHORT,
            measure=_PARTS[before.name],
        )
        for before, after in zip(found.before, found.after, strict=True)
        if before.name in _PARTS
    ]
    return Panel(
        name="figures",
        title="The figures on the morning",
        about=f"Ages 16 and 17 as they will be counted on {then}, if nothing comes in "
        "until then. The cohort is another one: Year 11 comes into it, and Year 13 "
        "leaves it.",
        corner="Figure",
        columns=(
            Column(f"On {today}"),
            Column("%", Kind.PERCENT),
            Column(f"On {then}", measure=BY_ROW),
            Column("Then, %", Kind.PERCENT),
        ),
        rows=tuple(rows),
        by=MOVE,
    )


def _percent(figure: Figure) -> Cell:
    is_cohort = figure.name == HEADLINES[0].name
    return NOTHING if is_cohort else Cell(percent(figure.count, figure.of))


def moves(found: Turned) -> Panel:
    """Who moves up, comes in, stays with a plan and leaves, and how they stand."""
    columns = (
        Column("Young people", measure="all"),
        *(
            Column(heading, measure=part.value)
            for heading, part in (
                ("Participating", Standing.PARTICIPATING),
                ("In other work or training", Standing.OTHER),
                ("NEET", Standing.NEET),
                ("Not known", Standing.NOT_KNOWN),
                ("In no figure", Standing.OUTSIDE),
            )
        ),
    )
    return Panel(
        name="moves",
        title="Who moves up, comes in and leaves",
        about=f"Everybody who is in the return on {say_date(found.on)} or on "
        f"{say_date(found.day)}, by what the new academic year does, and how they "
        "stand on that morning.",
        corner="Move",
        columns=columns,
        rows=tuple(_line(found, columns, MOVE, each) for each in found.moves()),
        bottom=_line(found, columns, MOVE, EVERY),
        by=MOVE,
        notes=(
            "In no figure: those still in Year 11, those in custody, those whose "
            "activity is not shown, and those who have left the return.",
        ),
    )


def cliff(found: Turned, *, name_of: NameOf) -> Panel:
    """Who becomes not known, by the place whose list would show where they are."""
    columns = (
        Column("Become not known", measure="new"),
        Column("On 1 September", measure=Since.TURN.value),
        Column("Earlier in summer", measure=Since.SUMMER.value),
        Column("Not known already", measure=Since.TODAY.value),
        Column("All in the figures", measure="in-figures"),
        Column("Of the figures, %", Kind.PERCENT),
    )
    rows = []
    for place in found.places():
        line = _line(found, columns[:-1], PLACE, place, title_of=name_of)
        rows.append(_with_share(line, found))
    whole = _line(found, columns[:-1], PLACE, EVERY, title_of=name_of)
    return Panel(
        name="cliff",
        title="The cliff, by place",
        about="Those who become not known, at the place whose enrolment list would "
        f"show where they are on {say_date(found.day)}. The list that matters most "
        "comes first.",
        corner="Place",
        columns=columns,
        rows=tuple(rows),
        bottom=_with_share(whole, found),
        by=PLACE,
        notes=(
            "Year 11 is at the place of the best application on record, else at the "
            "school that they leave. The others are where they are or were last.",
        ),
    )


def _line(
    found: Turned,
    columns: tuple[Column, ...],
    by: str,
    group: str,
    title_of: NameOf | None = None,
) -> Row:
    if by == MOVE or title_of is None:
        words = title_of_move(group)
    else:
        words = (
            "All places" if group == EVERY else title("institution", group, title_of)
        )
    cells = [
        # Of leavers and of Year 11 no figure is: an empty cell is no zero.
        NOTHING
        if by == MOVE and not _stands(group) and column.measure in _STANDING
        else Cell(found.count(column.measure or "all", by, group))
        for column in columns
    ]
    return Row(words, tuple(cells), group=group)


#: The columns that stay empty for those in no figure.
_STANDING = {each.value for each in Standing if each is not Standing.OUTSIDE}


def _stands(move: str) -> bool:
    return move in (EVERY, Move.INTO_COHORT, Move.UP, Move.WITH_PLAN)


def _with_share(line: Row, found: Turned) -> Row:
    cohort = found.count("in-figures", MOVE, COHORT)
    share = percent(int(line.cells[0].value or 0), cohort)
    return Row(line.title, (*line.cells, Cell(share)), group=line.group)
