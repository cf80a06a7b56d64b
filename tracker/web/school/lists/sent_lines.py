"""The lines of a list in the words of their sender, and as a file to correct."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, abort, request

from tracker import store
from tracker.actions.intake.uploads.sendings import LINE, PROBLEM
from tracker.domain.history.evidence import Intention, Offer
from tracker.domain.reference import codes
from tracker.domain.reference.code_titles import with_title
from tracker.domain.reference.institution import Institution, InstitutionRef
from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.cells.row import titles_of
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS
from tracker.store.intake.import_batches import ImportBatch, StagedRow
from tracker.store.intake.sent_lines import FILTERS, Alone
from tracker.web.attachments import csv_file
from tracker.web.filters import day
from tracker.web.school.lists import outcomes
from tracker.web.school.lists.outcomes import Outcome
from tracker.wording import choices

#: The numbers that name a line without a date of birth, with their headings.
_NUMBERS = ("upn", "uln", "year_group")
#: What is planned at a school, college or provider, of which we have a register.
_AT_A_PLACE = frozenset(
    {
        codes.SAME_SCHOOL,
        codes.EDUCATION_ELSEWHERE,
        codes.APPRENTICESHIP_INTENDED,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its content and its outcome. ``number`` names the person where there is
    no date of birth. ``chosen`` is what was read of a plan or an application, and
    ``unknown`` a sentence about its place where no register has it.

    Nothing is shown of a line about another council's resident. The line is forgotten
    once passed on, unless this council knows the young person, and the page must not
    give that away.
    """

    line: int
    name: str
    born: date | str | None
    number: str
    days: str
    chosen: str
    unknown: str
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
    row: StagedRow,
    alone: Alone,
    of: Context,
    feed: str,
    *,
    applied: bool,
    confirmed: bool,
) -> Line:
    """A stored line, in the words of its sender; ``of`` is its list of a ``feed``."""
    is_shown = alone is not Alone.ELSEWHERE
    raw = row.raw if is_shown else {}
    name = " ".join(
        part for part in (raw.get("forename"), raw.get("surname")) if part
    ) or next((raw[it] for it in BOTH_NAMES if raw.get(it)), "")
    written = raw.get("dob", "")
    titles = titles_of(FEEDS[feed].columns)
    number = next((f"{titles[it]} {raw[it]}" for it in _NUMBERS if raw.get(it)), "")
    chosen, unknown = _chosen(row, of, feed) if is_shown else ("", "")
    return Line(
        line=row.line,
        name=name,
        born=day_of(written) or written,
        number=number,
        days=_days(raw.get("start", ""), raw.get("end", "")),
        chosen=chosen,
        unknown=unknown,
        outcome=outcomes.of_line(alone, applied=applied, confirmed=confirmed),
        problems=tuple(_by_itself(row)) if is_shown else (),
        is_shown=is_shown,
    )


def _chosen(row: StagedRow, of: Context, feed: str) -> tuple[str, str]:
    """The plan or the application that was read, and a sentence about its place where
    no register has it. Both are empty of a list of those who are there.
    """
    if FEEDS[feed].roll:
        return "", ""
    meaning = FEEDS[feed].interpret(row.raw, row.restricted, row.line, of)
    stated = [it for _, statements in meaning.by_day for it in statements]
    for each in stated:
        if isinstance(each, Intention):
            title = with_title(codes.INTENDED_DESTINATIONS.name, each.destination)
            read = ", ".join(filter(None, (title, _named(each.at), each.course)))
            if each.destination not in _AT_A_PLACE:
                return read, ""
            return read, _unknown(each.at)
    offers = [each for each in stated if isinstance(each, Offer)]
    read = "; ".join(choices.offer(each, _named(each.at)) for each in offers)
    return read, _unknown(offers[0].at) if offers else ""


def _named(at: InstitutionRef | None) -> str:
    """The place of a line by its name in the register, or else as it was written."""
    return choices.place(at, _known(at))


def _known(at: InstitutionRef | None) -> Institution | None:
    return None if at is None else store.institutions.register.directory().resolve(at)


def _unknown(at: InstitutionRef | None) -> str:
    """A sentence about a place that is only a name, and none of the register's."""
    if at is None or not at.name or _known(at) is not None:
        return ""
    if store.institutions.register.directory().named(at.name):
        return f"{at.name} is the name of several places: kept as typed."
    return f"{at.name} is not a place that we know: kept as typed."


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
