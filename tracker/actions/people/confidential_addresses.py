"""Young people whose address is confidential, such as a placement or a refuge.

While the mark stands, every address and postcode of the person is encrypted, whichever
source gives it and whenever it comes, in evidence and in lines of files. No search,
list, figure, return or file has it. Lifting the mark makes all of it plain again, so
the Caldicott guardian decides it.

See decision 0183.
"""

from collections.abc import Collection, Sequence

from tracker import returns, store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand, evidence, positions
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.intake.questions import confidential_lines
from tracker.domain.history.confidential_addresses import MARK
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Detail
from tracker.domain.people.confidential_homes import Why, WhyNot
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.people.records import Person

#: The sources of the entries that begin and end it.
SOURCE, SOURCE_OF_END = "confidential address", "address no longer confidential"


def record(person: int, because: Why, *, within: Scope, act: Act) -> int:
    """Makes a young person's address confidential; returns the number of the entry.

    Raises Refusal for a record that does not exist or was merged, and where the address
    is confidential already.
    """
    found = by_hand.unmerged_person(person, within=within)
    with store.people.records.changing(found.authority):
        if _is_confidential(person):
            raise Refusal(f"The address of young person {person} is confidential.")
        entry = _mark(person, because, act)
        settle([person], act=act)
    return entry


def lift(person: int, because: WhyNot, *, within: Scope, act: Act) -> int:
    """Makes the address of a young person readable again; returns the entry.

    Raises Refusal where the address is not confidential.
    """
    found = by_hand.unmerged_person(person, within=within)
    with store.people.records.changing(found.authority):
        if not _is_confidential(person):
            raise Refusal(f"The address of young person {person} is not confidential.")
        statement = detail(MARK, stands="N", because=because.value)
        entry = _record(person, statement, SOURCE_OF_END, act)
        act.note(Action.ADDRESS_NOT_CONFIDENTIAL, f"person {person}")
        settle([person], act=act)
    return entry


def marked(people: Sequence[Person]) -> set[int]:
    """Those of these people whose address is confidential."""
    return store.history.sealed_facts.confidential(each.id for each in people)


def keep(marks: Collection[int], person: int, *, act: Act) -> None:
    """Keeps the address of merged records confidential if that of one of them was.

    That it was lifted for another of them later says nothing about this one. Belongs
    inside the transaction of the merge.
    """
    if marks and not _is_confidential(person):
        _mark(person, Why.SAFETY, act)
    settle([person], act=act)


def settle(people: Collection[int], *, act: Act) -> None:
    """Encrypts every address of these people whose address is confidential, and makes
    every other one plain again. Belongs inside the transaction that changed their mark.
    """
    records = store.history.merged_records.records_of(people)
    closed = store.history.sealed_facts.confidential(records)
    facts = store.history.confidential_facts
    changed = facts.close(closed) + facts.open_again(records.keys() - closed)
    if changed or closed:
        confidential_lines.settle(records)
        store.people.confidential_addresses.hide(closed, returns.build.CONFIDENTIAL)
        positions.rebuild(people, act.authority, on=act.on)
        store.history.tallies.forget_empty(act.authority)


def _is_confidential(person: int) -> bool:
    return bool(store.history.sealed_facts.confidential([person]))


def _mark(person: int, because: Why, act: Act) -> int:
    statement = detail(MARK, stands="Y", because=because.value)
    entry = _record(person, statement, SOURCE, act)
    act.note(Action.ADDRESS_CONFIDENTIAL, f"person {person}")
    return entry


def _record(person: int, statement: Detail, source: str, act: Act) -> int:
    learned = [UserEvidence(person, (statement,), act.on)]
    return evidence.record_inside(learned, source=source, act=act)
