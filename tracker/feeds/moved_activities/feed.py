"""The activity history of the council's earlier system (Feeds F16).

A row is one activity of a young person, with its first and last day. It is evidence as
at the day on which that system last confirmed it, and of no later day: an export
confirms nothing.

See decision 0228.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from tracker.domain.history.evidence import Doing, Statement, Tier
from tracker.domain.law.gateways import EARLIER_SYSTEM
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import ACTIVITIES
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.file_reading import Context, RawRow, Reading
from tracker.feeds.headings import own_words
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.moved_rows.columns import HISTORY, WHO
from tracker.feeds.moved_rows.moved_people import name_and_birth, place, who
from tracker.feeds.nccis.codes_by_name import code_of
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.tables import (
    Wanted,
    open_tables,
    renamed,
)
from tracker.feeds.row_meaning import Interpretation

NAME, NOUN = "earlier-activities", "an activity history of an earlier system"
NEEDS = (WHO, ("activity",), ("start",), ("end", "confirmed"))
_TITLES = titles_of(HISTORY)
_PLACE = ("place", "laestab", "urn", "ukprn")
_DATES = ("expected_end",)


def is_activity(cell: str) -> bool:
    """Whether a cell is the code or the name of one activity of the return."""
    return code_of("ActivityCode", cell) in ACTIVITIES


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists. Raises Unreadable."""
    wanted = Wanted(NAME, NOUN, HISTORY, NEEDS, aliases)
    tables = list(open_tables(only(paths, NOUN), wanted))
    notes: list[str] = []
    for table in tables:
        table.note_unread()
    meant = own_words.explained(aliases, _TITLES["activity"])
    rows = (
        RawRow(line, table.file, _explained(values, meant))
        for table in tables
        for line, values in table.noting(notes)
    )
    return Reading("list", chain(rows), notes=notes, headings=renamed(tables, HISTORY))


def _explained(values: dict[str, str], meant: Mapping[str, str]) -> dict[str, str]:
    """The row with the code of an activity that its sender has explained."""
    code = meant.get(heading_key(values.get("activity", "")))
    return values if code is None else {**values, "activity": code}


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The young person and the activity, as at the day it was last confirmed."""
    row = Row(raw, line, _TITLES)
    identity = who(row, context)
    doing = _doing(row, context)
    as_at = _as_at(row, doing, context) if doing is not None else context.as_at
    statements: list[Statement] = name_and_birth(identity)
    if doing is not None:
        statements.append(doing)
    return Interpretation(identity, tuple(statements), tuple(row.problems), as_at)


def _doing(row: Row, context: Context) -> Doing | None:
    given = row.text("activity")
    code = code_of("ActivityCode", given)
    if code not in ACTIVITIES:
        row.object_to(
            "activity",
            f"{given} is not an activity of the return. Explain it once under the "
            "columns of its sender, or write its code."
            if given
            else "There is no activity.",
            stops=True,
        )
        return None
    starts, ends = row.day("start"), row.day("end")
    if starts is None:
        row.object_to("start", "There is no first day.", stops=True)
        return None
    if starts > context.as_at:
        row.object_to(
            "start",
            f"It starts on {say_date(starts)}, after the day of the list.",
            stops=True,
        )
        return None
    if ends is not None and ends < starts:
        row.object_to("end", "It ends before it starts.", stops=True)
        return None
    if ends is not None and ends > context.as_at:
        ends = None  # one that is planned
    return Doing(
        code,
        at=place(row, context),
        starts=starts,
        ends=ends,
        expected_end=row.day("expected_end"),
    )


def _as_at(row: Row, doing: Doing, context: Context) -> date:
    """The day of the evidence: the later of the last confirmation and the end, or else
    the start. It is never after the day of the list.
    """
    days = filter(None, (row.day("confirmed"), doing.ends, doing.starts))
    return min(max(days), context.as_at)


def sealed_cells(raw: Mapping[str, str]) -> frozenset[str]:
    """A sealed activity with its place and what would give it away."""
    doing = ACTIVITIES.get(code_of("ActivityCode", raw.get("activity", "")))
    if doing is None or not doing.sealed:
        return frozenset()
    return frozenset({"activity", *_PLACE, *_DATES} & raw.keys())


FEED = Feed(
    name=NAME,
    title="Activity history of the earlier system",
    noun=NOUN,
    sender="the council's earlier system",
    frequency="once, when moving in",
    silence="Nothing: a list has the history that was exported.",
    signature=Signature(
        headings=tuple(
            frozenset({f"{word}{first}", f"{word}{last}"})
            for word in ("situation", "activity")
            for first, last in (("start", "end"), ("startdate", "enddate"))
        ),
        columns=HISTORY,
        needs=NEEDS,
        by_headings_alone=True,
    ),
    tier=Tier.ADVISER,
    columns=HISTORY,
    read=read,
    interpret=interpret,
    whole=False,
    own_headings=True,
    words={"activity": is_activity},
    notes_unread=True,
    gateway=EARLIER_SYSTEM,
    sealed_cells=sealed_cells,
)
