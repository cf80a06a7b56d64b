"""flask returns: check any file, prepare ours, freeze it, compare two."""

import csv
from pathlib import Path
from typing import Any

import click

from tracker.cli import answer
from tracker.cli.answer import authority_option, command


@click.group("returns")
def group() -> None:
    """The monthly NCCIS return."""


@command(group, "check", database=False)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--year",
    metavar="2026-27",
    help="The requirement to judge by. [default: that of the file's month]",
)
def check(file: Path, year: str | None, as_json: bool) -> int:
    """Judge any NCCIS file, ours or a stranger's, without loading it."""
    from tracker.returns import check as checking

    report = checking.check(file, year)
    told = report.as_json()
    found = bool(told["issues"] or told["file_errors"])
    if as_json:
        answer.show(told)
    else:
        for sentence in told["file_errors"]:
            click.echo(sentence)
        answer.table(
            ("id", "rule", "priority", "field", "what is wrong"),
            (
                (
                    i["id"],
                    str(i["rule"]),
                    str(i["priority"] or ""),
                    i["field"],
                    i["message"],
                )
                for i in told["issues"][:200]
            ),
        )
        if len(told["issues"]) > 200:
            click.echo(
                f"and {len(told['issues']) - 200:,} more; --json gives them all."
            )
        click.echo(
            f"{told['records']:,} records, {len(told['issues']):,} issues, by "
            f"{told['label']}."
        )
    return answer.DONE_WITH_ISSUES if found else answer.DONE


@command(group, "prepare")
@click.option(
    "--period",
    required=True,
    callback=answer.month,
    metavar="2026-10",
    help="The month.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Where to write the file and the list of issues.",
)
@click.option(
    "--rerun", is_flag=True, help="Make a frozen month anew from what is known now."
)
@authority_option
def prepare(period: Any, out: Path, rerun: bool, authority: str, as_json: bool) -> None:
    """Make the return of a month, judge it, and write both to a folder.

    A month that is frozen is written again exactly as it was.
    """
    from tracker.actions import returns as actions

    settings = answer.settings()
    made = actions.prepare(
        authority,
        period,
        database=settings.database_id,
        supplier=settings.supplier,
        sent=answer.today(),
        by=answer.who(),
        at=answer.now(),
        rerun=rerun,
    )
    file = write(made, out)
    if as_json:
        answer.show(
            {
                "run": made.run.id,
                "period": period.iso,
                "file": str(file),
                "records": made.run.records,
                "sha256": made.run.sha256,
                "ruleset": made.run.ruleset,
                "frozen": made.run.frozen_at is not None,
                "issues": made.run.issues,
            }
        )
        return
    if made.again:
        click.echo(f"{period.label} is frozen: the file is the one that was made then.")
    click.echo(f"Run {made.run.id}: {made.run.records:,} records in {file}.")
    click.echo(f"Judged by {made.run.ruleset}.")
    answer.table(("rule", "records"), made.run.issues.items())


def write(made: Any, out: Path) -> Path:
    """Writes a return and its issues into a folder; returns the return's path."""
    out.mkdir(parents=True, exist_ok=True)
    stem = f"NCCIS_{made.run.authority}_{made.run.period_end:%Y-%m-%d}"
    file = out / f"{stem}.xml"
    file.write_bytes(made.file)
    with (out / f"{stem}_issues.csv").open(
        "w", encoding="utf-8-sig", newline=""
    ) as rows:
        table = csv.writer(rows)
        table.writerow(("YoungPersonsID", "Rule", "Priority", "Field", "Message"))
        for issue in made.report.issues:
            table.writerow(
                (issue.id, issue.rule, issue.priority, issue.field, issue.message)
            )
    return file


@command(group, "list")
@authority_option
def list_(authority: str, as_json: bool) -> None:
    """Every run, the newest first."""
    from tracker.access import authority_scope
    from tracker.store import returns

    runs = returns.runs(within=authority_scope(authority))
    if as_json:
        answer.show([_run(run) for run in runs])
        return
    answer.table(
        ("run", "month", "records", "issues", "prepared", "frozen"),
        (
            (
                run.id,
                f"{run.period_end:%Y-%m}",
                run.records,
                sum(run.issues.values()),
                answer.local(run.prepared_at),
                answer.local(run.frozen_at) if run.frozen_at else "",
            )
            for run in runs
        ),
    )


def _run(run: Any) -> dict[str, Any]:
    return {
        "run": run.id,
        "period": f"{run.period_end:%Y-%m}",
        "records": run.records,
        "sha256": run.sha256,
        "ruleset": run.ruleset,
        "issues": run.issues,
        "prepared_at": run.prepared_at,
        "prepared_by": run.prepared_by,
        "frozen_at": run.frozen_at,
        "frozen_by": run.frozen_by,
    }


def _found(number: int, authority: str) -> Any:
    from tracker.access import authority_scope
    from tracker.store import returns

    run = returns.run(number, within=authority_scope(authority))
    if run is None:
        raise answer.CannotBeDone(f"There is no run {number}.")
    return run


@command(group, "freeze")
@click.argument("run", type=int)
@authority_option
def freeze(run: int, authority: str, as_json: bool) -> None:
    """Freeze a run: from now on that is what the month was."""
    from tracker.actions import returns as actions

    frozen = actions.freeze(_found(run, authority), by=answer.who(), at=answer.now())
    if as_json:
        answer.show(_run(frozen))
    else:
        click.echo(
            f"Run {frozen.id} is frozen with {frozen.records:,} records, "
            f"SHA-256 {frozen.sha256}."
        )


@command(group, "diff")
@click.argument("first", type=int)
@click.argument("second", type=int)
@authority_option
def diff(first: int, second: int, authority: str, as_json: bool) -> None:
    """What changed from one run to another, and why."""
    from tracker.actions import returns as actions

    found = actions.diff(_found(first, authority), _found(second, authority))
    if as_json:
        answer.show(
            {
                "runs": [found.first, found.second],
                "records": list(found.records),
                "groups": {name: list(pair) for name, pair in found.groups.items()},
                "causes": found.causes,
                "changes": [
                    {
                        "person": each.person,
                        "what": each.what,
                        "before": each.before,
                        "after": each.after,
                        "cause": each.cause,
                    }
                    for each in found.moved
                ],
            }
        )
        return
    click.echo(f"{found.records[0]:,} records, then {found.records[1]:,}.")
    answer.table(
        ("group", f"run {found.first}", f"run {found.second}", "change"),
        (
            (name, before, after, f"{after - before:+,}")
            for name, (before, after) in found.groups.items()
        ),
    )
    click.echo()
    answer.table(("what changed, and why", "young people"), found.causes.items())
