"""Cover: a colleague looks after an adviser's caseload between two dates."""

from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.casework.caseloads import adviser
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.casework.caseloads import Cover


def cover(
    user: int,
    colleague: int,
    first: date,
    last: date,
    *,
    within: Scope,
    act: Act,
    note: str = "",
) -> Cover:
    """Shows a colleague an adviser's caseload on their own day, between two dates.

    Raises Refusal with the reason.
    """
    covered, colleagues = adviser(user, within), adviser(colleague, within)
    if covered.id == colleagues.id:
        raise Refusal("Select a colleague: a user cannot cover for themselves.", "to")
    if last < first:
        raise Refusal(
            "The last day must be the same as or after the first day.", "last"
        )
    if last < act.on:
        raise Refusal("The last day must be today or later.", "last")
    with store.database.base.transaction():
        made = Cover(
            authority=covered.authority,
            user_id=covered.id,
            colleague_id=colleagues.id,
            first=first,
            last=last,
            note=note.strip(),
            made_at=act.at,
            made_by=act.by,
        )
        store.database.base.insert(made)
        act.note(Action.CASELOAD_COVERED, f"user {covered.id}", colleague=colleagues.id)
    return made


def end_cover(cover: Cover, *, act: Act) -> None:
    """Ends a cover at once; does nothing if it has ended already."""
    if cover.ended_at is not None:
        return
    with store.database.base.transaction():
        cover.ended_at = act.at
        act.note(Action.COVER_ENDED, f"user {cover.user_id}")
