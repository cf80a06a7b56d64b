"""Characteristics that someone has while they are on a list, such as supervision.

They are over for those who were on an earlier list and are not on a complete one, and
with the last day that the newest list gives. A line of that list which is about no one
yet may be theirs: then nothing is over.

See decision 0245.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker import store
from tracker.actions.act import Act
from tracker.actions.intake import late_restrictions
from tracker.actions.intake.consequences.ended_characteristics import whole_list
from tracker.actions.intake.interpret import (
    Meanings,
    context_of,
    interpreted,
    with_register,
)
from tracker.domain.history.details.detail_folds import CHARACTERISTICS
from tracker.domain.history.details.details_by_day import characteristics_on
from tracker.domain.history.evidence import Evidence, Tier
from tracker.feeds.registry import FEEDS
from tracker.store.accounts.audit import Action
from tracker.store.history.evidence import NewEvidence
from tracker.store.intake.import_batches import USABLE, ImportBatch, Line
from tracker.wording.counts import counted

#: A list that so large a share is missing from may be a part of it.
_MANY, _LEAST = 0.25, 3


@dataclass(frozen=True, slots=True)
class Missing:
    """What is over for those who are missing from a list, and how many had it."""

    evidence: tuple[NewEvidence, ...] = ()
    of: int = 0

    @property
    def sentences(self) -> list[str]:
        """How many people it is over for, as the page of the list shows it."""
        if not self.evidence:
            return []
        return [f"Over, because they are not on it any more: {len(self.evidence)}."]

    @property
    def alarms(self) -> list[str]:
        """A sentence to confirm where the list looks like a part of one."""
        if len(self.evidence) < max(_LEAST, self.of * _MANY):
            return []
        return [
            f"{counted(len(self.evidence), 'young person', 'young people')} of "
            f"{self.of} are not on it any more: it may be a part of the list."
        ]


def missing(
    batch: ImportBatch, usable: Sequence[Line], meanings: Meanings | None = None
) -> Missing:
    """What is over for those who were on an earlier list and are not on this one, as at
    its day. ``batch`` is a complete list of a feed with such characteristics.
    """
    feed = FEEDS[batch.feed]
    there = _roots({it.person for it in usable if it.person is not None})
    before = _roots(store.intake.rolls.listed_before(batch))
    had = {
        person: on_record
        for person, on_record in _on_record(before, batch.as_at).items()
        if not on_record.isdisjoint(feed.while_listed)
    }
    gone = had.keys() - there - _perhaps(batch, had.keys() - there, meanings)
    tier = Tier(feed.tier)
    return Missing(
        tuple(
            NewEvidence(
                person,
                None,
                tier,
                batch.as_at,
                (whole_list(had[person] - feed.while_listed),),
            )
            for person in sorted(gone)
        ),
        len(had),
    )


def _perhaps(
    batch: ImportBatch, gone: Collection[int], meanings: Meanings | None
) -> set[int]:
    """Those of these people that a line which is about no one yet may be about."""
    lines = store.intake.import_batches.lines(batch.id)
    waiting = [it for it in lines if it.outcome not in USABLE]
    if not (gone and waiting):
        return set()
    found = _roots(store.intake.rolls.candidates(batch.id)).intersection(gone)
    birthdays = {
        meaning.identity.born
        for _, meaning in interpreted(batch, [it for it in waiting if it.raw], meanings)
    }
    born = store.people.identities.born_on(gone)
    if None in birthdays:
        return set(gone)
    return found | {each for each in gone if born.get(each) in birthdays}


def follow_days(authority: str, *, act: Act) -> int:
    """Records what is over by a day that the newest list of a feed gives, in one
    transaction for each list. Returns for how many people.
    """
    ended = 0
    for name, feed in FEEDS.items():
        if feed.while_listed:
            for batch, lines in store.intake.rolls.newest_lines(authority, name):
                ended += _follow(batch, lines, feed.while_listed, act)
    return ended


def _follow(
    batch: ImportBatch, lines: Sequence[Line], codes: frozenset[str], act: Act
) -> int:
    """Records what is over on the day, by the lines that are the newest of someone."""
    with store.people.records.changing(batch.authority):
        of_person: dict[int, list[Line]] = defaultdict(list)
        roots = store.people.records.roots({it.person for it in lines if it.person})
        for line in lines:
            of_person[roots[line.person or 0]].append(line)
        on_record = _on_record(of_person, act.on)
        over = [
            NewEvidence(
                person,
                of_person[person][0].id,
                Tier(FEEDS[batch.feed].tier),
                act.on,
                (whole_list(held - codes),),
            )
            for person, held in sorted(on_record.items())
            if not held.isdisjoint(codes) and _all_over(batch, of_person[person], act)
        ]
        if not over:
            return 0
        entry = act.open_entry(batch.feed, batch.id)
        store.history.evidence.record(entry, batch.authority, over)
        people = {each.person for each in over}
        late_restrictions.refold(people, batch.authority, on=act.on)
        act.note(Action.LAST_DAYS_FOLLOWED, f"batch {batch.id}", people=len(people))
        return len(people)


def _all_over(batch: ImportBatch, lines: Iterable[Line], act: Act) -> bool:
    """Whether each of these lines, read as on the day of the act, shows an end."""
    feed = FEEDS[batch.feed]
    context = replace(with_register(context_of(batch)), as_at=act.on)
    return all(
        feed.interpret(it.raw, it.restricted, it.line, context).ended for it in lines
    )


def _on_record(people: Iterable[int], day: date) -> Mapping[int, frozenset[str]]:
    """The characteristics of each of these people as on record on a day."""
    held: Iterable[tuple[int, Sequence[Evidence]]] = store.history.evidence.of_subjects(
        sorted(people), CHARACTERISTICS.subjects, opened=True
    )
    return {
        person: next(characteristics_on(evidence, [day])) for person, evidence in held
    }


def _roots(records: Iterable[int]) -> set[int]:
    return store.people.records.persons_of(records)
