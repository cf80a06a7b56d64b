"""What the demo's data team has passed on of young people of other authorities."""

from datetime import date

from tracker import actions, store
from tracker.access import authority_scope
from tracker.cli import answer


def pass_on(authority: str, *, on: date) -> int:
    """Notes the lines that came longer ago than they may be kept as passed on.

    A tray in which two years of lines are late says that nobody works here. Returns how
    many lines that were.
    """
    within, before = (
        authority_scope(authority),
        actions.intake.out_of_area.kept_from(authority, on),
    )
    return sum(
        actions.intake.out_of_area.forwarded(
            pile.lead,
            within=within,
            by=store.reset.DEMO,
            at=answer.now(),
            only=store.intake.tray.late_rows(before, pile.lead, within=within),
        )
        for pile in store.intake.tray.piles(within=within, before=before)
        if pile.late
    )
