"""A disposal is proposed by one user, and approved or declined by another.

See Law N-20, D-04.
"""

from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.law.disposals import falling_due
from tracker.actions.law.two_people import actor, check_another
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.disposals.disposal_runs import Disposal

_LONGEST = 2000
_AT_ONCE = 5000


def propose(on: date, *, within: Scope, act: Act) -> Disposal:
    """Proposes the disposal of everything that is past its date on a day.

    Only one disposal is open at a time. Raises Refusal, also where nothing is due.
    """
    if on > act.on:
        raise Refusal("The day must be today or earlier.", "on")
    runs = store.law.disposals.disposal_runs
    with store.database.base.transaction(_alone(act)):
        if (other := runs.open_one(within=within)) is not None:
            raise Refusal(
                f"Disposal {other.id} is {other.state}. Carry it out or decline it "
                "before another."
            )
        found = falling_due.due(on, within=within, authority=act.authority)
        lines = found.others
        if not found.people and not lines:
            raise Refusal("Nothing is due by a confirmed rule of the schedule.")
        disposal = Disposal(
            authority=act.authority,
            on_day=on,
            people=len(found.people),
            counts=counted(found.people),
            lines=lines,
            proposed_by=actor(act),
            proposed_at=act.at,
        )
        store.database.base.insert(disposal)
        runs.add_people(disposal.id, found.people)
        act.note(
            Action.DISPOSAL_PROPOSED,
            f"disposal {disposal.id}",
            on=on.isoformat(),
            people=len(found.people),
            lines=sum(lines.values()),
        )
    return disposal


def counted(people: list[int]) -> dict[str, int]:
    """How many rows each table has about these people, by table."""
    found: dict[str, int] = {}
    for start in range(0, len(people), _AT_ONCE):
        records = store.law.disposals.past_date.records_of(
            people[start : start + _AT_ONCE]
        )
        for name, number in store.law.disposals.removal.count(records).items():
            found[name] = found.get(name, 0) + number
    return found


def approve(number: int, *, within: Scope, act: Act) -> Disposal:
    """Approves a disposal as the asset owner, not its proposer. Raises Refusal."""
    with store.database.base.transaction(_alone(act)):
        disposal = _proposed(number, within, act)
        disposal.approved_by, disposal.approved_at = actor(act), act.at
        act.note(
            Action.DISPOSAL_APPROVED,
            f"disposal {number}",
            people=disposal.people,
            lines=sum(disposal.lines.values()),
        )
    return disposal


def decline(number: int, *, reason: str, within: Scope, act: Act) -> Disposal:
    """Declines a disposal that was not begun, with the reason. Raises Refusal."""
    reason = reason.strip()
    if not reason or len(reason) > _LONGEST:
        raise Refusal(
            f"Enter the reason, in {_LONGEST:,} characters or fewer.", "reason"
        )
    with store.database.base.transaction(_alone(act)):
        disposal = _proposed(number, within, act)
        disposal.declined_by, disposal.declined_at = actor(act), act.at
        disposal.reason = reason
        store.law.disposals.disposal_runs.drop_people(number)
        act.note(Action.DISPOSAL_DECLINED, f"disposal {number}")
    return disposal


def _proposed(number: int, within: Scope, act: Act) -> Disposal:
    disposal = store.law.disposals.disposal_runs.get(number, within=within)
    if disposal is None:
        raise Refusal(f"There is no disposal {number}.")
    if disposal.state != "proposed":
        raise Refusal(f"Disposal {number} has been decided already.")
    check_another(
        disposal.proposed_by,
        act,
        f"You proposed disposal {number}, so another asset owner decides it.",
    )
    return disposal


def _alone(act: Act) -> str:
    return f"disposals of {act.authority}"
