"""flask moving-in: their months and documents loaded, their return against ours."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from tracker import reporting
from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.reference.academic_year import Period
from tracker.wording.counts import counted


@answer.COMMANDS.group("moving-in", cls=answer.Group)
def group() -> None:
    """Move in from another system, and compare with it."""


@answer.command(group, "load")
@click.argument("files", nargs=-1, required=True, type=options.FILE)
@click.option(
    "--other-authorities",
    is_flag=True,
    help="Load files whose header names other authorities.",
)
@click.option(
    "--yes",
    is_flag=True,
    help="Load them although a month is missing, or one differs from the last.",
)
@options.authority_option
def load(
    files: tuple[Path, ...], other_authorities: bool, yes: bool, authority: str
) -> int:
    """Load many monthly NCCIS files in the order of their months.

    FILES are files, folders or archives, whatever their names are. A month that is
    missing or doubled is named before anything is loaded. A month that is refused stops
    the loading there; the same command goes on with it.
    """
    from tracker.confinement import processes

    processes.get_ready()  # while the rest is loaded
    from tracker import actions
    from tracker.actions.intake.questions.answers import Answers
    from tracker.cli.intake import prompts

    month_files = actions.intake.moving_in.month_files
    for each in files:
        options.refuse_device(each)
    opened, made = month_files.unpacked(files, folder=answer.settings().var / "uploads")
    try:
        planned = month_files.plan(opened, authority=authority)
        if planned.alarm and not (
            yes
            or prompts.confirmed(
                [planned.alarm],
                question="Load the others all the same?",
                unasked="Nothing was loaded. Add --yes to load the others.",
            )
        ):
            return answer.DONE_WITH_ISSUES
        result = month_files.load_in_order(
            planned,
            opened,
            act=answer.act(authority),
            confirm=lambda alarms: (
                yes
                or prompts.confirmed(
                    (f"Unusual: {alarm}" for alarm in alarms),
                    question="Apply it anyway?",
                    unasked="It was not applied. Add --yes to apply it.",
                )
            ),
            answers=Answers((), other_authorities),
            say=_steps(),
        )
    finally:
        actions.intake.waiting_files.forget(made)
    answer.give(result.as_json(), _loaded_in_words(result))
    return answer.DONE_WITH_ISSUES if result.stopped_at else answer.DONE


def _loaded_in_words(result: Any) -> Iterator[str]:
    yield from answer.table(
        ("month", "batch", "records", "state"),
        (
            (
                *(it.period.label, it.batch, it.rows),
                "loaded before"
                if it.already
                else "applied"
                if it.applied
                else "not applied",
            )
            for it in result.months
        ),
    )
    if result.stopped_at:
        yield result.stopped_at


@answer.command(group, "documents")
@click.argument("index", type=options.FILE)
@click.argument("files", type=options.FILE)
@click.option(
    "--system",
    metavar="NAME",
    required=True,
    help="The name of the system that they come from.",
)
@click.option(
    "--as-at",
    type=options.DAY_OF_FILE,
    required=True,
    help="The day of the export, or today.",
)
@click.option(
    "--yes",
    is_flag=True,
    help="Move in the others although files are missing, unnamed or not taken.",
)
@options.authority_option
def documents(
    index: Path, files: Path, system: str, as_at: date, yes: bool, authority: str
) -> int:
    """Move in the documents of another system.

    INDEX is its list of documents, as CSV or Excel; FILES are the documents in a ZIP or
    a folder. Both are compared before anything is loaded. The same index may be sent
    again with the files that were missing.
    """
    from tracker.confinement import processes

    processes.get_ready()  # while the rest is loaded
    from tracker import actions
    from tracker.cli.intake import prompts

    for each in (index, files):
        options.refuse_device(each)
    brought = actions.intake.moving_in.bring_documents.bring(
        index,
        files,
        institution=system,
        as_at=as_at,
        act=answer.act(authority),
        confirm=lambda check: (
            yes
            or prompts.confirmed(
                (*check.alarms, *(f"{why}: {names}." for why, names in check.names())),
                question="Move in the others all the same?",
                unasked="Nothing was loaded. Add --yes to move in the others.",
            )
        ),
        confirm_batch=lambda alarms: (
            yes
            or prompts.confirmed(
                (f"Unusual: {alarm}" for alarm in alarms),
                question="Apply it anyway?",
                unasked="It was not applied. Add --yes to apply it.",
            )
        ),
        say=_steps(),
    )
    answer.give(brought.as_json(), _brought_in_words(brought))
    done = brought.loaded is not None and brought.loaded.applied
    return answer.DONE if done else answer.DONE_WITH_ISSUES


def _brought_in_words(brought: Any) -> Iterator[str]:
    from tracker.cli.intake import batch_words

    if brought.loaded is None:
        return
    batch = brought.loaded.batch
    yield batch_words.heading(batch)
    yield from batch.notes
    outcomes = brought.loaded.effect.outcomes
    yield from answer.table(("outcome", "lines"), outcomes.items())
    problems = brought.loaded.problems
    yield from batch_words.problems(problems, files=1, batch=batch.id)
    yield from brought.check.alarms
    yield from (f"{why}: {names}." for why, names in brought.check.names())
    yield (
        f"{counted(brought.kept, 'new file')} kept; "
        f"{counted(brought.documents, 'document')} of the batch on records."
    )


@answer.command(group, "compare")
@click.argument("file", type=options.FILE)
@click.option(
    "--month",
    type=options.MONTH,
    help="The month. [default: that of the file; a table without one needs it]",
)
@click.option(
    "--out",
    type=options.PathGiven(".xlsx", dir_okay=False),
    metavar="FILE.xlsx",
    help="Where to write the workbook with every difference.",
)
@options.authority_option
def compare(file: Path, month: Period | None, out: Path | None, authority: str) -> int:
    """Compare another system's FILE of a month with ours.

    Nothing of the file is loaded. Each difference has one cause. Ends with 1 where some
    are unexplained.
    """
    from tracker.confinement import processes

    options.refuse_device(file)
    processes.get_ready()  # while the rest is loaded
    from tracker import actions

    if out is not None:
        reporting.files.whole_files.check(out)
    run = actions.nccis_return.parallel_run.run_comparison.compare(
        [file],
        month=month,
        database=answer.settings().needed_database_id,
        act=answer.act(authority),
        say=_steps(),
    )
    if out is not None:
        content = actions.nccis_return.parallel_run.as_workbook.taken(
            run,
            organisation=answer.settings().organisation or "",
            within=authority_scope(authority),
            act=answer.act(authority),
        )
        with reporting.files.whole_files.whole(out) as whole:
            whole.write_bytes(content)
    answer.give(_as_json(run, out), _in_words(run, out))
    unexplained = run.causes.get("unexplained")
    return answer.DONE_WITH_ISSUES if unexplained else answer.DONE


def _steps() -> Any:
    """Reports each step to a terminal, but not the progress within it."""
    as_json = answer.in_json()

    def report(words: str, done: int | None = None, out_of: int | None = None) -> None:
        if done is None and not as_json:
            click.echo(words, err=True)

    return report


def _as_json(run: Any, out: Path | None) -> dict[str, Any]:
    return {
        "comparison": run.id,
        "period": run.period.iso,
        **answer.fields(run, "file", "theirs", "ours", "in_both", "equal"),
        **answer.fields(run, "left_out", "differences", "causes", "people"),
        "workbook": str(out) if out is not None else None,
    }


def _in_words(run: Any, out: Path | None) -> Iterator[str]:
    from tracker.actions.nccis_return.parallel_run.as_workbook import share

    yield f"{run.period.label}: {run.file} against our return."
    yield from answer.table(
        ("young people", "number"),
        (
            ("in theirs", run.theirs),
            ("in ours", run.ours),
            ("in both", run.in_both),
            ("equal in both", run.equal),
        ),
    )
    if run.left_out:
        records = counted(run.left_out, "record")
        yield f"Left out, because another authority leads them: {records}."
    yield ""
    yield from answer.table(
        ("cause", "differences", "young people"),
        (
            (cause.heading, differences, people)
            for cause, differences, people in run.by_cause
        ),
    )
    yield ""
    yield (
        f"Comparison {run.id}: {counted(run.differences, 'difference')}; "
        f"{share(run)}% of all young people are equal."
    )
    if out is not None:
        yield f"The workbook is in {out}."


@answer.command(group, "compared")
@options.authority_option
def compared(authority: str) -> None:
    """List the months that were compared, the newest first, as a trend."""
    from tracker import store
    from tracker.actions.nccis_return.parallel_run.as_workbook import share

    found = store.nccis_return.parallel_runs.months(within=authority_scope(authority))
    answer.give(
        [_as_json(each, None) for each in found],
        answer.table(
            (
                *("month", "comparison", "theirs", "ours", "equal", "equal %"),
                *("differences", "unexplained", "compared"),
            ),
            (
                (
                    *(it.period.label, it.id, it.theirs, it.ours, it.equal),
                    *(share(it), it.differences, it.causes.get("unexplained", 0)),
                    it.compared_at,
                )
                for it in found
            ),
        ),
    )
