"""flask imports: load, list, show, apply and withdraw files."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.wording.counts import counted, expected_wrong_matches
from tracker.wording.effects import brought, in_words

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
database_option = click.option(
    "--database",
    metavar="NUMBER",
    default="",
    help="The number of an earlier system's database, where no month of it is loaded.",
)
yes_option = click.option(
    "--yes", is_flag=True, help="Apply it even if it differs from the last one."
)


@answer.COMMANDS.group("imports", cls=answer.Group)
def group() -> None:
    """Load files, see each line's outcome, withdraw files."""


@answer.command(group, "load")
@click.argument("feed", type=options.FEED, cls=options.FeedArgument)
@click.argument("files", nargs=-1, required=True, type=options.FILE)
@click.option(
    "--institution",
    metavar="URN|UKPRN|LAESTAB|COUNCIL|NAME",
    help="The number of the sender: 6, 8 or 7 digits, or 3 of a council; or its name, "
    "also that of an earlier system.",
)
@click.option(
    "--as-at",
    type=options.DAY_OF_FILE,
    help="The as-at date of the file, or today. Needed where the file gives none.",
)
@click.option(
    "--complete", is_flag=True, help="It lists everybody who was there on that day."
)
@options.authority_option
@new_sender_option
@click.option(
    "--other-authorities",
    is_flag=True,
    help="Load a file whose header names other authorities.",
)
@database_option
@click.option(
    "--mapping",
    type=options.FILE,
    metavar="FILE",
    help="What the headings of the sender mean, as the page Column mappings gives it.",
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
    database: str,
    mapping: Path | None,
    yes: bool,
) -> int:
    """Receive FILES of a FEED, match every line, and apply them.

    Loading the same file twice changes nothing. Questions about a file come before
    anything is stored; a script answers them with --as-at, --institution, --new-sender,
    --database or --other-authorities. With --mapping, the sender's own headings mean
    what that file has, now and from then on. A file that differs from the last one of
    its sender is applied only after you confirm it, or with --yes. A file without a
    valid line is not applied.
    """
    from tracker.confinement import processes

    processes.get_ready()  # while the rest is loaded
    from tracker import actions
    from tracker.actions.intake.questions.answers import Answers
    from tracker.cli.intake import mapping_file, named_sender, prompts, unknown_headings
    from tracker.feeds.registry import FEEDS

    if other_authorities and not FEEDS[feed].names_authorities:
        named = [each.noun for each in FEEDS.values() if each.names_authorities]
        raise click.UsageError(
            f"--other-authorities applies only to {' or '.join(named)}."
        )

    def attempt(given: prompts.Given) -> Any:
        who = named_sender.number_of(FEEDS[feed], given.institution, authority)
        if mapping is not None:
            mapping_file.record(mapping, feed, who, act=answer.act(authority))
        with unknown_headings.explained(feed, files, who, authority):
            return actions.intake.load.load(
                feed,
                files,
                institution=who,
                as_at=given.as_at,
                complete=complete,
                act=answer.act(authority),
                answers=given.answers,
                confirm=_confirm(yes),
                say=_steps(),
            )

    return _finish(
        attempt,
        prompts.Given(
            as_at, institution, Answers(new_sender, other_authorities, database)
        ),
        already="The same file has already been loaded, as batch {}, which is applied.",
    )


def _steps() -> Callable[..., None]:
    """Reports the end of each step to a terminal, but not the progress within it.

    It prints nothing with JSON, which is the whole answer.
    """
    as_json = answer.in_json()

    def report(words: str, done: int | None = None, out_of: int | None = None) -> None:
        if done is None and not as_json:
            click.echo(words)

    return report


def _confirm(yes: bool) -> Callable[[list[str]], bool]:
    from tracker.cli.intake import prompts

    def confirm(alarms: list[str]) -> bool:
        return yes or prompts.confirmed(
            (f"Unusual: {alarm}" for alarm in alarms),
            question="Apply it anyway?",
            unasked="It was not applied. Add --yes to apply it.",
        )

    return confirm


def _finish(attempt: Callable[[Any], Any], given: Any, *, already: str) -> int:
    """Loads or applies a batch once its questions are answered; prints the result."""
    from tracker.cli.intake import prompts

    outcome = prompts.until_answered(attempt, given)
    if outcome.already:
        done = f"{already.format(outcome.batch.id)} Nothing was done."
        answer.give(outcome.as_json(), done)
    else:
        answer.give(outcome.as_json(), _in_words(outcome))
    return answer.DONE if outcome.applied else answer.DONE_WITH_ISSUES


def _in_words(outcome: Any) -> Iterator[str]:
    """The result of a batch in words."""
    from tracker.cli.intake import batch_words

    batch = outcome.batch
    yield batch_words.heading(batch)
    yield from batch.notes
    effect = outcome.effect
    if effect.outcomes:
        yield from answer.table(("outcome", "lines"), effect.outcomes.items())
    if effect.changes:
        yield ""
        changes = in_words(effect.changes, done=True)
        yield from answer.table(("what it did", "young people"), changes)
    yield from batch_words.problems(
        outcome.problems, files=len(batch.files), batch=batch.id
    )
    yield from batch_words.question_counts(outcome.effect.raised)
    yield from batch_words.opened_items(outcome.effect.opened)
    yield from brought(outcome.effect.brings, done=True)
    yield from outcome.effect.turned
    yield from (q.sentence for q in outcome.questions if q.option is None)
    state = "applied" if outcome.applied else "not applied"
    yield f"Batch {batch.id}: {counted(batch.rows, 'line')}, {state}."


@answer.command(group, "list")
@options.authority_option
def list_(authority: str) -> None:
    """List every batch, newest first."""
    from tracker import actions, store
    from tracker.cli.intake import batch_words

    scope = authority_scope(authority)
    found = store.intake.import_batches.batches(within=scope)
    senders = actions.institutions.place_names.sender_names(
        found, answer.today(), within=scope
    )
    answer.give(
        [batch_words.summary(batch) for batch in found],
        answer.table(
            (
                *("batch", "feed", "sender", "files"),
                *("as at", "lines", "status", "received"),
            ),
            (
                (
                    *(b.id, b.feed, senders[b.id], ", ".join(b.files), b.as_at),
                    *(b.rows, b.status, b.received_at),
                )
                for b in found
            ),
        ),
    )


@answer.command(group, "show")
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
@options.authority_option
def show(
    batch: int,
    outcome: str | None,
    problems: bool,
    limit: int | None,
    authority: str,
) -> None:
    """Show one batch, and the outcome of each of its lines."""
    from tracker.cli.intake import batch_lines

    shown = batch_lines.read(
        _batch(batch, authority),
        outcome=ALIASES.get(outcome or "", outcome),
        only_problems=problems,
        limit=limit,
    )
    answer.note_shown(
        authority,
        (row.person_id for row in shown.lines if row.person_id is not None),
        lines=[row.id for row in shown.lines if row.person_id is None],
    )
    if answer.in_json():
        answer.show(shown.as_json())
    else:
        answer.say(batch_lines.in_words(shown, only_problems=problems))


def _batch(number: int, authority: str) -> Any:
    from tracker import store

    return answer.found(
        store.intake.import_batches.batch(number, within=authority_scope(authority)),
        f"There is no batch {number}.",
    )


@answer.command(group, "apply")
@click.argument("batch", type=options.NUMBER)
@options.authority_option
@new_sender_option
@yes_option
def apply(batch: int, authority: str, new_sender: tuple[str, ...], yes: bool) -> int:
    """Apply a batch that was received or withdrawn earlier."""
    from tracker import actions
    from tracker.actions.intake.questions.answers import Answers
    from tracker.cli.intake import prompts

    found = _batch(batch, authority)
    return _finish(
        lambda given: actions.intake.load.carry_on(
            found,
            confirm=_confirm(yes),
            act=answer.act(authority),
            answers=given.answers,
            say=_steps(),
        ),
        prompts.Given(answers=Answers(new_sender)),
        already="Batch {} has already been applied.",
    )


@answer.command(group, "preview")
@click.argument("batch", type=options.NUMBER)
@options.authority_option
def preview(batch: int, authority: str) -> int:
    """Show what applying a batch would do. Nothing is kept."""
    from tracker import actions

    found = _batch(batch, authority)
    effect = actions.intake.load.preview(found, act=answer.act(authority))
    answer.give(
        {
            "batch": batch,
            **answer.fields(found, "as_at", "sender"),
            **effect.as_json(),
            "expected_wrong": round(effect.expected_wrong, 4),
        },
        _preview_in_words(found, effect),
    )
    return answer.DONE_WITH_ISSUES if effect.alarms else answer.DONE


def _preview_in_words(batch: Any, effect: Any) -> Iterator[str]:
    from tracker.cli.intake import batch_words

    yield batch_words.heading(batch)
    yield from answer.table(("outcome", "lines"), effect.outcomes.items())
    yield ""
    changes = in_words(effect.changes, done=False)
    yield from answer.table(("what it would do", "young people"), changes)
    yield from batch_words.question_counts(effect.raised)
    yield from batch_words.opened_items(effect.opened)
    yield from brought(effect.brings, done=False)
    yield from effect.turned
    if effect.automatic:
        yield expected_wrong_matches(effect.expected_wrong, effect.automatic)
    for alarm in effect.alarms:
        yield f"Unusual: {alarm}"


@answer.command(group, "withdraw")
@click.argument("batch", type=options.NUMBER)
@options.authority_option
def withdraw(batch: int, authority: str) -> None:
    """Withdraw a batch with all its evidence. It can be applied again."""
    from tracker import actions

    found = _batch(batch, authority)
    touched = actions.intake.load.withdraw(found, act=answer.act(authority))
    answer.give(
        {"batch": found.id, "status": found.status, "people": touched},
        f"Batch {found.id} was withdrawn; "
        f"{counted(touched, 'history was', 'histories were')} worked out again.",
    )


@answer.command(group, "template", database=False)
@click.argument("feed", type=options.FEED_WITH_TEMPLATE, cls=options.FeedArgument)
@click.option(
    "--out",
    type=options.TABLE,
    metavar="FILE.xlsx|.csv",
    help="Where to write it: a workbook with instructions, or CSV headings alone.",
)
def template(feed: str, out: Path | None) -> None:
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
    answer.give({"file": str(target)}, f"The template is in {target}.")
