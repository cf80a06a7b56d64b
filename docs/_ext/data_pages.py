"""The data dictionary: every column of personal data with its handling."""

from itertools import groupby

from docs._ext import markdown
from tracker.domain.law import data_dictionary
from tracker.domain.law.data_dictionary import Line
from tracker.feeds import stored_columns

_HEADINGS = ("Column", "What it holds", "Handling", "Tier", "Kept by the rule")


def lines() -> list[Line]:
    """Every column of tables, then those of the lines of files."""
    return [*data_dictionary.lines(), *stored_columns.lines()]


def dictionary() -> str:
    """The dictionary, a table for each table of the database or feed."""
    parts = []
    for place, group in groupby(
        lines(), key=lambda each: each.column.rpartition(".")[0]
    ):
        parts.append(f"## {markdown.plain(place)}\n")
        parts.append(markdown.table(_HEADINGS, map(_row, group)))
    return "\n".join(parts)


def _row(line: Line) -> tuple[str, ...]:
    handling = line.handling
    return (
        markdown.code(line.column.rpartition(".")[2]),
        markdown.plain(line.label),
        markdown.plain(handling.name),
        markdown.plain(handling.sensitivity),
        markdown.plain(handling.retention),
    )
