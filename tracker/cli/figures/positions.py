"""flask positions: make positions for a date."""

from datetime import date

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.cli.answer import command
from tracker.cli.options import authority_option


@click.group("positions", cls=answer.Group)
def group() -> None:
    """The positions of all young people on a date."""


@command(group, "refresh")
@click.option(
    "--on", callback=options.day, metavar="DATE", help="The date. [default: today]"
)
@authority_option
def refresh(on: date | None, authority: str, as_json: bool) -> None:
    """Work out the positions needed on a date; run it every night.

    Currency lapses by itself, so a new day needs positions even if nothing came in.
    """
    from tracker import actions, store
    from tracker.domain.reference.academic_year import say_date

    day = on or answer.today()
    scope = authority_scope(authority)
    made = actions.history.positions.refresh(
        [day], within=scope, say=answer.progress(as_json)
    )
    groups: dict[str, int] = {}
    for member in store.figures.members.members(day, within=scope):
        groups[member.position.group] = groups.get(member.position.group, 0) + 1
    if as_json:
        answer.show({"on": day, "made": made, "groups": dict(sorted(groups.items()))})
        return
    were = "position was" if made == 1 else "positions were"
    click.echo(f"{made:,} {were} made for {say_date(day)}.")
    answer.table(("group", "young people"), sorted(groups.items()))
