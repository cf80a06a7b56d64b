"""flask published: DfE's tables by authority, which figures are compared with."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import answer, options
from tracker.cli.answer import command
from tracker.cli.options import authority_option
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.actions.figures.published import Loaded


@click.group("published", cls=answer.Group)
def group() -> None:
    """DfE's published figures, for comparison."""


@command(group, "load")
@click.argument("files", nargs=-1, required=True, type=options.FILE)
@authority_option
@click.option(
    "--replace",
    "--yes",
    "replace",
    is_flag=True,
    help="Load a table even if it has fewer figures than the one it replaces.",
)
def load(files: tuple[Path, ...], authority: str, replace: bool, as_json: bool) -> int:
    """Load DfE's published tables by authority (CSV).

    The NEET and participation scorecard of 2021 or later, the data sets of Explore
    Education Statistics (NEET by characteristic, participation by type or by
    characteristic, September Guarantee), and the long table of the Local Authority
    Interactive Tool. The columns of a file show which table it is.

    A table replaces the one loaded before for its year. If it has fewer figures than
    that one, you have to confirm it first. A file that is none of these tables changes
    nothing.
    """
    from tracker import actions

    def loaded(*, replace_larger: bool) -> list["Loaded"]:
        return actions.figures.published.load(
            files, act=answer.act(authority), replace_larger=replace_larger
        )

    try:
        done = loaded(replace_larger=replace)
    except actions.figures.published.NotPublished as refused:
        raise answer.CannotBeDone(str(refused)) from refused
    except actions.figures.published.Smaller as smaller:
        if not _may_replace(smaller.tables, as_json):
            return answer.DONE_WITH_ISSUES
        done = loaded(replace_larger=True)
    if as_json:
        answer.show([_as_json(each) for each in done])
    else:
        _print_loaded(done)
    return answer.DONE


def _may_replace(tables: Sequence[str], as_json: bool) -> bool:
    """Whether smaller tables may replace larger ones: the user confirms it."""
    for sentence in tables:
        click.echo(sentence, err=True)
    if as_json or not sys.stdin.isatty():
        click.echo("Nothing was loaded. Add --replace to load it.", err=True)
        return False
    return click.confirm("Replace what is held?")


def _as_json(each: "Loaded") -> dict[str, Any]:
    return {
        "year": each.year,
        "table": each.kind.title,
        "file": each.file,
        "rows": each.rows,
        "figures": each.figures,
        "replaced": each.replaced,
        "without_area_code": list(each.without_code),
        "passed_over": each.passed_over,
        "unknown_columns": list(each.unknown_columns),
        "unknown_areas": list(each.unknown_areas),
    }


def _print_loaded(done: Sequence["Loaded"]) -> None:
    for each in done:
        instead = ", replacing the table loaded before" if each.replaced else ""
        click.echo(
            f"The figures for {each.year} are loaded ({each.kind.title}): "
            f"{counted(each.rows, 'area')}, {counted(each.figures, 'figure')}{instead}."
        )
    for of_file in {each.file: each for each in done}.values():
        for note in _notes(of_file):
            click.echo(f"{of_file.file}: {note}")


def _notes(of_file: "Loaded") -> list[str]:
    """The parts of a file that were left out or not recognised, as sentences."""
    notes = []
    if of_file.without_code:
        lines = counted(len(of_file.without_code), "line")
        names = _some(of_file.without_code)
        notes.append(f"{lines} without a known area code left out: {names}.")
    if of_file.passed_over:
        lines = counted(of_file.passed_over, "line")
        notes.append(
            f"{lines} left out that are about part of the young people, or about "
            "something that is not compared here."
        )
    if of_file.unknown_columns:
        columns = counted(len(of_file.unknown_columns), "unknown column")
        notes.append(f"{columns} not read: {_some(of_file.unknown_columns)}.")
    if of_file.unknown_areas:
        areas = counted(len(of_file.unknown_areas), "authority", "authorities")
        notes.append(
            f"{areas} in no list that we hold, loaded as named: "
            f"{_some(of_file.unknown_areas)}."
        )
    if of_file.missing_years:
        years = ", ".join(map(str, of_file.missing_years))
        notes.append(f"it has no figures for {years}.")
    return notes


#: At most this many names are listed; of the rest only the number is given.
_NAMED = 5


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


@command(group, "list")
def list_(as_json: bool) -> None:
    """List the years that are loaded, and where they came from."""
    from tracker import store
    from tracker.domain.figures.published_tables import BY_NAME

    tables = store.figures.published.tables()
    if as_json:
        answer.show(
            [
                {
                    "year": each.year,
                    "table": BY_NAME[each.kind].title,
                    "file": each.file,
                    "digest": each.digest,
                    "rows": each.rows,
                    "loaded_at": each.loaded_at,
                    "loaded_by": each.loaded_by,
                }
                for each in tables
            ]
        )
        return
    answer.table(
        ("year", "table", "areas", "file", "loaded", "by"),
        (
            (
                *(str(e.year), BY_NAME[e.kind].title, e.rows),
                *(e.file, e.loaded_at, e.loaded_by),
            )
            for e in tables
        ),
    )
