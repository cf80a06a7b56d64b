"""flask disposals holds, hold and release: what is kept past its date."""

from typing import TYPE_CHECKING, Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.cli.law.disposal_commands import group
from tracker.domain.law.cases.clock import day_of

if TYPE_CHECKING:
    from tracker.store.law.disposals.legal_holds import LegalHold


@answer.command(group, "holds")
@options.authority_option
def holds(authority: str) -> None:
    """List the legal holds, those that stand first."""
    from tracker import store

    found = store.law.disposals.legal_holds.every(within=authority_scope(authority))
    answer.note_shown(authority, (each.person_id for each in found))
    answer.give(
        [_hold(each) for each in found],
        answer.table(
            ("Hold", "Person", "Since", "Placed by", "Reason", "Released"),
            (
                (
                    each.id,
                    each.person_id,
                    day_of(each.placed_at),
                    each.placed_by,
                    each.reason,
                    each.released_at and day_of(each.released_at),
                )
                for each in found
            ),
        ),
    )


@answer.command(group, "hold")
@click.argument("person", type=options.NUMBER)
@click.option("--because", required=True, metavar="REASON")
@click.option("--case", default="", help="The case that needs it, such as SA-31.")
@options.authority_option
def hold(person: int, because: str, case: str, authority: str) -> None:
    """Place a legal hold, which stops every disposal."""
    from tracker import actions

    placed = actions.law.disposals.holding.place(
        person,
        reason=because,
        case=case,
        within=authority_scope(authority),
        act=answer.act(authority),
    )
    answer.give(_hold(placed), [f"Hold {placed.id} on young person {person} stands."])


@answer.command(group, "release")
@click.argument("number", type=options.NUMBER)
@click.option("--because", required=True, metavar="REASON")
@options.authority_option
def release(number: int, because: str, authority: str) -> None:
    """Release a legal hold."""
    from tracker import actions

    released = actions.law.disposals.holding.release(
        number,
        reason=because,
        within=authority_scope(authority),
        act=answer.act(authority),
    )
    answer.give(_hold(released), [f"Hold {released.id} is released."])


def _hold(each: "LegalHold") -> dict[str, Any]:
    return {
        "hold": each.id,
        "person": each.person_id,
        **answer.fields(
            each,
            *("case_id", "reason", "placed_by", "placed_at", "released_by"),
            *("released_at", "released_because"),
        ),
    }
