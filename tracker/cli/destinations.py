"""flask destinations: where an institution's leavers are."""

from datetime import date
from pathlib import Path

import click

from tracker.cli import answer
from tracker.cli.answer import authority_option, command


@command(None, "destinations")
@click.option(
    "--institution", required=True, metavar="URN", help="Its URN, LAESTAB or UKPRN."
)
@click.option(
    "--left",
    required=True,
    type=int,
    metavar="2025",
    help="The leaving year: 2025 is the summer of 2025.",
)
@click.option(
    "--on", callback=answer.day, metavar="DATE", help="As at this day. [default: today]"
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.xlsx|.csv",
    help="Write it as a workbook, or the list alone as CSV.",
)
@click.option(
    "--post-16",
    is_flag=True,
    help="Those who left a sixth form. [default: Year 11, where there was one]",
)
@authority_option
def destinations(
    institution: str,
    left: int,
    on: date | None,
    out: Path | None,
    post_16: bool,
    authority: str,
    as_json: bool,
) -> None:
    """Where the leavers of a school or college are, for that school or college."""
    if out is not None and out.suffix.lower() not in (".xlsx", ".csv"):
        raise click.BadParameter("Name a file that ends in .xlsx or .csv.")
    from tracker.cli import following

    told = following.told(
        institution,
        authority,
        left=left,
        as_of=on or answer.today(),
        post_16=post_16,
    )
    if out is not None:
        following.write(told, authority, out)
    if as_json:
        answer.show({**following.as_json(told), "file": str(out) if out else None})
        return
    following.show(told)
    if out is not None:
        click.echo(f"Written to {out}.")
