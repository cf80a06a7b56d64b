"""flask imports: load, list, show, apply and withdraw files."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from tracker.cli import answer, options
from tracker.cli.answer import command
from tracker.cli.options import authority_option

FEED_NAMES = ("school-census", "provider-enrolment", "nccis-file", "establishments")


@click.group("imports", cls=answer.Group)
def group() -> None:
    """Load files, see what became of each line, and take a file back."""


@command(group, "load")
@click.argument("feed", type=click.Choice(FEED_NAMES))
@click.argument("files", nargs=-1, required=True, type=options.FILE)
@click.option(
    "--institution",
    metavar="URN|UKPRN|LAESTAB",
    help="Who sent it: 6, 8 or 7 digits.",
)
@click.option(
    "--as-at",
    callback=options.day_of_file,
    metavar="DATE",
    help="The day that the file speaks of. [default: what the file says, else today]",
)
@click.option(
    "--complete", is_flag=True, help="It names everybody who was there on that day."
)
@authority_option
@click.option("--yes", is_flag=True, help="Apply it even if it is unlike the last one.")
def load(
    feed: str,
    files: tuple[Path, ...],
    institution: str | None,
    as_at: date | None,
    complete: bool,
    authority: str,
    yes: bool,
    as_json: bool,
) -> int:
    """Receive FILES of a FEED, match every line, and apply them.

    Loading the same file twice changes nothing. A file that is unlike the last one of
    its sender is applied only after a question, or with --yes.
    """
    from tracker.cli import loading

    outcome = loading.load(
        feed,
        files,
        institution=institution,
        as_at=as_at,
        complete=complete,
        authority=authority,
        confirm=_confirm(yes, as_json),
        say=_quiet if as_json else _say,
    )
    if as_json:
        answer.show(outcome.as_json())
    else:
        _tell(outcome)
    if not outcome.applied:
        return answer.DONE_WITH_ISSUES
    return answer.DONE


def _say(line: str) -> None:
    click.echo(line)


def _quiet(line: str) -> None:
    """JSON is the whole answer."""


def _confirm(yes: bool, as_json: bool) -> Any:
    def confirm(alarms: list[str]) -> bool:
        if yes:
            return True
        for alarm in alarms:
            click.echo(f"Unlike last time: {alarm}", err=True)
        if as_json or not sys.stdin.isatty():
            click.echo("It was not applied. Say --yes to apply it.", err=True)
            return False
        return click.confirm("Apply it all the same?")

    return confirm


def _tell(outcome: Any) -> None:
    batch = outcome.batch
    if outcome.already:
        click.echo(f"The same file was loaded before, as batch {batch.id}.")
    for note in batch.notes:
        click.echo(note)
    if outcome.outcomes:
        answer.table(("outcome", "lines"), outcome.outcomes.items())
    if outcome.changes:
        click.echo()
        answer.table(("what it did", "young people"), outcome.changes.items())
    for problem in outcome.problems[:10]:
        click.echo(f"line {problem['line']}, {problem['column']}: {problem['message']}")
    if len(outcome.problems) > 10:
        click.echo(
            f"and {len(outcome.problems) - 10:,} more: flask imports show {batch.id}"
        )
    state = "applied" if outcome.applied else "not applied"
    click.echo(f"Batch {batch.id}: {batch.rows:,} lines, {state}.")


@command(group, "list")
@authority_option
def list_(authority: str, as_json: bool) -> None:
    """Every batch, the newest first."""
    from tracker.access import authority_scope
    from tracker.store import imports

    batches = imports.batches(within=authority_scope(authority))
    if as_json:
        answer.show([_summary(batch) for batch in batches])
        return
    answer.table(
        ("batch", "feed", "files", "as at", "lines", "status", "received"),
        (
            (
                batch.id,
                batch.feed,
                ", ".join(batch.files),
                batch.as_at,
                batch.rows,
                batch.status,
                f"{batch.received_at:%Y-%m-%d %H:%M}",
            )
            for batch in batches
        ),
    )


def _summary(batch: Any) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "feed": batch.feed,
        "files": batch.files,
        "layout": batch.layout,
        "sender": batch.sender,
        "as_at": batch.as_at,
        "complete": batch.complete,
        "status": batch.status,
        "applied": batch.status == "applied",
        "rows": batch.rows,
        "received_at": batch.received_at,
        "received_by": batch.received_by,
        "notes": batch.notes,
    }


@command(group, "show")
@click.argument("batch", type=options.NUMBER)
@click.option("--outcome", help="Only the lines with this outcome.")
@authority_option
def show(batch: int, outcome: str | None, authority: str, as_json: bool) -> None:
    """One batch, and what became of each of its lines."""
    from tracker.store import imports

    found = _batch(batch, authority)
    lines: list[dict[str, Any]] = [
        {
            "row": row.id,
            "file": row.file,
            "line": row.line,
            "outcome": row.outcome,
            "person": row.person_id,
            "reasons": row.reasons,
            "problems": row.problems,
        }
        for row in imports.rows_of(found.id)
        if outcome is None or row.outcome == outcome
    ]
    if as_json:
        answer.show(
            {
                **_summary(found),
                "outcomes": imports.outcomes(found.id),
                "lines": lines,
            }
        )
        return
    click.echo(
        f"Batch {found.id}: {found.feed}, {', '.join(found.files)}, as at "
        f"{found.as_at}, {found.status}."
    )
    for note in found.notes:
        click.echo(note)
    answer.table(
        ("row", "line", "outcome", "person", "why"),
        (
            (
                str(line["row"]),
                str(line["line"]),
                line["outcome"],
                str(line["person"] or ""),
                " ".join([*line["reasons"], *(p["message"] for p in line["problems"])]),
            )
            for line in lines
        ),
    )


def _batch(number: int, authority: str) -> Any:
    from tracker.access import authority_scope
    from tracker.store import imports

    found = imports.batch(number, within=authority_scope(authority))
    if found is None:
        raise answer.CannotBeDone(f"There is no batch {number}.")
    return found


@command(group, "apply")
@click.argument("batch", type=options.NUMBER)
@authority_option
@click.option("--yes", is_flag=True, help="Apply it even if it is unlike the last one.")
def apply(batch: int, authority: str, yes: bool, as_json: bool) -> int:
    """Apply a batch that was received, or withdrawn, before."""
    from tracker.cli import loading

    outcome = loading.carry_on(
        _batch(batch, authority),
        confirm=_confirm(yes, as_json),
        say=_quiet,
    )
    if as_json:
        answer.show(outcome.as_json())
    else:
        _tell(outcome)
    return answer.DONE if outcome.applied else answer.DONE_WITH_ISSUES


@command(group, "preview")
@click.argument("batch", type=options.NUMBER)
@authority_option
def preview(batch: int, authority: str, as_json: bool) -> int:
    """What applying a batch would do. Nothing is kept."""
    from tracker.cli import loading

    effect = loading.preview(_batch(batch, authority))
    if as_json:
        answer.show(
            {
                "batch": batch,
                "outcomes": effect.outcomes,
                "changes": effect.changes,
                "asked": effect.asked,
                "alarms": effect.alarms,
            }
        )
    else:
        answer.table(("outcome", "lines"), effect.outcomes.items())
        click.echo()
        answer.table(("what it would do", "young people"), effect.changes.items())
        for alarm in effect.alarms:
            click.echo(f"Unlike last time: {alarm}")
    return answer.DONE_WITH_ISSUES if effect.alarms else answer.DONE


@command(group, "withdraw")
@click.argument("batch", type=options.NUMBER)
@authority_option
def withdraw(batch: int, authority: str, as_json: bool) -> None:
    """Take back all that a batch told. It can be applied again."""
    from tracker.cli import loading

    found = _batch(batch, authority)
    touched = loading.withdraw(found)
    if as_json:
        answer.show({"batch": found.id, "status": found.status, "people": touched})
    else:
        click.echo(
            f"Batch {found.id} was withdrawn; {touched:,} histories were made again."
        )


@command(group, "template", database=False)
@click.argument("feed", type=click.Choice(("provider-enrolment",)))
@click.option(
    "--out",
    type=options.TABLE,
    metavar="FILE.xlsx|.csv",
    help="Where to write it: a workbook with instructions, or CSV headings alone.",
)
def template(feed: str, out: Path | None, as_json: bool) -> None:
    """Write the list that a sender fills in, with its instructions."""
    from tracker.feeds import provider_enrolment
    from tracker.reporting import whole_files

    target = out or Path(f"{feed}-template.xlsx")
    whole_files.check(target)
    made = provider_enrolment.template(as_csv=target.suffix.lower() == ".csv")
    with whole_files.whole(target) as file:
        file.write_bytes(made)
    if as_json:
        answer.show({"file": str(target)})
    else:
        click.echo(f"The template is in {target}.")
