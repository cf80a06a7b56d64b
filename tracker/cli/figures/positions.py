"""flask positions: make positions for a date."""

from collections import Counter
from datetime import date

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.reference.academic_year import say_date
from tracker.wording.counts import counted


@answer.COMMANDS.group("positions", cls=answer.Group)
def group() -> None:
    """The positions of all young people on a date."""


@answer.command(group, "refresh")
@click.option("--on", type=options.DAY, help="The date. [default: today]")
@options.authority_option
def refresh(on: date | None, authority: str) -> None:
    """Work out the positions needed on a date.

    Currency lapses by itself, so a new day needs positions even if nothing came in. The
    worker (flask work) makes them each night, with all else that a new day needs, such
    as the work items of sixteenth birthdays.
    """
    from tracker import actions, store

    day = on or answer.today()
    scope = authority_scope(authority)
    made = actions.history.positions.refresh([day], within=scope, say=answer.progress())
    members = store.figures.members.members(day, within=scope)
    groups = dict(sorted(Counter(each.position.group for each in members).items()))
    were = counted(made, "position was", "positions were")
    answer.give(
        {"on": day, "made": made, "groups": groups},
        f"{were} made for {say_date(day)}.",
        answer.table(("group", "young people"), groups.items()),
    )
