"""flask published: DfE's tables by authority, which figures are compared with."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import answer, options
from tracker.domain.figures.published_tables import BY_NAME

if TYPE_CHECKING:
    from tracker.actions.figures.published import Loaded


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
    answer.give(
        [_as_json(each) for each in done], actions.figures.published.in_words(done)
    )
    return answer.DONE


def _as_json(each: "Loaded") -> dict[str, Any]:
    return {
        "year": each.year,
        "table": each.read.kind.title,
        **answer.fields(each, "file", "rows", "figures", "replaced"),
        "without_area_code": each.read.without_code,
        **answer.fields(each.read, "passed_over", "unknown_columns", "unknown_areas"),
    }


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
