"""The lines of a list as their sender reads them, and as they are put right."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, request

from tracker.actions.sending import LINE, PROBLEM
from tracker.feeds.dates import parse_date
from tracker.feeds.registry import FEEDS
from tracker.feeds.row import titles_of
from tracker.reporting.export import write_csv
from tracker.store.imports import ImportBatch, StagedRow
from tracker.store.sendings import FILTERS
from tracker.web.school import outcomes
from tracker.web.school.outcomes import Said

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Read:
    """One line: what was read, and what became of it."""

    line: int
    name: str
    born: date | str | None
    number: str
    days: str
    said: Said
    problems: tuple[str, ...]


def asked() -> str | None:
    """Which lines the address asks for; something else is not found."""
    which = request.args.get("outcome") or None
    if which is not None and which not in FILTERS:
        abort(404)
    return which


def read(row: StagedRow) -> Read:
    """A stored line, in the words of its sender."""
    raw = row.raw
    name = " ".join(
        part for part in (raw.get("forename"), raw.get("surname")) if part
    ) or raw.get("full_name", "")
    written = raw.get("dob", "")
    born = parse_date(written)
    return Read(
        line=row.line,
        name=name,
        born=born if isinstance(born, date) else written,
        number=raw.get("uln") or raw.get("upn") or "",
        days=_days(raw.get("start", ""), raw.get("end", "")),
        said=outcomes.of_line(row.outcome),
        problems=tuple(_sentence(problem) for problem in row.problems),
    )


def _days(start: str, end: str) -> str:
    if start and end:
        return f"{start} to {end}"
    return f"until {end}" if end else f"since {start}" if start else ""


def _sentence(problem: dict[str, str]) -> str:
    return f"{problem['column']}: {problem['message']}"


def to_put_right(batch: ImportBatch, rows: Sequence[StagedRow]) -> bytes:
    """These lines as CSV with our headings; the reader passes over what is added."""
    columns = FEEDS[batch.feed].columns
    titles = titles_of(columns)
    used = {name for row in rows for name in row.raw}
    names = [each.name for each in columns if each.name in used or each.required]
    text = io.StringIO(newline="")
    write_csv(
        text,
        [*(titles[name] for name in names), LINE, PROBLEM],
        (
            [
                *(row.raw.get(name) for name in names),
                row.line,
                " ".join(_sentence(problem) for problem in row.problems),
            ]
            for row in rows
        ),
    )
    return text.getvalue().encode()
