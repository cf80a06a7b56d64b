"""Caseloads: young people handed over, shared out or allocated; and their limits."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.domain.casework.hand_overs import Place
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User
from tracker.store.casework.caseloads import HandOver

#: No caseload of an adviser is larger than this.
LARGEST = 5000


@dataclass(frozen=True, slots=True)
class Moving:
    """Young people who are to go to advisers, and the caseload each of them is in.

    ``to`` and ``now`` have the number of an adviser for each person; None is no
    caseload. What was looked at is what is saved: a person who is elsewhere by then is
    left there.
    """

    to: Mapping[int, int]
    now: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A hand-over that was made, and the people who were left where they are."""

    hand_over: HandOver
    people: int
    left: Sequence[int]


def hand_over(
    persons: Sequence[int], to: int, *, within: Scope, act: Act, note: str = ""
) -> HandOver:
    """Puts young people into one adviser's caseload. Raises Refusal with the reason."""
    found = adviser(to, within)
    return share_out(persons, [found.id], act=act, note=note)


def share_out(
    persons: Sequence[int], advisers: Sequence[int], *, act: Act, note: str = ""
) -> HandOver:
    """Shares young people out evenly, as one hand-over that can be undone.

    Raises Refusal with the reason.
    """
    moving = evenly(persons, advisers, within=authority_scope(act.authority))
    return move(moving, act=act, note=note).hand_over


def evenly(persons: Sequence[int], advisers: Sequence[int], *, within: Scope) -> Moving:
    """Shares young people out evenly: the same number to each adviser.

    If the number does not divide evenly, advisers with smaller caseloads get one more.
    Nothing is changed. Raises Refusal with the reason.
    """
    chosen = list(dict.fromkeys(advisers))
    _must_be_advisers(chosen, within)
    roots = _people(persons, within)
    sizes = store.casework.caseloads.sizes(chosen)
    order = sorted(chosen, key=lambda number: (sizes.get(number, 0), number))
    return Moving(dict(zip(roots, cycle(order), strict=False)), advisers_of(roots))


def to_advisers(to: Mapping[int, int], *, within: Scope) -> Moving:
    """Young people who are each to go to an adviser. Raises Refusal with the reason."""
    _must_be_advisers(set(to.values()), within)
    roots = _people(list(to), within)
    return Moving({each: to[each] for each in roots}, advisers_of(roots))


def advisers_of(people: Iterable[int]) -> dict[int, int | None]:
    """The adviser of each of these people, None for those in no caseload.

    A person's own record counts first, then the records merged into it.
    """
    under = store.history.merged_records.records_of(people)
    held = store.casework.caseloads.held(list(under))
    found: dict[int, Place] = {}
    for record, root in sorted(under.items()):
        each = held.get(record)
        if each is not None and (record == root or root not in found):
            found[root] = each
    return {
        root: found[root].user if root in found else None for root in under.values()
    }


def move(moving: Moving, *, act: Act, note: str = "") -> HandedOver:
    """Puts young people into caseloads, as one hand-over that can be undone.

    A person who is by now in another caseload than was shown is left there. Raises
    Refusal with the reason, also where everyone is.
    """
    scope = authority_scope(act.authority)
    with store.database.base.transaction(alone(act)):
        _must_be_advisers(set(moving.to.values()), scope)
        roots = _people(list(moving.to), scope)
        now = advisers_of(roots)
        moved = [each for each in roots if now.get(each) == moving.now.get(each)]
        left = sorted(set(roots) - set(moved))
        if not moved:
            raise Refusal(
                "They have all been put into another caseload since you looked.",
                "people",
            )
        made = _made({each: moving.to[each] for each in moved}, note, act)
    return HandedOver(made, len(moved), left)


def _made(adviser_of: Mapping[int, int], note: str, act: Act) -> HandOver:
    """The hand-over, in the open transaction."""
    made = HandOver(
        authority=act.authority,
        note=note.strip(),
        moved=[],
        made_at=act.at,
        made_by=act.by,
    )
    store.database.base.insert(made)
    # All merged records of a person move too. If the records are separated later, none
    # of them is then left behind in a caseload that was given up.
    under = store.history.merged_records.records_of(adviser_of)
    before = store.casework.caseloads.held(list(under))
    rows = [
        (record, adviser_of[root])
        for record, root in sorted(under.items())
        if record == root or record in before
    ]
    earlier = {
        record: (place.user, place.since.isoformat(), place.hand_over)
        for record, place in before.items()
    }
    nowhere = (None, None, None)
    made.moved = [[record, to, *earlier.get(record, nowhere)] for record, to in rows]
    store.casework.caseloads.forget([record for record, _ in rows])
    db.session.expire_all()
    store.casework.caseloads.allocate(
        [(record, act.authority, to, act.on, made.id) for record, to in rows]
    )
    act.note(
        Action.CASELOAD_HANDED_OVER,
        f"hand-over {made.id}",
        people=len(adviser_of),
        to={str(to): n for to, n in sorted(Counter(adviser_of.values()).items())},
    )
    return made


def set_limits(limits: Mapping[int, int | None], *, within: Scope, act: Act) -> int:
    """Sets how many young people advisers may have; None is no limit.

    Returns how many advisers have another limit than before. It refuses no hand-over:
    it is shown beside the size of the caseload and steers what is proposed. Raises
    Refusal with the field of the adviser, ``limit-12``.
    """
    for user, limit in limits.items():
        if limit is not None and not 0 <= limit <= LARGEST:
            raise Refusal(
                f"Enter a whole number from 0 to {LARGEST:,}, or nothing.",
                f"limit-{user}",
            )
    with store.database.base.transaction(alone(act)):
        team = {
            user.id: user for user in store.casework.caseloads.advisers(within=within)
        }
        changed = [
            (team[user], limit)
            for user, limit in sorted(limits.items())
            if user in team and team[user].caseload_limit != limit
        ]
        for colleague, limit in changed:
            colleague.caseload_limit = limit
            act.note(Action.CASELOAD_LIMITED, f"user {colleague.id}", limit=limit)
    return len(changed)


def alone(act: Act) -> str:
    """The lock under which the caseloads of an authority change, one at a time."""
    return f"caseloads of {act.authority}"


def _people(persons: Sequence[int], within: Scope) -> list[int]:
    """The records among these that stand for a person. Raises Refusal without any."""
    found = store.people.records.records(list(persons), within=within)
    roots = sorted({each.id for each in found if each.merged_into is None})
    if not roots:
        raise Refusal("Select at least one young person.", "people")
    return roots


def _must_be_advisers(chosen: Iterable[int], within: Scope) -> None:
    known = {user.id for user in store.casework.caseloads.advisers(within=within)}
    wanted = set(chosen)
    if not wanted or not known.issuperset(wanted):
        raise Refusal("Select a colleague who can have a caseload.", "to")


def adviser(number: int, within: Scope) -> User:
    """The adviser with that number. Raises Refusal for a user without a caseload."""
    found = {user.id: user for user in store.casework.caseloads.advisers(within=within)}
    if number not in found:
        raise Refusal("Select a colleague who can have a caseload.", "to")
    return found[number]
