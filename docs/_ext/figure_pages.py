"""The measures of a month, the groups by which they are divided, and the reports."""

from dataclasses import fields

from docs._ext import markdown
from tracker.actions import figures
from tracker.domain.figures.breakdowns import BREAKDOWNS
from tracker.domain.figures.comparison import COMPARED
from tracker.domain.figures.measures import MEASURES
from tracker.reporting.panels.divided import GUARANTEE, GUARANTEE_BY, WHERE, WHERE_BY
from tracker.reporting.reports.report import Section

_NAME = "Name for commands and reports"


def measures() -> str:
    """Every measure in the order of the pages."""
    rows = (
        (markdown.plain(each.title), markdown.code(each.name), drawn_in(each.name))
        for each in MEASURES
    )
    return markdown.table(("Measure", _NAME, "May be drawn in a report"), rows)


def drawn_in(measure: str) -> str:
    """The part of a report that draws a measure; nothing for one that none does."""
    if measure in COMPARED:
        return markdown.code(f'By(…, drawn="{measure}")')
    if measure in WHERE.measures:
        return markdown.code(f'By(…, measures=("{measure}",), drawn="{measure}")')
    if measure in GUARANTEE.measures:
        return markdown.code(f'guarantee_by(…, drawn="{measure}")')
    return ""


def breakdowns() -> str:
    """Every breakdown: the groups of a table."""
    rows = (
        (markdown.plain(each.title), markdown.code(each.name), stands_in(each.name))
        for each in BREAKDOWNS
    )
    return markdown.table(("Divided by", _NAME, "May stand in a report"), rows)


def stands_in(breakdown: str) -> str:
    """The parts of a report that divide by a breakdown; nothing where none does."""
    parts = (("By", WHERE_BY), ("guarantee_by", GUARANTEE_BY))
    return markdown.codes(
        f'{part}("{breakdown}")' for part, allowed in parts if breakdown in allowed
    )


def reports() -> str:
    """Every report that is found in the folder of reports."""
    parts = []
    for found in figures.reports.every():
        if found.report is None:
            raise ValueError(f"reports/{found.name}: {found.problem}")
        report = found.report
        parts.append(
            f"## {markdown.plain(report.title)}\n\n{markdown.plain(report.purpose)}\n\n"
            f"For: {markdown.plain(report.audience)}. File: "
            f"{markdown.code(found.name)}.\n\n"
            + "\n".join(f"* {_about(each)}" for each in report.sections)
            + "\n"
        )
    return "\n".join(parts)


def _about(section: Section) -> str:
    """A section in the words of its declaration, and what is chosen in it."""
    words = (type(section).__doc__ or "").partition("\n")[0]
    words = words.removeprefix("A section: ").rstrip(".")
    # The first letter alone: DfE, England and December keep theirs.
    words = words[:1].upper() + words[1:]
    chosen = [
        str(value)
        for each in fields(section)
        if isinstance(value := getattr(section, each.name), str)
    ]
    return markdown.plain(words) + (f" ({markdown.codes(chosen)})" if chosen else "")
