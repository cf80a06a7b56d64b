"""Records that may be one person: looked for, told apart, told apart no more."""

from collections.abc import Collection
from datetime import date, datetime
from itertools import combinations

from tracker.access import Scope, authority_scope
from tracker.actions import work
from tracker.actions.imports import known
from tracker.actions.people import NotMergeable
from tracker.actions.work import Result, Say
from tracker.domain.counted import counted
from tracker.linkage.duplicates import suggest_duplicates
from tracker.store import audit, base, duplicates, people
from tracker.store.tasks import Task

SUBJECT = "duplicates"


@work.kind("find duplicates")
def _find(task: Task, *, say: Say, at: datetime, on: date) -> Result:
    """Compares everybody with whoever is like them, and stores the pairs."""
    scope = authority_scope(task.authority)
    say("Reading everybody on record.")
    with known.population(within=scope) as population:
        size = len(population)
        apart = duplicates.told_apart(within=scope)
        many = counted(size, "young person", "young people")
        say(f"Comparing {many} with those like them.")
        found = suggest_duplicates(population, apart)
    with base.transaction():
        # Linkage knows nobody who was merged or left since it began.
        still = set(people.everybody(within=scope))
        count = duplicates.replace(
            task.authority,
            (each for each in found if each.person in still and each.other in still),
            on=on,
        )
        audit.write(
            authority=task.authority,
            at=at,
            by=task.asked_by,
            action="duplicates looked for",
            subject="",
            pairs=count,
        )
    return {"pairs": count, "people": size}


def tell_apart(
    persons: Collection[int], *, within: Scope, by: str, at: datetime
) -> int:
    """Remembers that these are each somebody else; returns how many pairs that is.

    Raises NotMergeable for somebody who is not there.
    """
    numbers = sorted(set(persons))
    if len(numbers) < 2:
        raise NotMergeable("Select at least two young people.")
    authority_of = {
        each.id: each.authority for each in people.records(numbers, within=within)
    }
    for number in numbers:
        if number not in authority_of:
            raise NotMergeable(f"There is no young person {number}.")
    authorities = set(authority_of.values())
    if len(authorities) > 1:
        raise NotMergeable("Records of two authorities cannot be compared.")
    (authority,) = authorities
    pairs = list(combinations(numbers, 2))
    with base.transaction():
        duplicates.keep_apart(authority, pairs, by=by, at=at)
        for one, two in pairs:
            audit.write(
                authority=authority,
                at=at,
                by=by,
                action="people told apart",
                subject=f"person {one}",
                other=two,
            )
    return len(pairs)


def tell_apart_no_more(
    one: int, two: int, *, within: Scope, by: str, at: datetime
) -> None:
    """Takes back that two are not the same person. Raises NotMergeable."""
    found = people.get(one, within=within)
    if found is None or people.get(two, within=within) is None:
        raise NotMergeable(f"There is no young person {one if found is None else two}.")
    with base.transaction():
        duplicates.forget_apart(one, two)
        audit.write(
            authority=found.authority,
            at=at,
            by=by,
            action="people told apart no more",
            subject=f"person {one}",
            other=two,
        )
