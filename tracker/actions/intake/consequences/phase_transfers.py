"""The days by which plans have to name the next place, as work for advisers.

A list of plans states the day; the item follows. It is done when a list has the day on
which the place was named, or when the plan ceases, and is opened once for each day: a
list that repeats the day opens no second one.

See decision 0238.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.intake.interpret import Meanings, interpreted
from tracker.actions.work import adviser_items, items
from tracker.domain.law.gateways import PLANS
from tracker.domain.reference.academic_year import say_date
from tracker.feeds.registry import FEEDS
from tracker.store.intake.import_batches import ImportBatch, Line
from tracker.store.work.items import WorkItem

KIND = "phase-transfer"
WHY = (
    "Their EHC plan has to name the next place by {}. Find out which place it will be."
)


def follow(
    batch: ImportBatch,
    lines: Iterable[Line],
    meanings: Meanings | None = None,
    *,
    act: Act,
) -> int:
    """Opens and ends the items of the people of some lines, inside the open transaction
    that applied them. Returns how many were opened.
    """
    if FEEDS[batch.feed].gateway != PLANS:
        return 0  # no other list has such days, and reading its lines takes a while
    given = {
        line.person: (line.id, meaning.phase.due)
        for line, meaning in interpreted(batch, lines, meanings)
        if meaning.phase is not None and line.person is not None
    }
    if not given:
        return 0
    roots = store.people.records.roots(given)
    listed = store.people.person_items.listed(roots.values())
    known = _by_person(batch.authority)
    opened = 0
    for record, (line, due) in sorted(given.items()):
        person = roots[record]
        why = WHY.format(say_date(due)) if due is not None else ""
        own = known.get(person, [])
        over = [it for it in own if it.done_at is None and it.why != why]
        items.finish_within(over, act=act)
        if due is None or person not in listed:
            continue
        same = next((it.id for it in own if it.why == why), None)
        if same is None:
            same = _open(person, why, due, act)
            opened += 1
        within = authority_scope(batch.authority)
        store.work.items.add_lines(same, [line], within=within)
    return opened


def withdraw(batch: ImportBatch) -> int:
    """Takes back the open items that no line of another list is a reason for, inside
    the open transaction; returns how many.
    """
    rows = [line.id for line in store.intake.import_batches.lines(batch.id)]
    within = authority_scope(batch.authority)
    return store.work.items.take_back_lines(KIND, rows, within=within)


def _open(person: int, why: str, due: date, act: Act) -> int:
    # A day that has passed is due at once: the reason names it.
    return adviser_items.open_within(KIND, why, person, due=max(due, act.on), act=act)


def _by_person(authority: str) -> dict[int, list[WorkItem]]:
    found = store.work.items.of_kind(KIND, within=authority_scope(authority))
    of = {it.person_id for it in found if it.person_id is not None}
    roots = store.people.records.roots(of)
    by_person: dict[int, list[WorkItem]] = defaultdict(list)
    for each in found:
        if each.person_id is not None:
            by_person[roots[each.person_id]].append(each)
    return by_person
