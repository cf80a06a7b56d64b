"""flask published: DfE's tables by authority, which figures are compared with."""

from pathlib import Path

import click

from tracker.cli import answer, options
from tracker.cli.answer import command
from tracker.cli.options import authority_option
from tracker.domain.counted import counted


@click.group("published", cls=answer.Group)
def group() -> None:
    """DfE's published figures, which the dashboard compares with."""


@command(group, "load")
@click.argument("files", nargs=-1, required=True, type=options.FILE)
@authority_option
def load(files: tuple[Path, ...], authority: str, as_json: bool) -> None:
    """Load DfE's yearly table of NEET and participation by authority (CSV).

    A year that was loaded before is replaced. A file that is not that table changes
    nothing.
    """
    from tracker.actions import published as actions

    try:
        done = actions.load(
            files, authority=authority, by=answer.who(), at=answer.now()
        )
    except actions.NotPublished as refused:
        raise answer.CannotBeDone(str(refused)) from refused
    if as_json:
        answer.show(
            [
                {"year": each.year, "rows": each.rows, "replaced": each.replaced}
                for each in done
            ]
        )
        return
    for each in done:
        instead = ", replacing the table loaded before" if each.replaced else ""
        click.echo(
            f"The figures for {each.year} are loaded: "
            f"{counted(each.rows, 'row')}{instead}."
        )


@command(group, "list")
def list_(as_json: bool) -> None:
    """List the years that are loaded, and where they came from."""
    from tracker.store import published

    tables = published.tables()
    if as_json:
        answer.show(
            [
                {
                    "year": each.year,
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
        ("year", "rows", "file", "loaded", "by"),
        ((str(e.year), e.rows, e.file, e.loaded_at, e.loaded_by) for e in tables),
    )
