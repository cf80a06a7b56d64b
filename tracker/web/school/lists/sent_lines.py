"""The lines of a list in the words of their sender, and as a file to correct."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, abort, request

from tracker.actions.intake.uploads.sendings import LINE, PROBLEM
from tracker.domain.history.evidence import Intention
from tracker.domain.reference import codes
from tracker.domain.reference.code_titles import with_title
from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.cells.row import titles_of
from tracker.feeds.declaration import Context
from tracker.feeds.registry import FEEDS
from tracker.store.intake.import_batches import ImportBatch, StagedRow
from tracker.store.intake.sent_lines import FILTERS, Alone
from tracker.web.attachments import csv_file
from tracker.web.filters import day
from tracker.web.school.lists import outcomes
from tracker.web.school.lists.outcomes import Outcome

INTENTIONS = FEEDS["intended-destinations"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its content and its outcome. ``chosen`` is the destination that was
    read, in a list of intended destinations.

    Nothing is shown of a line about another council's resident. The line is forgotten
    once passed on, unless this council knows the young person, and the page must not
    give that away.
    """

    line: int
    name: str
    born: date | str | None
    days: str
    chosen: str
    outcome: Outcome
    problems: tuple[str, ...]
    is_shown: bool


def requested() -> str | None:
    """The lines that the address requests; an unknown filter is not found."""
    which = request.args.get("outcome") or None
    if which is not None and which not in FILTERS:
        abort(404)
    return which


def in_words(
    row: StagedRow, alone: Alone, of: Context, *, applied: bool, confirmed: bool
) -> Line:
    """A stored line, in the words of its sender; ``of`` is its list."""
    is_shown = alone is not Alone.ELSEWHERE
    raw = row.raw if is_shown else {}
    name = " ".join(
        part for part in (raw.get("forename"), raw.get("surname")) if part
    ) or next((raw[it] for it in BOTH_NAMES if raw.get(it)), "")
    written = raw.get("dob", "")
    return Line(
        line=row.line,
        name=name,
        born=day_of(written) or written,
        days=_days(raw.get("start", ""), raw.get("end", "")),
        chosen=_chosen(row, of) if is_shown else "",
        outcome=outcomes.of_line(alone, applied=applied, confirmed=confirmed),
        problems=tuple(_by_itself(row)) if is_shown else (),
        is_shown=is_shown,
    )


def _chosen(row: StagedRow, of: Context) -> str:
    """What was read as the intended destination, and where."""
    if "destination" not in row.raw:
        return ""
    meaning = INTENTIONS.interpret(row.raw, row.restricted, row.line, of)
    found = next((it for it in meaning.statements if isinstance(it, Intention)), None)
    if found is None:
        return ""
    at = found.at
    where = (at.name or at.urn or at.laestab or at.ukprn) if at is not None else None
    title = with_title(codes.INTENDED_DESTINATIONS.name, found.destination)
    return f"{title}, {where}" if where else title


def _by_itself(row: StagedRow) -> list[str]:
    """The problems of a line by itself, without those that come from our records."""
    return [_sentence(problem) for problem in row.problems if "by" not in problem]


def _days(start: str, end: str) -> str:
    """The first and last day in words; what is not a date stands as it was written."""
    start, end = _date(start), _date(end)
    if start and end:
        return f"{start} to {end}"
    return f"until {end}" if end else f"since {start}" if start else ""


def _date(written: str) -> str:
    found = day_of(written)
    return day(found) if found is not None else written


def _sentence(problem: dict[str, str]) -> str:
    return f"{problem['column'] or 'The line'}: {problem['message']}"


def to_correct(name: str, batch: ImportBatch, rows: Sequence[StagedRow]) -> Response:
    """These lines as CSV with our headings; the reader ignores the added columns."""
    columns = FEEDS[batch.feed].columns
    titles = titles_of(columns)
    used = {name for row in rows for name in row.raw}
    given = [each.name for each in columns if each.name in used or each.required]
    return csv_file(
        name,
        [*(titles[column] for column in given), LINE, PROBLEM],
        (
            [*map(row.raw.get, given), row.line, " ".join(_by_itself(row))]
            for row in rows
        ),
    )
