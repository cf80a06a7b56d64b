"""flask published: DfE's tables by authority, which figures are compared with."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import answer, options
from tracker.domain.figures.published_tables import BY_NAME, WARDS

if TYPE_CHECKING:
    from tracker.actions.figures.published import Loaded
    from tracker.actions.figures.wards import LoadedWards


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

    The wards of postcodes too: the parts of the ONS Postcode Directory for our postcode
    areas, with the ward names and codes of the same download, all in one command. Lists
    and figures by area then have wards in place of postcode districts.

    A table replaces the one loaded before for its year, and wards replace all that were
    loaded. If there are fewer figures or postcodes than before, you have to confirm it
    first. A file that is none of these tables changes nothing.
    """
    from tracker import actions
    from tracker.cli.intake import prompts

    for file in files:
        options.refuse_device(file)

    def loaded(*, replace_larger: bool) -> list["Loaded | LoadedWards"]:
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


def _as_json(each: "Loaded | LoadedWards") -> dict[str, Any]:
    from tracker.actions.figures.wards import LoadedWards

    if isinstance(each, LoadedWards):
        return {
            "table": WARDS.title,
            **answer.fields(each.table, "year", "files", "wards", "postcodes"),
            **answer.fields(each, "elsewhere", "left_out", "replaced"),
        }
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


@answer.command(group, "wards")
@options.authority_option
@click.option("--remove", is_flag=True, help="Remove the wards that are loaded.")
def wards(authority: str, remove: bool) -> int:
    """Say which wards are loaded, or remove them.

    Without wards, lists and figures by area have postcode districts.
    """
    from tracker import actions, store

    table = store.figures.wards.table(authority)
    shown = [] if table is None else [table]
    held = [
        answer.fields(
            each, *("year", "files", "wards", "postcodes", "loaded_at", "loaded_by")
        )
        for each in shown
    ]
    if remove:
        actions.figures.wards.remove(act=answer.act(authority))
        answer.give(held, (f"Removed: the wards from {it.files}." for it in shown))
        return answer.DONE
    answer.give(
        held,
        answer.table(
            ("year", "wards", "postcodes", "files", "loaded", "by"),
            (
                (
                    *(str(each.year or ""), each.wards, each.postcodes),
                    *(each.files, each.loaded_at, each.loaded_by),
                )
                for each in shown
            ),
        ),
    )
    return answer.DONE
