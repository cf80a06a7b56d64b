"""What the demo's data team has passed on of young people of other authorities."""

from datetime import date

from tracker.access import authority_scope
from tracker.actions import out_of_area
from tracker.cli import answer
from tracker.store import reset, tray


def pass_on(authority: str, *, on: date) -> int:
    """Notes the lines that came longer ago than they may be kept as passed on.

    A tray in which two years of lines are late says that nobody works here. Returns how
    many lines that were.
    """
    within, before = authority_scope(authority), out_of_area.kept_from(authority, on)
    return sum(
        out_of_area.forwarded(
            pile.lead,
            within=within,
            by=reset.DEMO,
            at=answer.now(),
            only=tray.late_rows(before, pile.lead, within=within),
        )
        for pile in tray.piles(within=within, before=before)
        if pile.late
    )
