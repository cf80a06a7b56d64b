"""Lists written as cells between bars, and the meaning of their lines. All invented."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from tracker.domain.history.evidence import Doing
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation

Write = Callable[..., Path]

AS_AT = date(2026, 11, 5)
#: A list of a school's sixth form.
OF_A_SCHOOL = Context(
    authority="359", as_at=AS_AT, institution=InstitutionRef(laestab="3594034")
)


def text_of(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def read(
    write: Write,
    context: Context,
    rows: Sequence[str],
    feed: str = "provider-enrolment",
) -> tuple[list[Interpretation], list[str]]:
    """What lines say, given as cells between bars; and the notes of the reading."""
    path = write("list.csv", text_of([row.split("|") for row in rows]))
    reading = FEEDS[feed].read([path], context)
    found = [
        FEEDS[feed].interpret(row.values, row.restricted, row.line, context)
        for row in reading.rows
    ]
    return found, reading.notes


def doing(meant: Interpretation) -> Doing | None:
    return next((it for it in meant.statements if isinstance(it, Doing)), None)
