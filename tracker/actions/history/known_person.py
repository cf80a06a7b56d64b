"""What an act or a page knows of a young person: read and folded once, at its door.

A page and the save that it leads to ask many things of the same evidence: the position
today, what a contact of last week could confirm, what the return would say. They are
all answered from one reading.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.access import Scope
from tracker.actions.history import by_hand, folding
from tracker.domain.history.confidential_addresses import stands_for_address
from tracker.domain.history.membership import Folded
from tracker.domain.history.sealed_statements import stands_in
from tracker.refusal import Refusal
from tracker.store.people.records import Person


@dataclass(frozen=True, slots=True)
class Known:
    """A young person's record, and their evidence as folded for a day.

    ``folded`` is what readers see: what is sealed has a stand-in in it. ``opened`` is
    the same with the codes of what is sealed, for what is checked or confirmed and not
    shown.
    """

    record: Person
    folded: Folded
    opened: Folded

    @staticmethod
    def of(record: Person, on: date) -> "Known | None":
        """What is known of a record's young person; None without any evidence."""
        return next(iter(known_each([record], on=on)), None)

    @property
    def person(self) -> int:
        """The number of the young person's record."""
        return self.record.id

    @property
    def hides_anything(self) -> bool:
        """Whether something sealed, or a confidential address, has a stand-in."""
        return any(
            stands_in(each.statement) or stands_for_address(each.statement)
            for each in self.folded.evidence
        )

    def on(self, day: date) -> Folded:
        """The same evidence as readers see it, folded for another day."""
        return _on(self.folded, self.record.authority, day)

    def opened_on(self, day: date) -> Folded:
        """The same evidence with the codes of what is sealed, for another day."""
        return _on(self.opened, self.record.authority, day)


def known_each(records: Iterable[Person], *, on: date) -> Iterator[Known]:
    """What is known of the young people of some records of one authority.

    Those without any evidence are left out.
    """
    by_number = {each.id: each for each in records}
    if not by_number:
        return
    (authority,) = {each.authority for each in by_number.values()}
    folded = list(folding.folded_on(by_number, authority, [on]))
    hiding = [
        each.person
        for each in folded
        if any(stands_in(one.statement) for one in each.evidence)
    ]
    opened = {
        each.person: each
        for each in folding.folded_on(hiding, authority, [on], opened=True)
    }
    for each in folded:
        yield Known(by_number[each.person], each, opened.get(each.person, each))


def known_person(person: int, *, on: date, within: Scope) -> Known:
    """What is known of a young person about whom something is recorded.

    Raises Refusal where there is no such record, it was merged, or it has no evidence.
    """
    record = unmerged_record(person, within=within)
    known = Known.of(record, on)
    if known is None:
        raise Refusal("Nothing is known about this young person any more.")
    return known


def unmerged_record(person: int, *, within: Scope) -> Person:
    """The record on which something may be recorded.

    Raises Refusal where there is none with that number, or it was merged.
    """
    record = by_hand.known_person(person, within=within)
    if record.merged_into is not None:
        raise Refusal(
            f"Record {record.id} was merged into young person {record.merged_into}: "
            "record it there."
        )
    return record


def _on(folded: Folded, authority: str, day: date) -> Folded:
    if any(each.as_of == day for each in folded.members[:1]):
        return folded
    again = folding.folded_again(folded, authority, day)
    return replace(folded, members=again)
