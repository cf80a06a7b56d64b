"""Hand-overs looked at before they are undone or redone, and then undone or redone.

A record that later hand-overs built on, or whose adviser has no caseload any more, is
left where it is. See decision 0186.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import domain, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.casework.caseloads import alone
from tracker.domain.casework.hand_overs import Effect, Left, Moved, Place
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.casework.caseloads import HandOver

_CHANGED = (
    "The caseloads have changed since you looked. Nothing was moved: look again at who "
    "moves before you save."
)


@dataclass(frozen=True, slots=True)
class Flow:
    """Young people who go from one caseload to another; None is no caseload."""

    out_of: int | None
    to: int | None
    people: Sequence[int]


@dataclass(frozen=True, slots=True)
class LeftThere:
    """A young person who is left in a caseload (None is none), with the reason."""

    person: int
    why: Left
    adviser: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """Who moves by an undo or a redo, and who is left; ``mark`` stands for it."""

    flows: Sequence[Flow]
    left: Sequence[LeftThere]
    mark: str

    @property
    def people(self) -> int:
        return sum(len(each.people) for each in self.flows)


def preview(hand_over: HandOver) -> Preview:
    """Who moves by undoing a hand-over, or by redoing one that is undone."""
    now = _now(hand_over)
    return _preview(_effect(hand_over, now), now)


def flows(now: Mapping[int, int | None], to: Mapping[int, int | None]) -> list[Flow]:
    """The people who move, by the caseload that they are in and the one they go to."""
    groups: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
    for person, adviser in to.items():
        groups[now.get(person), adviser].append(person)
    return [
        Flow(out_of, adviser, sorted(people))
        for (out_of, adviser), people in sorted(
            groups.items(), key=lambda it: (-len(it[1]), it[0][0] or 0, it[0][1] or 0)
        )
    ]


def undo(hand_over: HandOver, *, act: Act, mark: str = "") -> int:
    """Puts people back into their earlier caseloads, unless they have moved on since.

    ``mark`` is that of the preview that was looked at. Returns how many people went
    back. Raises Refusal with the reason, also where no one can go back, and where
    others would move than the preview showed.
    """
    with store.database.base.transaction(alone(act)):
        db.session.refresh(hand_over, with_for_update=True)
        if hand_over.undone_by is not None:
            raise Refusal("This hand-over has already been undone.")
        now = _now(hand_over)
        effect = _checked(_effect(hand_over, now), now, mark)
        hand_over.undone = [
            [record, now[record].since.isoformat()] for record in effect.places
        ]
        _carry_out(effect, hand_over.authority)
        hand_over.undone_by, hand_over.undone_at = act.by, act.at
        people = _people(effect.places)
        act.note(Action.HAND_OVER_UNDONE, f"hand-over {hand_over.id}", people=people)
    return people


def redo(hand_over: HandOver, *, act: Act, mark: str = "") -> int:
    """Does an undone hand-over again for those that the undo put back.

    Returns how many people moved. Raises Refusal as ``undo`` does.
    """
    with store.database.base.transaction(alone(act)):
        db.session.refresh(hand_over, with_for_update=True)
        if hand_over.undone_by is None:
            raise Refusal("This hand-over has not been undone.")
        now = _now(hand_over)
        effect = _checked(_effect(hand_over, now), now, mark)
        _carry_out(effect, hand_over.authority)
        hand_over.undone = hand_over.undone_by = hand_over.undone_at = None
        people = _people(effect.places)
        act.note(Action.HAND_OVER_REDONE, f"hand-over {hand_over.id}", people=people)
    return people


def _now(hand_over: HandOver) -> dict[int, Place]:
    """Where the records of a hand-over are now."""
    return store.casework.caseloads.held([each[0] for each in hand_over.moved])


def _effect(hand_over: HandOver, now: Mapping[int, Place]) -> Effect:
    within = authority_scope(hand_over.authority)
    moved = [Moved.stored(each) for each in hand_over.moved]
    advisers = {user.id for user in store.casework.caseloads.advisers(within=within)}
    if hand_over.undone_by is None:
        return domain.casework.hand_overs.undone(hand_over.id, moved, now, advisers)
    return domain.casework.hand_overs.redone(
        hand_over.id,
        moved,
        {record: date.fromisoformat(since) for record, since in hand_over.undone or ()},
        now,
        advisers,
        set(store.people.records.roots([each.record for each in moved])),
    )


def _preview(effect: Effect, now: Mapping[int, Place]) -> Preview:
    """The effect as people: a person is named once, however many records they have."""
    roots = store.people.records.roots_of_merged(effect.places)
    roots |= store.people.records.roots(effect.left)
    was: dict[int, int | None] = {}
    to: dict[int, int | None] = {}
    for record, place in effect.places.items():
        # The person's own record decides where its records differ.
        if (root := roots.get(record, record)) not in to or record == root:
            was[root] = now[record].user if record in now else None
            to[root] = None if place is None else place.user
    left = {
        roots.get(record, record): LeftThere(
            roots.get(record, record),
            why,
            now[record].user if record in now else None,
        )
        for record, why in effect.left.items()
        if why is not Left.GONE and record in roots
    }
    return Preview(flows(was, to), sorted(left.values(), key=_number), _mark(effect))


def _number(left: LeftThere) -> int:
    return left.person


def _mark(effect: Effect) -> str:
    """A short text that differs where another record moves or to another place."""
    words = {place: str(place) for place in set(effect.places.values())}
    lines = (f"{record} {words[at]}" for record, at in sorted(effect.places.items()))
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


def _checked(effect: Effect, now: Mapping[int, Place], mark: str) -> Effect:
    """The effect. Raises Refusal where nothing is left to do, or for another mark."""
    if not effect.places:
        later = sorted(
            {
                now[record].hand_over
                for record, why in effect.left.items()
                if why is Left.MOVED and record in now
            }
        )
        if later:
            numbers = ", ".join(str(each) for each in later[:5])
            raise Refusal(
                "All of its young people have been moved again since, by hand-over "
                f"{numbers}. Undo the later one first."
            )
        raise Refusal("None of its young people can be moved any more.")
    if mark and mark != _mark(effect):
        raise Refusal(_CHANGED)
    return effect


def _carry_out(effect: Effect, authority: str) -> None:
    store.casework.caseloads.forget(list(effect.places))
    db.session.expire_all()
    store.casework.caseloads.allocate(
        [
            (record, authority, place.user, place.since, place.hand_over)
            for record, place in effect.places.items()
            if place is not None
        ]
    )


def _people(records: Mapping[int, Place | None]) -> int:
    return len(store.people.records.persons_of(records))
