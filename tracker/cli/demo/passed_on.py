"""Marks late out-of-area lines of the demo as passed on."""

from datetime import date

from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.cli import answer


def pass_on(authority: str, *, on: date) -> int:
    """Marks lines received longer ago than they may be kept as passed on.

    A tray with two years of late lines would look as if no one worked here. Returns the
    number of lines.
    """
    within = authority_scope(authority)
    before = actions.intake.out_of_area.kept_from(authority, on)
    return sum(
        actions.law.by_law.pass_on(
            pile.lead,
            within=within,
            act=Act(store.reset.DEMO, answer.now(), on, authority),
            only=store.intake.tray.late_rows(before, pile.lead, within=within),
        )
        for pile in store.intake.tray.piles(within=within, before=before)
        if pile.late
    )
