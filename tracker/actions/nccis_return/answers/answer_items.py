"""The work that DfE's list gives: one item for each young person, done by itself."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.work import items
from tracker.domain.casework.follow_up import working_days_after
from tracker.domain.reference.academic_year import Period
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.nccis_return.return_answers import Listed
from tracker.store.work.items import WorkItem
from tracker.wording.counts import counted

KIND = "return-answer"
#: So many working days there are to mend what DfE found.
WITHIN_DAYS = 5
LONGEST_REASON = 300
_MOST_CODES = 8


def open_for(lines: Sequence[Listed], period: Period, *, act: Act) -> int:
    """Opens an item for each young person of these lines who has no open one, inside
    the open transaction; returns how many. An open one has the lines as well.
    """
    within = authority_scope(act.authority)
    by_person: dict[int, list[Listed]] = defaultdict(list)
    for each in lines:
        if each.person is not None:
            by_person[each.person].append(each)
    there, opened = _open_now(act.authority), 0
    for person in sorted(store.people.person_items.listed(by_person)):
        item = there.get(person)
        if item is None:
            item = items.open_within(
                KIND,
                _why(by_person[person], period),
                person=person,
                due=working_days_after(act.on, WITHIN_DAYS),
                within=within,
                act=act,
            )
            opened += 1
        store.work.items.add_lines(
            item, [each.id for each in by_person[person]], within=within
        )
    return opened


def _why(lines: Sequence[Listed], period: Period) -> str:
    codes = list(dict.fromkeys(each.code for each in lines if each.code))
    named = ", ".join(codes[:_MOST_CODES]) + (" ..." if codes[_MOST_CODES:] else "")
    of_rules = f": {named}" if named else ""
    what = counted(len(lines), "error")
    return f"DfE found {what} in the return for {period.label}{of_rules}"


def _open_now(authority: str) -> Mapping[int, int]:
    found = store.work.items.open_of_kind(KIND, within=authority_scope(authority))
    of = {each.id: each.person_id for each in found if each.person_id is not None}
    roots = store.people.records.roots(of.values())
    return {roots[record]: item for item, record in of.items()}


def settle(number: int, numbers: Collection[int], *, reason: str, act: Act) -> None:
    """Settles lines of an item by hand, with the reason why nothing is mended; the last
    one does the item. Raises Refusal.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal("Enter why nothing has to be mended.", "reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal(f"Enter {LONGEST_REASON} characters or fewer.", "reason")
    with store.database.base.transaction():
        item = _locked(number, act)
        chosen = sorted(set(numbers) & set(item.lines))
        answers = store.nccis_return.return_answers
        if not answers.settle(chosen, at=act.at, by=act.by, reason=reason):
            raise Refusal("Tick what you settle.", "lines")
        _note(Action.ANSWER_LINES_SETTLED, item, len(chosen), act)
        finish_those_done([item], act=act)


def reopen(number: int, line: int, *, act: Act) -> None:
    """Opens a settled line of an item again, and the item with it. Raises Refusal."""
    with store.database.base.transaction():
        item = _locked(number, act)
        chosen = {line} & set(item.lines)
        if not store.nccis_return.return_answers.reopen(chosen):
            raise Refusal("This line is not settled.")
        _note(Action.ANSWER_LINES_REOPENED, item, 1, act)
        if item.done_at is not None:
            items.undo_within([item], act=act)


def _note(action: Action, item: WorkItem, lines: int, act: Act) -> None:
    people = [item.person_id] if item.person_id is not None else ()
    act.note(action, f"work item {item.id}", people=people, lines=lines)


def _locked(number: int, act: Act) -> WorkItem:
    item = store.work.items.lock(number, within=authority_scope(act.authority))
    if item is None or item.kind != KIND:
        raise Refusal("This list of DfE has been taken back.")
    return item


def finish_those_done(found: Sequence[WorkItem], *, act: Act) -> int:
    """Does the open items without an open line, inside the open transaction."""
    within = authority_scope(act.authority)
    every = [number for item in found for number in item.lines]
    open_ones = {
        each.id
        for each in store.nccis_return.return_answers.of_numbers(every, within=within)
        if each.settled_at is None
    }
    done = [
        item
        for item in found
        if item.done_at is None and open_ones.isdisjoint(item.lines)
    ]
    items.finish_within(done, act=act)
    return len(done)
