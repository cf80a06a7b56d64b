"""flask imports: load, list, show, apply and withdraw files."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.cli.answer import command
from tracker.cli.options import authority_option
from tracker.wording.counts import counted, expected_wrong_matches
from tracker.wording.effects import in_words

#: The outcomes of a line, as in store.intake.import_batches.Outcome, and one alias.
OUTCOMES = (
    *("matched-no-change", "matched-update", "matched-conflict", "possible"),
    *("new-in-area", "out-of-area", "invalid", "restricted"),
)
ALIASES = {"doubtful": "possible"}


new_sender_option = click.option(
    "--new-sender",
    metavar="NAME",
    multiple=True,
    help="The name of a sender that is in no register; of several each, after its "
    "number.",
)
yes_option = click.option(
    "--yes", is_flag=True, help="Apply it even if it differs from the last one."
)


@click.group("imports", cls=answer.Group)
def group() -> None:
    """Load files, see each line's outcome, withdraw files."""


@command(group, "load")
@click.argument("feed", type=options.FEED)
@click.argument("files", nargs=-1, required=True, type=options.FILE)
@click.option(
    "--institution",
    metavar="URN|UKPRN|LAESTAB",
    help="The number of the sender: 6, 8 or 7 digits.",
)
@click.option(
    "--as-at",
    callback=options.day_of_file,
    metavar="DATE",
    help="The as-at date of the file, or today. Needed where the file gives none.",
)
@click.option(
    "--complete", is_flag=True, help="It lists everybody who was there on that day."
)
@authority_option
@new_sender_option
@click.option(
    "--other-authorities",
    is_flag=True,
    help="Load a file whose header names other authorities.",
)
@yes_option
def load(
    feed: str,
    files: tuple[Path, ...],
    institution: str | None,
    as_at: date | None,
    complete: bool,
    authority: str,
    new_sender: tuple[str, ...],
    other_authorities: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Receive FILES of a FEED, match every line, and apply them.

    Loading the same file twice changes nothing. Questions about a file come before
    anything is stored; a script answers them with --as-at, --institution, --new-sender
    or --other-authorities. A file that differs from the last one of its sender is
    applied only after you confirm it, or with --yes. A file without a valid line is not
    applied.
    """
    from tracker.actions.intake.questions.answers import Answers
    from tracker.cli.intake import loading, prompts
    from tracker.feeds.registry import FEEDS

    if other_authorities and not FEEDS[feed].names_authorities:
        named = [each.noun for each in FEEDS.values() if each.names_authorities]
        raise click.UsageError(
            f"--other-authorities applies only to {' or '.join(named)}."
        )
    outcome = prompts.until_answered(
        lambda given: loading.load(
            feed,
            files,
            institution=given.institution,
            as_at=given.as_at,
            complete=complete,
            act=answer.act(authority),
            answers=given.answers,
            confirm=_confirm(yes, as_json),
            say=_quiet if as_json else _say,
        ),
        prompts.Given(as_at, institution, Answers(new_sender, other_authorities)),
        as_json=as_json,
    )
    if isinstance(outcome, int):
        return outcome
    if as_json:
        answer.show(outcome.as_json())
    elif outcome.already:
        click.echo(
            f"The same file has already been loaded, as batch {outcome.batch.id}, "
            "which is applied. Nothing was done."
        )
    else:
        _print_outcome(outcome)
    return _exit_code(outcome)


def _say(line: str) -> None:
    click.echo(line)


def _quiet(line: str) -> None:
    """Prints nothing: JSON is the whole answer."""


def _confirm(yes: bool, as_json: bool) -> Any:
    from tracker.cli.intake import prompts

    def confirm(alarms: list[str]) -> bool:
        if yes:
            return True
        for alarm in alarms:
            click.echo(f"Unusual: {alarm}", err=True)
        if as_json or not prompts.at_a_terminal():
            click.echo("It was not applied. Add --yes to apply it.", err=True)
            return False
        return click.confirm("Apply it anyway?")

    return confirm


def _exit_code(outcome: Any) -> int:
    return answer.DONE if outcome.applied else answer.DONE_WITH_ISSUES


def _print_outcome(outcome: Any) -> None:
    """Prints the result of a batch in words."""
    from tracker.cli.intake import batch_words

    batch = outcome.batch
    click.echo(batch_words.heading(batch))
    for note in batch.notes:
        click.echo(note)
    if outcome.outcomes:
        answer.table(("outcome", "lines"), outcome.outcomes.items())
    if outcome.changes:
        click.echo()
        answer.table(
            ("what it did", "young people"), in_words(outcome.changes, done=True)
        )
    batch_words.print_problems(outcome.problems, files=len(batch.files), batch=batch.id)
    batch_words.print_question_counts(outcome.raised)
    for question in outcome.questions:
        if question.option is None:
            click.echo(question.sentence)
    state = "applied" if outcome.applied else "not applied"
    click.echo(f"Batch {batch.id}: {counted(batch.rows, 'line')}, {state}.")


@command(group, "list")
@authority_option
def list_(authority: str, as_json: bool) -> None:
    """List every batch, newest first."""
    from tracker import actions, store
    from tracker.cli.intake import batch_words

    scope = authority_scope(authority)
    found = store.intake.import_batches.batches(within=scope)
    if as_json:
        answer.show([batch_words.summary(batch) for batch in found])
        return
    senders = actions.institutions.place_names.sender_names(
        found, answer.today(), within=scope
    )
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
@click.option("--problems", is_flag=True, help="Only the lines that have a problem.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the first N of the lines, and how many more there are.",
)
@authority_option
def show(
    batch: int,
    outcome: str | None,
    problems: bool,
    limit: int | None,
    authority: str,
    as_json: bool,
) -> None:
    """Show one batch, and the outcome of each of its lines."""
    from tracker.cli.intake import batch_lines

    found = _batch(batch, authority)
    shown = batch_lines.read(
        found,
        outcome=ALIASES.get(outcome or "", outcome),
        only_problems=problems,
        limit=limit,
    )
    if as_json:
        answer.show(shown.as_json())
    else:
        batch_lines.show(shown, only_problems=problems)


def _batch(number: int, authority: str) -> Any:
    from tracker import store

    found = store.intake.import_batches.batch(number, within=authority_scope(authority))
    if found is None:
        raise answer.CannotBeDone(f"There is no batch {number}.")
    return found


@command(group, "apply")
@click.argument("batch", type=options.NUMBER)
@authority_option
@new_sender_option
@yes_option
def apply(
    batch: int, authority: str, new_sender: tuple[str, ...], yes: bool, as_json: bool
) -> int:
    """Apply a batch that was received or withdrawn earlier."""
    from tracker.actions.intake.questions.answers import Answers
    from tracker.cli.intake import loading, prompts

    found = _batch(batch, authority)
    outcome = prompts.until_answered(
        lambda given: loading.carry_on(
            found,
            confirm=_confirm(yes, as_json),
            answers=given.answers,
            say=_quiet if as_json else _say,
        ),
        prompts.Given(answers=Answers(new_sender)),
        as_json=as_json,
    )
    if isinstance(outcome, int):
        return outcome
    if as_json:
        answer.show(outcome.as_json())
    elif outcome.already:
        click.echo(f"Batch {batch} has already been applied. Nothing was done.")
    else:
        _print_outcome(outcome)
    return _exit_code(outcome)


@command(group, "preview")
@click.argument("batch", type=options.NUMBER)
@authority_option
def preview(batch: int, authority: str, as_json: bool) -> int:
    """Show what applying a batch would do. Nothing is kept."""
    from tracker.cli.intake import batch_words, loading

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
                "raised": effect.raised,
                "alarms": effect.alarms,
                "automatic": effect.automatic,
                "expected_wrong": round(effect.expected_wrong, 4),
            }
        )
    else:
        click.echo(batch_words.heading(found))
        answer.table(("outcome", "lines"), effect.outcomes.items())
        click.echo()
        answer.table(
            ("what it would do", "young people"), in_words(effect.changes, done=False)
        )
        batch_words.print_question_counts(effect.raised)
        if effect.automatic:
            click.echo(expected_wrong_matches(effect.expected_wrong, effect.automatic))
        for alarm in effect.alarms:
            click.echo(f"Unusual: {alarm}")
    return answer.DONE_WITH_ISSUES if effect.alarms else answer.DONE


@command(group, "withdraw")
@click.argument("batch", type=options.NUMBER)
@authority_option
def withdraw(batch: int, authority: str, as_json: bool) -> None:
    """Withdraw a batch with all its evidence. It can be applied again."""
    from tracker.cli.intake import loading

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
@click.argument("feed", type=options.FEED_WITH_TEMPLATE)
@click.option(
    "--out",
    type=options.TABLE,
    metavar="FILE.xlsx|.csv",
    help="Where to write it: a workbook with instructions, or CSV headings alone.",
)
def template(feed: str, out: Path | None, as_json: bool) -> None:
    """Write a list for a sender to fill in, with instructions."""
    from tracker import reporting
    from tracker.feeds.registry import FEEDS

    target = out or Path(f"{feed}-template.xlsx")
    reporting.files.whole_files.check(target)
    empty_list = FEEDS[feed].template
    assert empty_list is not None, feed
    made = empty_list(as_csv=target.suffix.lower() == ".csv")
    with reporting.files.whole_files.whole(target) as file:
        file.write_bytes(made)
    if as_json:
        answer.show({"file": str(target)})
    else:
        click.echo(f"The template is in {target}.")
