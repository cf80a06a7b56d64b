"""Caseloads: handed over to an adviser, shared out, covered by others, put back."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import cycle

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User
from tracker.store.casework.caseloads import Cover, HandOver


def hand_over(
    persons: Sequence[int], to: int, *, within: Scope, act: Act, note: str = ""
) -> HandOver:
    """Puts young people into one adviser's caseload. Raises Refusal with the reason."""
    adviser = _adviser(to, within)
    return share_out(persons, [adviser.id], act=act, note=note)


def share_out(
    persons: Sequence[int], advisers: Sequence[int], *, act: Act, note: str = ""
) -> HandOver:
    """Shares young people out evenly: the same number to each adviser.

    If the number does not divide evenly, advisers with smaller caseloads get one more.
    All of it is one hand-over, which can be undone. Raises Refusal with the reason.
    """
    scope = authority_scope(act.authority)
    known = {user.id for user in store.casework.caseloads.advisers(within=scope)}
    chosen = list(dict.fromkeys(advisers))
    if not chosen or not known.issuperset(chosen):
        raise Refusal("Select a colleague who can have a caseload.", "to")
    with store.database.base.transaction():
        found = store.people.records.records(list(persons), within=scope)
        moved = sorted({each.id for each in found if each.merged_into is None})
        if not moved:
            raise Refusal("Select at least one young person.", "people")
        hand_over = HandOver(
            authority=act.authority,
            note=note.strip(),
            moved=[],
            made_at=act.at,
            made_by=act.by,
        )
        store.database.base.insert(hand_over)
        # All merged records of a person move too. If the records are separated later,
        # none of them is then left behind in a caseload that was given up.
        under = store.history.merged_records.records_of(moved)
        before = store.casework.caseloads.held(list(under))
        sizes = store.casework.caseloads.sizes(chosen)
        order = sorted(chosen, key=lambda number: (sizes.get(number, 0), number))
        adviser_of = dict(zip(moved, cycle(order), strict=False))
        rows = [
            (record, adviser_of[root])
            for record, root in sorted(under.items())
            if record == root or record in before
        ]
        earlier = {
            record: (held.user_id, held.since.isoformat(), held.hand_over_id)
            for record, held in before.items()
        }
        nowhere = (None, None, None)
        hand_over.moved = [
            [record, to, *earlier.get(record, nowhere)] for record, to in rows
        ]
        store.casework.caseloads.forget([record for record, _ in rows])
        db.session.expire_all()
        store.casework.caseloads.allocate(
            [(record, act.authority, to, act.on, hand_over.id) for record, to in rows]
        )
        act.note(
            Action.CASELOAD_HANDED_OVER,
            f"hand-over {hand_over.id}",
            people=len(moved),
            to={str(to): n for to, n in sorted(Counter(adviser_of.values()).items())},
        )
    return hand_over


def undo(hand_over: HandOver, *, act: Act) -> int:
    """Puts every record back into its earlier caseload, unless it has moved on since.

    Returns how many records went back. Raises Refusal with the reason.
    """
    with store.database.base.transaction():
        db.session.refresh(hand_over, with_for_update=True)
        if hand_over.undone_by is not None:
            raise Refusal("This hand-over has already been undone.")
        now = store.casework.caseloads.held([each[0] for each in hand_over.moved])
        back = [
            each
            for each in hand_over.moved
            if each[0] in now and now[each[0]].hand_over_id == hand_over.id
        ]
        store.casework.caseloads.forget([each[0] for each in back])
        db.session.expire_all()
        store.casework.caseloads.allocate(
            [
                (record, hand_over.authority, user, date.fromisoformat(since), earlier)
                for record, _, user, since, earlier in back
                if user is not None
            ]
        )
        hand_over.undone_by = act.by
        act.note(Action.HAND_OVER_UNDONE, f"hand-over {hand_over.id}", people=len(back))
    return len(back)


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
    covered, colleagues = _adviser(user, within), _adviser(colleague, within)
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


def _adviser(number: int, within: Scope) -> User:
    found = {user.id: user for user in store.casework.caseloads.advisers(within=within)}
    if number not in found:
        raise Refusal("Select a colleague who can have a caseload.", "to")
    return found[number]
