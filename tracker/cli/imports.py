"""flask imports: load, list, show, apply and withdraw files."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from tracker.cli import answer, options
from tracker.cli.answer import command
from tracker.cli.options import authority_option
from tracker.domain.counted import counted

#: What may have become of a line, as store.imports.Outcome has it; and another word.
OUTCOMES = (
    *("matched-no-change", "matched-update", "matched-conflict", "possible"),
    *("new-in-area", "out-of-area", "invalid", "restricted"),
)
ALIASES = {"doubtful": "possible"}

FEED_NAMES = ("school-census", "provider-enrolment", "nccis-file", "establishments")


@click.group("imports", cls=answer.Group)
def group() -> None:
    """Load files, see each line's outcome, withdraw files."""


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
    help="The as-at date of the file. [default: what the file says, else today]",
)
@click.option(
    "--complete", is_flag=True, help="It lists everybody who was there on that day."
)
@authority_option
@click.option(
    "--yes", is_flag=True, help="Apply it even if it differs from the last one."
)
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

    Loading the same file twice changes nothing. A file that differs from the last
    one of its sender is applied only after you confirm it, or with --yes.
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
    elif outcome.already:
        click.echo(
            f"The same file has already been loaded, as batch {outcome.batch.id}, "
            "which is applied. Nothing was done."
        )
    else:
        _tell(outcome)
    return _ending(outcome)


def _say(line: str) -> None:
    click.echo(line)


def _quiet(line: str) -> None:
    """JSON is the whole answer."""


def _confirm(yes: bool, as_json: bool) -> Any:
    def confirm(alarms: list[str]) -> bool:
        if yes:
            return True
        for alarm in alarms:
            click.echo(f"Different from last time: {alarm}", err=True)
        if as_json or not sys.stdin.isatty():
            click.echo("It was not applied. Add --yes to apply it.", err=True)
            return False
        return click.confirm("Apply it anyway?")

    return confirm


def _unusable(outcome: Any) -> bool:
    """Whether the batch has lines and every one of them is invalid."""
    return set(outcome.outcomes) == {"invalid"}


def _ending(outcome: Any) -> int:
    """A list that told of nobody has to be looked at, though all of it was done."""
    done = outcome.applied and not _unusable(outcome)
    return answer.DONE if done else answer.DONE_WITH_ISSUES


def _tell(outcome: Any) -> None:
    """What came of a batch; of one that is applied already nothing is said again."""
    from tracker.cli import batches

    batch = outcome.batch
    click.echo(batches.heading(batch))
    for note in batch.notes:
        click.echo(note)
    if outcome.outcomes:
        answer.table(("outcome", "lines"), outcome.outcomes.items())
    if outcome.changes:
        click.echo()
        answer.table(("what it did", "young people"), outcome.changes.items())
    batches.print_problems(outcome.problems, files=len(batch.files), batch=batch.id)
    batches.print_asked(outcome.asked)
    if _unusable(outcome):
        click.echo("It had nothing usable: every line is invalid.")
    state = "applied" if outcome.applied else "not applied"
    click.echo(f"Batch {batch.id}: {counted(batch.rows, 'line')}, {state}.")


@command(group, "list")
@authority_option
def list_(authority: str, as_json: bool) -> None:
    """List every batch, newest first."""
    from tracker.access import authority_scope
    from tracker.actions import place_names
    from tracker.cli import batches
    from tracker.store import imports

    scope = authority_scope(authority)
    found = imports.batches(within=scope)
    if as_json:
        answer.show([batches.summary(batch) for batch in found])
        return
    senders = place_names.senders(found, answer.today(), within=scope)
    answer.table(
        ("batch", "feed", "sender", "files", "as at", "lines", "status", "received"),
        (
            (
                batch.id,
                batch.feed,
                senders[batch.id],
                ", ".join(batch.files),
                batch.as_at,
                batch.rows,
                batch.status,
                batch.received_at,
            )
            for batch in found
        ),
    )


@command(group, "show")
@click.argument("batch", type=options.NUMBER)
@click.option(
    "--outcome",
    type=click.Choice((*OUTCOMES, *ALIASES)),
    help="Only the lines with this outcome; doubtful means the same as possible.",
)
@authority_option
def show(batch: int, outcome: str | None, authority: str, as_json: bool) -> None:
    """Show one batch, and the outcome of each of its lines."""
    from tracker.cli import batches
    from tracker.store import imports, questions

    found = _batch(batch, authority)
    raised = questions.raised_by(found.id)
    wanted = ALIASES.get(outcome or "", outcome)
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
        if wanted is None or row.outcome == wanted
    ]
    if as_json:
        answer.show(
            {
                **batches.summary(found),
                "outcomes": imports.outcomes(found.id),
                "asked": [
                    {"person": person, "question": kind} for person, kind in raised
                ],
                "lines": lines,
            }
        )
        return
    click.echo(
        f"Batch {found.id}: {found.feed}, {', '.join(found.files)}, {found.status}."
    )
    click.echo(batches.heading(found))
    for note in found.notes:
        click.echo(note)
    several = len({line["file"] for line in lines}) > 1
    answer.table(
        ("row", *(("file",) if several else ()), "line", "outcome", "person", "why"),
        (
            (
                str(line["row"]),
                *((line["file"],) if several else ()),
                str(line["line"]),
                line["outcome"],
                str(line["person"] or ""),
                " ".join([*line["reasons"], *(p["message"] for p in line["problems"])]),
            )
            for line in lines
        ),
    )
    batches.print_raised(raised)


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
@click.option(
    "--yes", is_flag=True, help="Apply it even if it differs from the last one."
)
def apply(batch: int, authority: str, yes: bool, as_json: bool) -> int:
    """Apply a batch that was received or withdrawn earlier."""
    from tracker.cli import loading

    outcome = loading.carry_on(
        _batch(batch, authority),
        confirm=_confirm(yes, as_json),
        say=_quiet,
    )
    if as_json:
        answer.show(outcome.as_json())
    elif outcome.already:
        click.echo(f"Batch {batch} has already been applied. Nothing was done.")
    else:
        _tell(outcome)
    return _ending(outcome)


@command(group, "preview")
@click.argument("batch", type=options.NUMBER)
@authority_option
def preview(batch: int, authority: str, as_json: bool) -> int:
    """Show what applying a batch would do. Nothing is kept."""
    from tracker.cli import batches, loading

    found = _batch(batch, authority)
    effect = loading.preview(found)
    if as_json:
        answer.show(
            {
                "batch": batch,
                "as_at": found.as_at,
                "sender": found.sender,
                "outcomes": effect.outcomes,
                "changes": effect.changes,
                "asked": effect.asked,
                "alarms": effect.alarms,
            }
        )
    else:
        click.echo(batches.heading(found))
        answer.table(("outcome", "lines"), effect.outcomes.items())
        click.echo()
        answer.table(("what it would do", "young people"), effect.changes.items())
        batches.print_asked(effect.asked)
        for alarm in effect.alarms:
            click.echo(f"Different from last time: {alarm}")
    return answer.DONE_WITH_ISSUES if effect.alarms else answer.DONE


@command(group, "withdraw")
@click.argument("batch", type=options.NUMBER)
@authority_option
def withdraw(batch: int, authority: str, as_json: bool) -> None:
    """Withdraw everything a batch said. It can be applied again."""
    from tracker.cli import loading

    found = _batch(batch, authority)
    touched = loading.withdraw(found)
    if as_json:
        answer.show({"batch": found.id, "status": found.status, "people": touched})
    else:
        click.echo(
            f"Batch {found.id} was withdrawn; "
            f"{counted(touched, 'history was', 'histories were')} worked out again."
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
    """Write a list for a sender to fill in, with instructions."""
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
