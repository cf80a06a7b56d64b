"""Releases of statistics in words: their titles, cells, symbols and reasons."""

from tracker.domain.figures import measures
from tracker.domain.figures.breakdowns import BY_NAME
from tracker.domain.figures.disclosure import NOT_APPLICABLE, SUPPRESSED
from tracker.domain.figures.releases import COUNTED, WHOLE, Cell, Content, Reason, Why
from tracker.domain.reference.academic_year import say_date
from tracker.wording import group_titles
from tracker.wording.group_titles import NameOf

#: The symbols of a table, each with what it means.
SYMBOLS = (
    (SUPPRESSED, "hidden, so that nothing is disclosed about a few people"),
    (NOT_APPLICABLE, "not applicable: there are no people in the group"),
)
#: About people who object to research, for every release (Law N-05 and D-10).
OPTED_OUT = {
    False: "People who opted out of research are counted in this table.",
    True: "People who opted out of research are not in this extract.",
}
ALL = "All"


def title(content: Content) -> str:
    """What a release counts, by what, and of which day."""
    names = " and ".join(BY_NAME[name].title.lower() for name in content.breakdowns)
    by = f" by {names}" if names else ""
    closed = (
        f", who finished Year 11 in {content.leaving_year}"
        if content.leaving_year
        else ""
    )
    rows = ", a row for each person" if content.rows else ""
    return (
        f"{measures.BY_NAME[content.measure].title}{by}{closed}, "
        f"{say_date(content.as_of)}{rows}"
    )


def headings(content: Content) -> list[str]:
    """The headings of a table's columns."""
    by = [BY_NAME[name].title for name in content.breakdowns] or ["Group"]
    if content.everybody_counts:
        return [*by, "People"]
    return [*by, "People", _measured(content), "Percent"]


def groups(content: Content, line: Cell, name_of: NameOf) -> list[str]:
    """The groups of a line, each in words."""
    if not content.breakdowns:
        return ["Everybody"]
    return [
        ALL if group == WHOLE else group_titles.title(name, group, name_of)
        for name, group in zip(content.breakdowns, line, strict=False)
    ]


def row_headings(content: Content) -> list[str]:
    """The headings of an extract, without that of the pseudonym."""
    by = [BY_NAME[name].title for name in content.breakdowns]
    return by if content.everybody_counts else [*by, _measured(content)]


def row(content: Content, place: Cell, name_of: NameOf) -> list[str]:
    """One row of an extract: its groups, and whether the person counts."""
    of = [
        SUPPRESSED if group == WHOLE else group_titles.title(name, group, name_of)
        for name, group in zip(content.breakdowns, place, strict=False)
    ]
    if content.everybody_counts:
        return of
    return [*of, "Yes" if place[-1] == COUNTED else "No"]


def _measured(content: Content) -> str:
    return measures.BY_NAME[content.measure].title


def cell(content: Content, of: Cell, name_of: NameOf) -> str:
    """One cell of a release: its groups, and what is counted."""
    counted = _measured(content) if of[-1] == COUNTED else "people"
    return f"{', '.join(groups(content, of[:-1], name_of))}: {counted}"


def reason(why: Reason, other: Content | None, limit: int, name_of: NameOf) -> str:
    """Why a cell is hidden, in a sentence. ``other`` is the release it names."""
    if why.why is Why.FEW:
        return (
            f"It counts at most {limit} people, or all but so few, or shows something "
            "about each of a small group."
        )
    if why.why is Why.CHANGE:
        return (
            f"It differs by at most {limit} people from release {why.release}, about "
            "the same leaving year on another day."
        )
    if why.release is None or why.cell is None or other is None:
        return (
            f"With the other numbers of this table it would give away a group of at "
            f"most {limit} people."
        )
    return (
        f"With release {why.release} ({title(other)}; the cell "
        f"“{cell(other, why.cell, name_of)}”) it would give away a group of at most "
        f"{limit} people."
    )
