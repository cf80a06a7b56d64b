"""1 September, a dry run: worked out by the fold of every day, and not stored.

Today's positions are those of the day, as for every page. Those of 1 September are
folded for the answer and kept nowhere; of a large authority a worker folds them, and
its task keeps the numbers that the page shows, without any young person.

See decision 0202.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import folding, positions
from tracker.actions.work import tasks
from tracker.domain.figures.breakdowns import EVERY
from tracker.domain.history.evidence import Offer
from tracker.domain.history.members import Member
from tracker.domain.reference.academic_year import (
    LAST_WITH_PLAN,
    YEAR_11,
    YEAR_12,
    YEAR_13,
)
from tracker.domain.year.turn_of_year import (
    COHORT,
    PARTS,
    PLACE,
    Move,
    Turn,
    Turned,
    is_in,
    place_of,
    turn_after,
)
from tracker.store.figures.turning import Narrowed
from tracker.store.work.tasks import Task
from tracker.wording.counts import counted

MAKING = "turn of the year"
#: So many young people can be folded while a user waits for a page.
FEW = 1000
#: The list behind a number is folded while its reader waits: of so many at most.
MOST = 20_000
#: After this time numbers that a worker made are made again, if evidence came since.
_FRESH = timedelta(minutes=15)
#: The academic ages today of those in a group by Move.
_AGES = {
    Move.INTO_RETURN: (YEAR_11 - 1,),
    Move.INTO_COHORT: (YEAR_11,),
    Move.UP: (YEAR_12,),
    Move.WITH_PLAN: range(YEAR_13, LAST_WITH_PLAN + 1),
    COHORT: (YEAR_11, YEAR_12),
}


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the dry run, and when a worker made them (None: just now)."""

    turned: Turned
    at: datetime | None = None


def turns(
    on: date, *, within: Scope, narrowed: Narrowed | None = None
) -> Iterator[Turn]:
    """Everybody that the turn of the year may concern, today and on 1 September.

    Makes the positions of ``on`` where they are missing, as every figure of a day
    does.
    """
    positions.refresh([on], within=within)
    (authority,) = within.authorities
    before = store.figures.turning.members(on, within=within, narrowed=narrowed)
    if narrowed is not None and narrowed.place is not None:
        before = _at(narrowed.place, before)
    for folded in folding.folded_on(before, authority, [turn_after(on)]):
        today = before[folded.person]
        for after in folded.members:
            place = place_of(today, folded.evidence, folded.resolve)
            yield Turn(today, after, place)


def _at(place: str, before: dict[int, Member]) -> dict[int, Member]:
    """Those whose list is awaited from a place. For that of Year 11 only the offers are
    read, which takes a fraction of the fold.
    """
    resolve = store.institutions.register.directory().resolve
    offers = store.history.evidence.of_subjects(before, [Offer.kind])
    return {
        person: before[person]
        for person, items in offers
        if place_of(before[person], items, resolve) == place
    }


def numbers(on: date, *, within: Scope) -> Turned:
    """What the next 1 September would do, as known on a day."""
    return Turned.of(on, turns(on, within=within))


def people(
    part: str, by: str, group: str, *, on: date, within: Scope
) -> list[Turn] | None:
    """The young people behind a number, in order of person.

    None where so many would have to be folded for it that a page cannot wait.
    """
    ages = _AGES[COHORT] if by == PLACE else _AGES.get(group)
    narrowed = Narrowed(ages, group if by == PLACE and group != EVERY else None)
    turning = store.figures.turning
    if turning.are_more_than(MOST, on, within=within, narrowed=narrowed):
        return None
    holds = PARTS[part]
    return [
        turn
        for turn in turns(on, within=within, narrowed=narrowed)
        if (kind := turn.kind) is not None and holds(kind) and is_in(kind, by, group)
    ]


def make_or_request(*, within: Scope, act: Act) -> Found | Task:
    """The numbers of today: worked out at once for a small authority, or by a worker.

    A task is returned until they are made. A task that waits is not requested again.
    """
    positions_made = store.history.days.are_complete([act.on], within=within)
    if positions_made and not store.figures.turning.are_more_than(
        FEW, act.on, within=within
    ):
        return Found(numbers(act.on, within=within))
    subject = f"{MAKING} from {act.on.isoformat()}"
    last = store.work.tasks.newest(subject, within=within, kind=MAKING)
    if last is not None:
        if not last.ended or last.failed_just_now(act.at):
            return last
        if last.result and _stands(last, act.at):
            return Found(Turned.from_json(last.result["numbers"]), last.ended_at)
    return tasks.request(MAKING, act=act, subject=subject, on=act.on.isoformat())


def _stands(made: Task, at: datetime) -> bool:
    assert made.ended_at is not None
    return made.ended_at + _FRESH > at or made.result["mark"] == _mark()


def _mark() -> str:
    """The evidence and the register that the numbers follow from."""
    register = store.institutions.register.mark()
    return f"{store.people.records.mark()} {register}"


@tasks.kind(MAKING)
def _make(task: Task, *, say: tasks.Say, act: Act) -> dict[str, Any]:
    on, scope = date.fromisoformat(task.arguments["on"]), authority_scope(act.authority)
    mark = _mark()
    positions.refresh([on], within=scope, say=say)
    many = store.figures.turning.how_many(on, within=scope)
    say(
        f"Working out where {counted(many, 'young person is', 'young people are')} on "
        "1 September."
    )
    return {"mark": mark, "numbers": numbers(on, within=scope).as_json()}
