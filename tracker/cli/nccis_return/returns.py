"""flask returns: check any file, prepare a return, freeze it, compare two."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any

import click

from tracker import reporting
from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.reference.academic_year import AcademicYear, Period
from tracker.wording.counts import counted

#: At most this many issues, or changes between two returns, are printed one by one.
ISSUES_SHOWN = CHANGES_SHOWN = 50


@answer.COMMANDS.group("returns", cls=answer.Group)
def group() -> None:
    """The monthly NCCIS return."""


@answer.command(group, "check", database=False)
@click.argument("file", type=options.FILE)
@click.option(
    "--year",
    metavar="2026-27",
    help="The requirement to check against. [default: that of the file's month]",
)
def check(file: Path, year: str | None) -> int:
    """Check any NCCIS file, ours or anybody else's, without loading it."""
    from tracker.confinement import processes

    options.refuse_device(file)
    processes.get_ready(processes.RETURNS)  # while the rest is loaded
    from tracker import returns

    report = returns.confined.check(file, _requirement(year))
    if answer.in_json():
        issues = (issue._asdict() for issue in report.issues)
        answer.show_long(report.summary(), "issues", issues)
    else:
        answer.say(_report_in_words(report))
    found = bool(report.issues or report.file_errors)
    return answer.DONE_WITH_ISSUES if found else answer.DONE


def _report_in_words(report: Any) -> Iterator[str]:
    """The issues of a file: as a whole, rule by rule, and record by record."""
    from tracker.cli.nccis_return import broken_rules
    from tracker.returns.rules.years import ruleset_named

    yield from report.file_errors
    yield from broken_rules.in_words(report.by_rule, ruleset_named(report.year))
    if report.issues:
        yield ""
        yield from answer.table(
            ("id", "rule", "field", "found", "what is wrong"),
            map(
                attrgetter("id", "rule", "field", "value", "message"),
                islice(report.issues, ISSUES_SHOWN),
            ),
        )
    yield from _more(len(report.issues) - ISSUES_SHOWN)
    yield (
        f"{counted(report.records, 'record')}, "
        f"{counted(len(report.issues), 'issue')}. Rules: {report.label}."
    )


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield f"and {number:,} more; --json gives all."


def _requirement(text: str | None) -> Any:
    """The requirement year to check by, or None. Refuses a year without rules."""
    if text is None:
        return None
    from tracker.returns.rules.years import RULESETS

    known = list(RULESETS.values())
    have = f"{', '.join(e.year for e in known[:-1])} and {known[-1].year}"
    try:
        year = AcademicYear.parse(text)
    except ValueError as error:
        raise answer.CannotBeDone(
            f"{text[:40]} is not a year such as 2026-27. There are rules for {have}."
        ) from error
    if not known[0].codes_of <= year.start <= answer.today().year + 1:
        raise answer.CannotBeDone(f"There are rules for {have}, not for {text}.")
    return year


@answer.command(group, "prepare")
@click.option("--period", required=True, type=options.MONTH, help="The month.")
@click.option(
    "--out",
    type=options.FOLDER,
    required=True,
    metavar="DIR",
    help="Where to write the file and the list of issues.",
)
@click.option(
    "--rerun", is_flag=True, help="Make a frozen month again from what is known now."
)
@options.authority_option
def prepare(period: Period, out: Path, rerun: bool, authority: str) -> int:
    """Make a month's return, check it, and write both to a folder.

    A month that is frozen is written again exactly as it was. Ends with 1 where the
    return breaks rules, as check does.
    """
    from tracker import actions
    from tracker.cli.nccis_return import broken_rules
    from tracker.returns.rules.years import ruleset_for

    if period.first > answer.today():
        raise answer.CannotBeDone(
            f"{period.label} has not started, so there is nothing to return for it yet."
        )
    settings = answer.settings()
    is_new = not out.exists()
    check_folder(out, authority, period.end)
    try:
        made = actions.nccis_return.prepare.prepare(
            period,
            database=settings.needed_database_id,
            supplier=settings.supplier,
            act=answer.act(authority),
            rerun=rerun,
            say=answer.progress(),
        )
    except BaseException:
        if is_new:
            with suppress(OSError):
                out.rmdir()
        raise
    try:
        file, issues_file = write(made, out)
    except reporting.files.whole_files.NotWritable as error:
        raise answer.CannotBeDone(
            f"{error} Run {made.run.id} was made and is kept; the same command writes "
            "its file once there is room."
        ) from error
    answer.give(
        {
            "run": made.run.id,
            "period": period.iso,
            "file": str(file),
            "issues_file": str(issues_file),
            **answer.fields(made.run, "records", "sha256", "ruleset"),
            "frozen": made.run.frozen_at is not None,
            "issues": made.run.issues,
        },
        [f"{period.label} is frozen: the file is the one that was made then."]
        if made.again
        else [],
        f"Run {made.run.id}: {counted(made.run.records, 'record')} in {file}, "
        f"{counted(len(made.report.issues), 'issue')} in {issues_file}.",
        f"Checked against {made.run.ruleset}.",
        broken_rules.in_words(made.run.issues, ruleset_for(made.run.period_end)),
    )
    return answer.DONE_WITH_ISSUES if made.run.issues else answer.DONE


def check_folder(out: Path, authority: str, period_end: date) -> None:
    """Makes the folder, and checks that a return can be written before it is prepared.

    Raises whole_files.NotWritable.
    """
    for file in _files(out, authority, period_end):
        with suppress(OSError):
            out.mkdir(parents=True, exist_ok=True)
        reporting.files.whole_files.check(file)


def _files(out: Path, authority: str, period_end: date) -> tuple[Path, Path]:
    """The paths of the return and of the list of its issues."""
    stem = f"NCCIS_{authority}_{period_end:%Y-%m-%d}"
    return out / f"{stem}.xml", out / f"{stem}_issues.csv"


def write(made: Any, out: Path) -> tuple[Path, Path]:
    """Writes a return and its issues into a folder; returns the paths of both.

    Raises whole_files.NotWritable, with the folder as it was.
    """
    check_folder(out, made.run.authority, made.run.period_end)
    file, list_of_issues = _files(out, made.run.authority, made.run.period_end)
    with (
        reporting.files.whole_files.whole(file) as whole,
        reporting.files.whole_files.whole(list_of_issues) as listed,
    ):
        whole.write_bytes(made.file)
        with listed.open("w", encoding="utf-8-sig", newline="") as rows:
            table = csv.writer(rows)
            table.writerow(
                ("YoungPersonsID", "Rule", "Priority", "Field", "Message", "Value")
            )
            table.writerows(
                map(
                    attrgetter("id", "rule", "priority", "field", "message", "value"),
                    made.report.issues,
                )
            )
    return file, list_of_issues


@answer.command(group, "list")
@options.authority_option
def list_(authority: str) -> None:
    """List every run, newest first."""
    from tracker import store

    runs = store.nccis_return.runs.runs(within=authority_scope(authority))
    answer.give(
        [_run(run) for run in runs],
        answer.table(
            ("run", "month", "records", "issues", "prepared", "frozen"),
            (
                (
                    *(run.id, f"{run.period_end:%Y-%m}", run.records),
                    *(sum(run.issues.values()), run.prepared_at, run.frozen_at),
                )
                for run in runs
            ),
        ),
    )


def _run(run: Any) -> dict[str, Any]:
    return {
        "run": run.id,
        "period": f"{run.period_end:%Y-%m}",
        **answer.fields(run, "records", "sha256", "ruleset", "issues"),
        **answer.fields(run, "prepared_at", "prepared_by", "frozen_at", "frozen_by"),
    }


def _found(number: int, authority: str) -> Any:
    from tracker import store

    return answer.found(
        store.nccis_return.runs.run(number, within=authority_scope(authority)),
        f"There is no run {number}.",
    )


@answer.command(group, "freeze")
@click.argument("run", type=options.NUMBER)
@options.authority_option
def freeze(run: int, authority: str) -> None:
    """Freeze a run as the record of what its month was.

    It is not signed off by this. The page of the return asks for that, with a reason
    while errors of priority 1 are left, and from another person than prepared it where
    a colleague may sign.
    """
    from tracker import actions

    frozen = actions.nccis_return.prepare.freeze(
        _found(run, authority), act=answer.act(authority)
    )
    answer.give(
        _run(frozen),
        f"Run {frozen.id} is frozen with {counted(frozen.records, 'record')}, "
        f"SHA-256 {frozen.sha256}.",
    )


@answer.command(group, "diff")
@click.argument("first", type=options.NUMBER)
@click.argument("second", type=options.NUMBER)
@options.authority_option
def diff(first: int, second: int, authority: str) -> None:
    """Show what changed from one run to another, and why."""
    from tracker import actions

    before, after = _found(first, authority), _found(second, authority)
    if after.period_end < before.period_end:
        raise answer.CannotBeDone(
            f"Run {second} is of {_month(after)}, before run {first} of "
            f"{_month(before)}. Give the earlier one first: "
            f"flask returns diff {second} {first}"
        )
    found = actions.nccis_return.run_changes.differences(before, after)
    answer.note_shown(authority, sorted({each.person for each in found.moved}))
    answer.give(
        {
            "runs": [found.first, found.second],
            "records": list(found.records),
            "groups": {name: list(pair) for name, pair in found.groups.items()},
            "causes": found.causes,
            "changes": list(map(asdict, found.moved)),
        },
        f"Run {first} of {_month(before)} has {counted(found.records[0], 'record')}, "
        f"run {second} of {_month(after)} {found.records[1]:,}.",
        _changes_in_words(found),
    )


def _changes_in_words(found: Any) -> Iterator[str]:
    yield from answer.table(
        ("group", f"run {found.first}", f"run {found.second}", "change"),
        (
            (name, before, after, f"{after - before:+,}")
            for name, (before, after) in found.groups.items()
        ),
    )
    yield ""
    yield from answer.table(
        ("what changed, and why", "young people"), found.causes.items()
    )
    if found.moved:
        yield ""
        yield from answer.table(
            ("young person", "what", "before", "after", "why"),
            (
                (str(each.person), each.what, each.before, each.after, each.cause)
                for each in found.moved[:CHANGES_SHOWN]
            ),
        )
    yield from _more(len(found.moved) - CHANGES_SHOWN)


def _month(run: Any) -> str:
    return Period.of(run.period_end).label
