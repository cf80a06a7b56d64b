"""Records that may be one person: searched for, marked as different, and unmarked."""

from collections.abc import Collection
from itertools import combinations

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand
from tracker.actions.intake.matching import known_people
from tracker.actions.work import tasks
from tracker.actions.work.tasks import Result, Say
from tracker.linkage.decisions.duplicates import suggest_duplicates
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.work.tasks import Task
from tracker.wording.counts import counted

SUBJECT = "duplicates"


@tasks.kind("find duplicates")
def _find(task: Task, *, say: Say, act: Act) -> Result:
    """Compares all young people with similar ones, and stores the likely pairs."""
    scope = authority_scope(task.authority)
    say("Reading everybody on record.")
    with known_people.population(within=scope) as population:
        size = len(population)
        apart = store.people.duplicates.different_people(within=scope)
        many = counted(size, "young person", "young people")
        say(f"Comparing {many} with those like them.")
        found = suggest_duplicates(population, apart)
    with store.database.base.transaction():
        # The search does not notice people who were merged or left after it began.
        still = set(store.people.records.everybody(within=scope))
        count = store.people.duplicates.replace(
            task.authority,
            (each for each in found if each.person in still and each.other in still),
            on=act.on,
        )
        act.note(Action.DUPLICATES_SEARCHED, "", pairs=count)
    return {"pairs": count, "people": size}


def mark_different(persons: Collection[int], *, within: Scope, act: Act) -> int:
    """Records that these are different people; returns the number of pairs.

    Raises refusal.Refusal if one of them does not exist, for fewer than two, and for
    records of two authorities.
    """
    numbers = sorted(set(persons))
    if len(numbers) < 2:
        raise Refusal("Select at least two young people.")
    found = store.people.records.records(numbers, within=within)
    missing = sorted(set(numbers) - {each.id for each in found})
    if missing:
        raise Refusal(f"There is no young person {missing[0]}.")
    authority, *others_too = {each.authority for each in found}
    if others_too:
        raise Refusal("Records of two authorities cannot be compared.")
    pairs = list(combinations(numbers, 2))
    with store.database.base.transaction():
        store.people.duplicates.mark_different(authority, pairs, by=act.by, at=act.at)
        one, *others = numbers
        act.note(
            Action.PEOPLE_MARKED_DIFFERENT,
            f"person {one}",
            people=numbers,
            other=others[0] if len(others) == 1 else others,
        )
    return len(pairs)


def unmark_different(one: int, two: int, *, within: Scope, act: Act) -> None:
    """Records that two are no longer marked as different.

    Raises Refusal with the reason.
    """
    for number in (one, two):
        by_hand.known_person(number, within=within)
    with store.database.base.transaction():
        store.people.duplicates.unmark_different(one, two)
        act.note(Action.PEOPLE_NO_LONGER_MARKED_DIFFERENT, f"person {one}", other=two)
