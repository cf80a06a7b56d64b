"""Evidence that a person records, such as an adviser's call or a correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import double_submission, positions
from tracker.domain.history.evidence import Statement, Tier
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.history.evidence import NewEvidence


@dataclass(frozen=True, slots=True)
class UserEvidence:
    """What a user learned about one young person, and from what day.

    ``of_record``: it is about this record alone, also where that was merged into
    another, and stays with it when they are separated.
    """

    person: int
    statements: tuple[Statement, ...]
    as_at: date
    of_record: bool = False


def record(
    written: Mapping[Act, Sequence[UserEvidence]],
    *,
    tier: Tier = Tier.ADVISER,
    source: str,
) -> list[int]:
    """Records what was learned about one young person, or about many at once.

    ``source`` names the kind of contact. What one user wrote down at one moment is one
    entry, which can be withdrawn. All acts belong to one authority and one day. Returns
    the numbers of the entries.
    """
    with store.database.base.transaction():
        return _record(written, tier, source)


def record_once(
    items: Sequence[UserEvidence], *, tier: Tier = Tier.ADVISER, source: str, act: Act
) -> int:
    """Records what one user wrote down at one moment; returns the number of its entry.

    If the same form is sent twice, the second call returns the entry of the first.
    """
    with store.people.records.changing(act.authority):
        found = recorded_before(items, source=source, act=act)
        if found is not None:
            return found
        return record_inside(items, tier=tier, source=source, act=act)


def recorded_before(
    items: Sequence[UserEvidence], *, source: str, act: Act
) -> int | None:
    """The entry of the first click, where a form was sent twice; None for a new one."""
    return store.casework.entries.alike(
        [(each.person, each.as_at, each.statements) for each in items],
        authority=act.authority,
        source=source,
        by=act.by,
        since=act.at - double_submission.WITHIN,
    )


def record_inside(
    items: Sequence[UserEvidence], *, tier: Tier = Tier.ADVISER, source: str, act: Act
) -> int:
    """Records what one user wrote down at one moment; returns the number of its entry.

    It runs inside a transaction that is already open, for larger actions. A contact
    without any statement still has an entry.
    """
    (entry,) = _record({act: items}, tier, source)
    return entry


def _record(
    written: Mapping[Act, Sequence[UserEvidence]], tier: Tier, source: str
) -> list[int]:
    ((authority, on),) = {(act.authority, act.on) for act in written}
    store.people.records.lock(authority)
    given = {each.person for items in written.values() for each in items}
    records = store.history.merged_records.records_of(given)
    # A record that has been merged since stands for another person, with more records.
    is_merged = any(records.get(each) != each for each in given)
    roots = store.people.records.roots(given) if is_merged else records
    numbers: list[int] = []
    entry_of: list[int] = []
    new: list[NewEvidence] = []
    for act, items in written.items():
        entry = act.open_entry(source)
        numbers.append(entry)
        learned = [
            NewEvidence(
                each.person if each.of_record else roots[each.person],
                None,
                tier,
                each.as_at,
                each.statements,
            )
            for each in items
            if each.statements
        ]
        new += learned
        entry_of += [entry] * len(learned)
        act.note(
            Action.EVIDENCE_RECORDED,
            f"entry {entry}",
            people=len(items),
            tier=int(tier),
        )
    store.history.evidence.record_all(entry_of, authority, new)
    persons = {roots.get(each.person, each.person) for each in new}
    of_persons = {one: root for one, root in records.items() if root in persons}
    positions.rebuild(
        persons, authority, on=on, records=None if is_merged else of_persons
    )
    return numbers


def withdraw(number: int, *, within: Scope, act: Act) -> set[int]:
    """Withdraws an entry that a user recorded; returns the people that it concerned.

    Raises Refusal with the reason.
    """
    with store.database.base.transaction():
        return withdraw_inside(number, within=within, act=act)


def withdraw_inside(number: int | None, *, within: Scope, act: Act) -> set[int]:
    """``withdraw`` inside a transaction that is already open.

    The contacts that were recorded with the entry go with it. Without a number there is
    nothing to withdraw.
    """
    if number is None:
        return set()
    entry = store.casework.entries.get(number, within=within)
    if entry is None:
        raise Refusal(f"There is no entry {number}.")
    store.people.records.lock(entry.authority)
    db.session.refresh(entry)
    if entry.batch_id is not None:
        raise Refusal(
            f"Entry {number} came with batch {entry.batch_id}: withdraw the batch "
            "instead."
        )
    if entry.withdrawn_at is not None:
        raise Refusal("This has already been taken back.")
    entry.withdrawn_at, entry.withdrawn_by = act.at, act.by
    db.session.flush()
    store.database.cached.renew()  # the entry may be a list of the September Guarantee
    store.casework.contacts.withdraw_of_entry(number, act.at)
    records = store.casework.entries.records_of(number)
    touched = store.people.records.persons_of(records)
    positions.rebuild(touched, entry.authority, on=act.on)
    act.note(Action.EVIDENCE_WITHDRAWN, f"entry {number}", people=len(touched))
    return touched
