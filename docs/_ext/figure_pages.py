"""The measures of a month, the groups by which they are divided, and the reports."""

from dataclasses import fields

from docs._ext import markdown
from tracker.actions import figures
from tracker.domain.figures.breakdowns import BREAKDOWNS
from tracker.domain.figures.measures import MEASURES
from tracker.reporting.reports.report import Section


def measures() -> str:
    """Every measure in the order of the pages."""
    rows = ((markdown.plain(each.title), markdown.code(each.name)) for each in MEASURES)
    return markdown.table(("Measure", "Name for commands and reports"), rows)


def breakdowns() -> str:
    """Every breakdown: the groups of a table."""
    rows = (
        (markdown.plain(each.title), markdown.code(each.name)) for each in BREAKDOWNS
    )
    return markdown.table(("Divided by", "Name for commands and reports"), rows)


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
    words = words.removeprefix("A section: ").rstrip(".").capitalize()
    chosen = [
        str(value)
        for each in fields(section)
        if isinstance(value := getattr(section, each.name), str)
    ]
    return markdown.plain(words) + (f" ({markdown.codes(chosen)})" if chosen else "")
