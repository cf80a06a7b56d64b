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


@answer.command(group, "turn-of-year")
@options.authority_option
def turn_of_year(authority: str) -> None:
    """Show what the next 1 September would do, as a dry run.

    Who moves up, comes in and leaves, how they stand, who becomes not known at which
    place, and the checklist. Nothing of 1 September is stored.
    """
    from tracker import actions, reporting

    scope, on = authority_scope(authority), answer.today()
    actions.history.positions.refresh([on], within=scope, say=answer.progress())
    found = actions.year.turn_of_year.numbers(on, within=scope)
    checks = actions.year.turn_checklist.checks(on, within=scope)
    places = {kind.place for kind in found.kinds}
    name_of = actions.institutions.place_names.names_of(places, on, within=scope)
    panels = reporting.year.turn_panels.panels(found, name_of=name_of)
    tables = [(panel, *panel.table()) for panel in panels]
    answer.give(
        {
            "on": found.on,
            "day": found.day,
            "figures": [
                {"before": before.as_json(), "after": after.as_json()}
                for before, after in zip(found.before, found.after, strict=True)
            ],
            "moves": [
                {"move": each, **found.parts("move", each)} for each in found.moves()
            ],
            "places": [
                {
                    "place": each,
                    "name": name_of(each) if each else None,
                    **found.parts("place", each),
                }
                for each in found.places()
            ],
            "checklist": [
                {
                    "name": each.name,
                    "title": each.title,
                    "done": each.done,
                    "words": each.words,
                }
                for each in checks
            ],
        },
        f"Authority {authority}: {say_date(found.day)} as known on "
        f"{say_date(found.on)}",
        *(
            part
            for panel, headings, rows in tables
            for part in ("", panel.title, answer.table(headings, rows))
        ),
        "",
        answer.table(
            ("to do before", "done", "what is known"),
            ((one.title, "yes" if one.done else "no", one.words) for one in checks),
        ),
    )
