"""Lists that are only a signal: each young person on record becomes one work item.

The item is a reason to find out what they are doing. It names neither the list nor its
sender, and nothing else of the list reaches the record: no evidence, no detail and no
new person. The work item is the council's own; it is on no page of an institution.

See decision 0181 and Law L-08.
"""

from collections import defaultdict
from collections.abc import Mapping

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand
from tracker.actions.work import adviser_items
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import (
    USABLE,
    ImportBatch,
    Outcome,
    StagedRow,
    Status,
)

KIND = "find-out"
WHY = (
    "Find out what they are doing now. The source of this may not be passed on: do not "
    "mention one."
)


def is_signal(batch: ImportBatch) -> bool:
    """Whether the lines of a batch are no evidence."""
    return FEEDS[batch.feed].signal


def apply(batch: ImportBatch, *, act: Act) -> int:
    """Applies a matched batch inside the open transaction; returns the number of work
    items that it opened.
    """
    people = {
        line.id: line.person
        for line in store.intake.import_batches.lines(batch.id)
        if line.outcome in USABLE and line.person is not None
    }
    batch.status = Status.APPLIED
    return _open_items(people, act)


def withdraw(batch: ImportBatch) -> int:
    """Takes back the open items that no line of another list is a reason for, inside
    the open transaction; returns how many.
    """
    rows = [line.id for line in store.intake.import_batches.lines(batch.id)]
    return _take_back(rows, batch.authority)


def decide(row: StagedRow, batch: ImportBatch, *, person: int | None, act: Act) -> None:
    """Decides inside the open transaction whose a line is; None means no record's.

    The audit has the line and not the young person. Raises Refusal.
    """
    if row.outcome != Outcome.POSSIBLE:
        raise Refusal(f"Row {row.id} is not waiting for a decision: {row.outcome}.")
    if person is not None:
        found = by_hand.known_person(person, within=authority_scope(row.authority))
        person = found.merged_into or found.id
    row.person_id, row.decided_by = person, act.by
    row.outcome = Outcome.NEW if person is None else Outcome.NO_CHANGE
    if batch.status == Status.APPLIED and person is not None:
        _open_items({row.id: person}, act)
    act.note(Action.ROW_DECIDED, f"row {row.id}", batch=batch.id)


def reopen(row: StagedRow, *, act: Act) -> None:
    """Undoes a decision inside the open transaction: the line waits again.

    Raises Refusal for a line that was not decided.
    """
    if row.decided_by is None:
        raise Refusal(f"Row {row.id} has not been decided.")
    _take_back([row.id], row.authority)
    row.person_id, row.decided_by, row.outcome = None, None, Outcome.POSSIBLE
    act.note(Action.ROW_REOPENED, f"row {row.id}", batch=row.batch_id)


def _open_items(people: Mapping[int, int], act: Act) -> int:
    """Opens an item for each person of these lines who has no open one; returns how
    many were opened. An open one has the lines as a further reason.
    """
    within = authority_scope(act.authority)
    roots = store.people.records.roots(people.values())
    lines: dict[int, list[int]] = defaultdict(list)
    for line, record in people.items():
        lines[roots[record]].append(line)
    listed = store.people.person_items.listed(lines)
    there = _open_now(act.authority)
    opened = 0
    for person in sorted(listed):
        item = there.get(person)
        if item is None:
            item = adviser_items.open_within(KIND, WHY, person, act=act)
            opened += 1
        store.work.items.add_lines(item, lines[person], within=within)
    return opened


def _open_now(authority: str) -> dict[int, int]:
    """The open item of each person that has one."""
    found = store.work.items.open_of_kind(KIND, within=authority_scope(authority))
    of = {each.id: each.person_id for each in found if each.person_id is not None}
    roots = store.people.records.roots(of.values())
    return {roots[record]: item for item, record in of.items()}


def _take_back(rows: list[int], authority: str) -> int:
    within = authority_scope(authority)
    return store.work.items.take_back_lines(KIND, rows, within=within)
