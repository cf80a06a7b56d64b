"""The lines of a batch by outcome, and its problems as a file."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.people.former_names import Hidden
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.store.accounts.audit import Action
from tracker.store.intake.batch_pages import LINE_ORDER, WITH_PROBLEMS
from tracker.store.intake.import_batches import Outcome, StagedRow
from tracker.web import paging
from tracker.web.acting import act
from tracker.web.attachments import csv_file
from tracker.web.data_team import bp
from tracker.web.data_team.intake import line_outcomes, sender_names
from tracker.web.data_team.intake.batch import batch_of
from tracker.web.guard import may, requires
from tracker.web.look.listing import Listing


@bp.get("/imports/<int:number>/lines")
@requires(Permission.IMPORT_FILES)
def import_lines(number: int) -> ResponseReturnValue:
    batch = batch_of(number)
    wanted = request.args.get("outcome")
    if wanted not in (*Outcome, WITH_PROBLEMS):
        wanted = None
    page = paging.page(store.intake.batch_pages.count_lines(batch.id, wanted))
    # The query sorts and cuts: a file may have 100,000 lines.
    sorting = Listing((), keys=dict.fromkeys(LINE_ORDER, len), first="line")
    order, descending = sorting.order
    rows = store.intake.batch_pages.lines(
        batch.id,
        wanted,
        order=order,
        descending=descending,
        offset=page.offset,
        limit=page.rows,
    )
    hidden = hidden_in(rows)
    signal = actions.intake.signals.signal_items.is_signal(batch)
    return render_template(
        "data_team/intake/lines.html",
        batch=batch,
        sender=sender_names.of_batch(batch),
        wanted=wanted,
        filters=line_outcomes.filters(
            store.intake.import_batches.outcomes(batch.id), batch.status, signal=signal
        ),
        signal=signal,
        with_problems=store.intake.batch_pages.count_lines(batch.id, WITH_PROBLEMS),
        WITH_PROBLEMS=WITH_PROBLEMS,
        page=page,
        sorting=sorting,
        rows=rows,
        several=len(batch.files) > 1,
        who={row.id: hidden[row.id].name(name_on(row)) for row in rows},
        why={row.id: hidden[row.id].redacted(row.reasons) for row in rows},
        problems={row.id: hidden[row.id].redacted(row.problems) for row in rows},
        words=line_outcomes,
    )


def hidden_in(rows: Sequence[StagedRow]) -> dict[int, Hidden]:
    """What is hidden of each line from the signed-in user."""
    found = actions.people.former_names.hidden_in(rows)
    if may(Permission.SEAL_IDENTITY):
        return {row: Hidden(address=each.address) for row, each in found.items()}
    return found


def may_read(row: StagedRow) -> bool:
    """Whether the signed-in user may read a line: a sealed one by permission alone."""
    return not row.is_sealed_whole or may(Permission.SEE_SEALED)


def name_on(row: StagedRow) -> str:
    """The name of the young person on a line, as it stands in the file."""
    cells = row.raw
    given = cells.get("forename") or cells.get("GivenName") or ""
    family = cells.get("surname") or cells.get("FamilyName") or ""
    name = " ".join(part for part in (given, family) if part)
    return name or next((cells[it] for it in BOTH_NAMES if cells.get(it)), "")


@bp.get("/imports/<int:number>/problems.csv")
@requires(Permission.IMPORT_FILES, offered_on="data_team.import_batch")
def import_problems(number: int) -> ResponseReturnValue:
    """The problems of a batch, line by line, for its sender."""
    batch = batch_of(number)
    lines = store.intake.batch_pages.lines(batch.id, WITH_PROBLEMS, limit=None)
    hidden = hidden_in(lines)
    found = [
        (line, problem)
        for line in lines
        for problem in hidden[line.id].redacted(line.problems)
    ]
    act().note_alone(
        Action.PROBLEMS_DOWNLOADED, f"batch {batch.id}", problems=len(found)
    )
    return csv_file(
        f"problems-batch-{batch.id}.csv",
        ("File", "Line", "Column", "Problem", "Line can be used"),
        (
            (
                line.file,
                each["line"],
                each.get("column") or "",
                each["message"],
                "No" if each.get("stops") else "Yes",
            )
            for line, each in found
        ),
    )
