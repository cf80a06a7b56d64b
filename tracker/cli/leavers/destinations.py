"""flask destinations: the destinations of an institution's leavers."""

from datetime import date
from pathlib import Path

import click

from tracker import reporting
from tracker.cli import answer, options
from tracker.wording.places import ANY_NUMBER


@answer.command(None, "destinations")
@click.option("--institution", required=True, metavar="URN", help=f"Its {ANY_NUMBER}.")
@click.option(
    "--left",
    required=True,
    type=options.YEAR,
    help="The leaving year: 2025 is the summer of 2025.",
)
@click.option("--on", type=options.DAY, help="As at this day. [default: today]")
@click.option(
    "--out",
    type=options.TABLE,
    metavar="FILE.xlsx|.csv",
    help="Write it as a workbook, or the list alone as CSV.",
)
@click.option(
    "--post-16",
    is_flag=True,
    help="Those who left a sixth form or college, as they were on the 31 October and "
    "31 March after. [default: Year 11, where there was one]",
)
@options.authority_option
def destinations(
    institution: str,
    left: int,
    on: date | None,
    out: Path | None,
    post_16: bool,
    authority: str,
) -> None:
    """Where the leavers of a school or college are."""
    from tracker.cli.leavers import leaver_list

    if out is not None:
        reporting.files.whole_files.check(out)
    found = leaver_list.find(
        institution,
        authority,
        left=left,
        as_of=on or answer.today(),
        post_16=post_16,
        say=answer.progress(),
    )
    made = found.destinations
    answer.note_shown(authority, (each.person for each in made.leavers if each.listed))
    mark = None if out is None else leaver_list.give(found, authority, out)
    answer.give(
        {
            **reporting.destinations.as_json.as_json(made),
            "file": str(out) if out else None,
            "mark": mark,
        },
        leaver_list.in_words(made),
        [f"Written to {out}, marked {mark}."] if out else [],
    )
