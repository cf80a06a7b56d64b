"""Positions, rebuilt for people whose evidence changed or whose currency lapsed."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from tracker import store
from tracker.access import Scope
from tracker.actions.history import (
    beside_positions,
    folding,
    house_moves,
    leaving,
)
from tracker.actions.history.beside_positions import Beside
from tracker.actions.history.leaver_proof import Proven
from tracker.domain.history.details.pupil_numbers import without_pupil_numbers
from tracker.domain.history.members import Member
from tracker.domain.history.membership import Folded, fold
from tracker.domain.history.position import Position
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.reference.academic_year import Period, say_date
from tracker.domain.reference.codes import DIED
from tracker.store.history.leaver_rows import Kept
from tracker.store.history.tallies import Counting
from tracker.store.people.identity_questions import Kind, from_identity
from tracker.wording.counts import counted

#: A refresh of this many positions changes what the database's planner must know.
MANY_POSITIONS = 10_000
#: The most people whose positions on every kept day are rebuilt at once. It covers one
#: contact or one group session, after which a day is still complete.
FEW_PEOPLE = 100

Say = Callable[[str], Any]


def rebuild(
    touched: Iterable[int],
    authority: str,
    *,
    on: date,
    records: Mapping[int, int] | None = None,
) -> None:
    """Folds the evidence of these people again: identity, details, position on ``on``.

    After a row of a school or college, a merge or a register, call
    ``late_restrictions.refold`` instead, because a No may restrict rows that came
    earlier, and only that function looks back. For a few people, the positions on all
    other kept days are rebuilt too. For many people, only the last month end is rebuilt
    too, with its return details; the other days are marked stale and made when they are
    needed. Belongs inside the transaction of the action that changed the evidence.
    ``records`` are all records of these people, each with its person, where the action
    has read them.
    """
    for _ in rebuilt(touched, authority, on=on, records=records):
        pass


def rebuilt(
    touched: Iterable[int],
    authority: str,
    *,
    on: date,
    records: Mapping[int, int] | None = None,
) -> Iterator[tuple[int, Folded | None]]:
    """As ``rebuild``, giving each person as folded, or None if no evidence is left. It
    has to be read to its end.
    """
    kept = store.history.days.kept(authority)
    store.history.derivations.renew()
    store.figures.fold_marks.read(authority)
    numbers = sorted(set(touched))
    register = store.institutions.register.directory()
    counting = store.history.forgetting.forgotten(
        numbers, store.casework.not_known.owed_people.noting(numbers)
    )
    wanted, following = {on}, list[Kept]()
    if len(numbers) <= FEW_PEOPLE:
        wanted.update(kept)
        following = [
            each for each in store.history.leaver_rows.kept(authority) if each.complete
        ]
    else:
        # The next return is of this month: one more day in the same fold.
        wanted.add(Period.of(on).previous.end)
        store.history.days.mark_stale(authority, but=wanted)
        store.history.leaver_rows.mark_stale(authority)
    shown = [(each.left, each.stage, each.as_of) for each in following]
    seen_from = leaving.days_of((left, as_of) for left, _, as_of in shown)
    looked_at = sorted(wanted | seen_from)
    proven = Proven(authority)
    beside = Beside(authority, wanted, proven)
    gone: list[leaving.RawLeaver] = []
    if records is None:
        records = store.history.merged_records.records_of(numbers)
    merged, resolve = _Records(records, authority, register, on), register.resolve
    of = partial(folding.of(authority), on=looked_at)
    remembered: deque[tuple[int, Folded | None]] = deque()
    for person, evidence in store.history.evidence.histories(
        numbers, counted=True, records=records
    ):
        folded = of(person, authority, evidence)
        folded = _hidden(folded, on)
        folded = merged.known(folded) if folded is not None else None
        yield person, folded
        if following and folded is not None:
            open_to_all = without_sealed(evidence)
            outward: Folded | None = folded
            if len(open_to_all) < len(evidence):
                outward = of(person, authority, open_to_all)
            if outward is not None:
                members = proven.members(person, open_to_all, looked_at)
                gone += leaving.raw_leavers(outward, shown, resolve, proven=members)
        remembered.append((person, folded))
        if len(remembered) >= 4000:
            _store(remembered, wanted, authority, beside, counting)
    _store(remembered, wanted, authority, beside, counting)
    counting.write()
    merged.remember()
    if following:
        leaving.rebuild_rows(numbers, gone, authority, following)


def _hidden(folded: Folded | None, on: date) -> Folded | None:
    """The person as stored on a day, without pupil numbers from twenty on."""
    if folded is None:
        return None
    shown = without_pupil_numbers(folded.known, on)
    return folded if shown is folded.known else replace(folded, known=shown)


class _Records:
    """The merged records of these people, each folded from its own evidence: a row may
    have the name and the date of birth of any of them.
    """

    def __init__(
        self,
        records: Mapping[int, int],
        authority: str,
        register: store.institutions.register.Directory,
        on: date,
    ) -> None:
        """``records`` has the person of every record of the people that are folded."""
        self._of: dict[int, list[int]] = {}
        for record, person in sorted(records.items()):
            if record != person:
                self._of.setdefault(person, []).append(record)
        every = {*self._of, *(one for some in self._of.values() for one in some)}
        self._folded = {
            record: _hidden(
                fold(record, authority, evidence, on=(), resolve=register.resolve), on
            )
            for record, evidence in (
                store.history.evidence.of_records(every) if every else {}
            ).items()
        }

    def known(self, folded: Folded) -> Folded:
        """The person with the dates of birth of all their records."""
        records = self._of.get(folded.person)
        if records is None:
            return folded
        who = folded.known.identity
        alone = (self._folded.get(each) for each in (folded.person, *records))
        births = {one.known.identity.born for one in alone if one is not None}
        others = tuple(sorted(born for born in births - {None, who.born} if born))
        identity = replace(who, other_births=others)
        return replace(folded, known=replace(folded.known, identity=identity))

    def remember(self) -> None:
        """Stores the identity of each merged record, or none if no evidence is left."""
        merged = [one for some in self._of.values() for one in some]
        if merged:
            store.people.records.remember(
                (record, one.known, one.since)
                if (one := self._folded.get(record)) is not None
                else (record, None, None)
                for record in merged
            )


def _store(
    remembered: deque[tuple[int, Folded | None]],
    kept: set[date],
    authority: str,
    beside: Beside,
    counting: Counting,
) -> None:
    store.people.records.remember(
        (person, folded.known, folded.since) if folded else (person, None, None)
        for person, folded in remembered
    )
    store.history.positions.write(
        (
            member
            for _, folded in remembered
            if folded
            for member in folded.members
            if member.as_of in kept
        ),
        counting,
    )
    for _, folded in remembered:
        if folded is not None:
            beside.add(folded)
    beside.write()
    about = [(person, _unless_died(folded)) for person, folded in remembered]
    raised = {
        person: list(map(from_identity, folded.known.questions)) if folded else []
        for person, folded in about
    }
    moved = house_moves.questions(about, authority)
    store.people.identity_questions.replace(
        authority, {Kind.IDENTITY: raised, Kind.MOVED: moved}
    )
    remembered.clear()


def _unless_died(folded: Folded | None) -> Folded | None:
    """The person, or None after a death, which ends all questions about them."""
    gone = folded.known.departure if folded is not None else None
    return None if gone is not None and gone.status == DIED else folded


def on_record(people: set[int], authority: str, *, on: date) -> dict[int, Position]:
    """The position of each of these people on a day, before evidence is added.

    It is the newest stored one, carried to the day. After an upgrade whose code means
    something else, nothing is stored, or an earlier day alone; the people who lack
    their position are then folded. Belongs inside the transaction of the change.
    """
    store.history.derivations.renew()
    earlier = (each for each in store.history.days.kept(authority) if each <= on)
    since = max(earlier, default=date.min)
    found = store.history.positions.carried_to(people, on, since=since)
    for folded in folding.folded_on(people - found.keys(), authority, [on]):
        for member in folded.members:
            found[folded.person] = member.position
    return found


def refresh(
    on: Sequence[date],
    *,
    within: Scope,
    only: Sequence[int] | None = None,
    say: Say | None = None,
) -> int:
    """Makes the positions that are missing on these days; returns how many it made.

    Positions that exist are left alone. ``only`` narrows it to some people. ``say`` is
    called before anything is made, because that may take a while.
    """
    if store.history.days.are_complete(on, within=within):
        return 0
    # Two requests for one day at once: the second finds it made.
    with store.people.records.changing(_only(within)):
        store.history.derivations.renew()
        owed = _owed(on, within, only)
        made = 0
        if owed:
            if say is not None:
                say(_begun(owed))
            members = _members(owed, _only(within))
            made = store.history.positions.write_all(members)
        for day in on:
            made += _make_merged(day, within)
        if only is None:
            store.history.days.complete(_only(within), on)
        if made >= MANY_POSITIONS:
            store.database.base.analyze_grown("positions")
    return made


def _owed(
    on: Sequence[date], within: Scope, only: Sequence[int] | None
) -> dict[int, list[date]]:
    """The days on which each person has no position yet."""
    owed: dict[int, list[date]] = {}
    for day in on:
        for person in store.history.positions.missing(day, within=within, people=only):
            owed.setdefault(person, []).append(day)
    return owed


def _begun(owed: dict[int, list[date]]) -> str:
    """A sentence about the positions that will be made."""
    days = sorted({day for some in owed.values() for day in some})
    people = counted(len(owed), "person", "people")
    when = say_date(days[0])
    if len(days) > 1:
        when = f"{len(days)} days from {when} to {say_date(days[-1])}"
    return f"Working out the positions of {people} on {when} ..."


def _members(owed: dict[int, list[date]], authority: str) -> Iterator[list[Member]]:
    """The members on the days that each person lacks, some thousands at a time."""
    of = folding.of(authority)
    waiting: list[Member] = []
    beside = Beside(authority, {day for some in owed.values() for day in some})
    for person, evidence in store.history.evidence.histories(owed, counted=True):
        folded = of(person, authority, evidence, on=owed[person])
        if folded is not None:
            waiting.extend(folded.members)
            beside.add(folded)
        if len(waiting) >= 20_000:
            beside.write()
            yield waiting
            waiting = []
    beside.write()
    yield waiting


def _make_merged(day: date, within: Scope) -> int:
    """The last appearance of records that were merged in the month of ``day``."""
    merged = store.history.positions.merged_missing(
        Period.of(day).first, day, within=within
    )
    if not merged:
        return 0
    authority = _only(within)
    made: list[Member] = []
    beside = Beside(authority, [day])
    of = folding.of(authority)
    alone = store.history.evidence.of_records(merged, counted=True)
    for record in store.people.records.records(sorted(merged), within=within):
        evidence, merged_on = alone[record.id], record.merged_on
        folded = of(record.id, authority, evidence, on=(day,), merged_on=merged_on)
        if folded is not None:
            made.extend(m for m in folded.members if m.status is not None)
            beside.add_returned(folded)
    beside.write()
    return store.history.positions.write(made)


def _only(within: Scope) -> str:
    """The one authority in the scope: positions are made for one at a time."""
    (authority,) = within.authorities
    return authority


def delete_old(authority: str, *, on: date) -> None:
    """Deletes the positions of past days, except month ends (one transaction)."""
    with store.people.records.changing(authority):
        over = [
            day
            for day in store.history.days.kept(authority)
            if day < on and day != Period.of(day).end
        ]
        store.history.days.forget(authority, over)
        store.history.forgetting.forget_days(
            authority, but=store.history.days.kept(authority)
        )
        beside_positions.delete_old(authority, on=on)
