"""flask published: DfE's tables by authority, which figures are compared with."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import answer, options
from tracker.domain.figures.published_tables import BY_NAME
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.actions.figures.published import Loaded
    from tracker.reporting.published.loaded import ReadTable


@answer.COMMANDS.group("published", cls=answer.Group)
def group() -> None:
    """DfE's published figures, for comparison."""


@answer.command(group, "load")
@click.argument("files", nargs=-1, required=True, type=options.FILE)
@options.authority_option
@click.option(
    "--replace",
    "--yes",
    "replace",
    is_flag=True,
    help="Load a table even if it has fewer figures than the one it replaces.",
)
def load(files: tuple[Path, ...], authority: str, replace: bool) -> int:
    """Load published tables by authority (CSV), of DfE and ONS.

    The NEET and participation scorecard of 2021 or later, the data sets of Explore
    Education Statistics (NEET by characteristic, participation by type or by
    characteristic, September Guarantee), and the long table of the Local Authority
    Interactive Tool. Also the population by age of the Office for National Statistics
    (MYEB1, or a download from Nomis), which *Missing* compares with the record. The
    columns of a file show which table it is.

    A table replaces the one loaded before for its year. If it has fewer figures than
    that one, you have to confirm it first. A file that is none of these tables changes
    nothing.
    """
    from tracker import actions
    from tracker.cli.intake import prompts

    for file in files:
        options.refuse_device(file)

    def loaded(*, replace_larger: bool) -> list["Loaded"]:
        return actions.figures.published.load(
            files, act=answer.act(authority), replace_larger=replace_larger
        )

    try:
        done = loaded(replace_larger=replace)
    except actions.figures.published.Smaller as smaller:
        if not prompts.confirmed(
            smaller.tables,
            question="Replace what is held?",
            unasked="Nothing was loaded. Add --replace to load it.",
        ):
            return answer.DONE_WITH_ISSUES
        done = loaded(replace_larger=True)
    answer.give([_as_json(each) for each in done], _in_words(done))
    return answer.DONE


def _as_json(each: "Loaded") -> dict[str, Any]:
    return {
        "year": each.year,
        "table": each.read.kind.title,
        **answer.fields(each, "file", "rows", "figures", "replaced"),
        "without_area_code": each.read.without_code,
        **answer.fields(each.read, "passed_over", "unknown_columns", "unknown_areas"),
    }


def _in_words(done: Sequence["Loaded"]) -> Iterator[str]:
    for each in done:
        instead = ", replacing the table loaded before" if each.replaced else ""
        yield (
            f"The figures for {each.year} are loaded ({each.read.kind.title}): "
            f"{counted(each.rows, 'area')}, {counted(each.figures, 'figure')}{instead}."
        )
    for of_file in {each.file: each for each in done}.values():
        for note in _notes(of_file.read):
            yield f"{of_file.file}: {note}"


def _notes(read: "ReadTable") -> Iterator[str]:
    """The parts of a file that were left out or not recognised, as sentences."""
    if read.without_code:
        lines = counted(len(read.without_code), "line")
        names = _some(read.without_code)
        yield f"{lines} without a known area code left out: {names}."
    if read.passed_over:
        yield (
            f"{counted(read.passed_over, 'line')} left out that are about part of "
            "the young people, or about something that is not compared here."
        )
    if read.unknown_columns:
        columns = counted(len(read.unknown_columns), "unknown column")
        yield f"{columns} not read: {_some(read.unknown_columns)}."
    if read.unknown_areas:
        areas = counted(len(read.unknown_areas), "authority", "authorities")
        yield (
            f"{areas} in no list that we hold, loaded as named: "
            f"{_some(read.unknown_areas)}."
        )
    if read.missing_years:
        yield f"it has no figures for {', '.join(map(str, read.missing_years))}."


#: At most this many names are listed; of the rest only the number is given.
_NAMED = 5


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


@answer.command(group, "list")
def list_() -> None:
    """List the years that are loaded, and where they came from."""
    from tracker import store

    tables = store.figures.published.tables()
    answer.give(
        [
            {
                "year": each.year,
                "table": BY_NAME[each.kind].title,
                **answer.fields(each, "file", "digest", "rows"),
                **answer.fields(each, "loaded_at", "loaded_by"),
            }
            for each in tables
        ],
        answer.table(
            ("year", "table", "areas", "file", "loaded", "by"),
            (
                (
                    *(str(e.year), BY_NAME[e.kind].title, e.rows),
                    *(e.file, e.loaded_at, e.loaded_by),
                )
                for e in tables
            ),
        ),
    )
