"""The evidence of young people, folded for one answer: nothing of it is stored."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from tracker import store
from tracker.domain.history.members import Member
from tracker.domain.history.membership import Folded, fold
from tracker.domain.history.position import Position, position_on
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.history.spells import spells


def of(authority: str) -> Callable[..., Folded | None]:
    """The fold with what it needs to know beside the evidence of one person.

    It takes a person, their authority, their evidence and, as ``on``, some days.
    """
    store.figures.fold_marks.read(authority)
    return partial(
        fold,
        resolve=store.institutions.register.directory().resolve,
        fixed=store.history.guarantee_lists.fixed(authority),
        wards=store.figures.wards.by_postcode(authority),
    )


def folded_on(
    persons: Iterable[int],
    authority: str,
    days: Sequence[date],
    *,
    opened: bool = False,
    outward: bool = False,
) -> Iterator[Folded]:
    """These people folded, with a member a day, for this answer and not stored.

    ``opened`` folds what is sealed with its codes. ``outward`` leaves it out, for what
    an institution can learn from.
    """
    fold_one = of(authority)
    for person, evidence in store.history.evidence.histories(persons, opened=opened):
        counted = without_sealed(evidence) if outward else evidence
        folded = fold_one(person, authority, counted, on=days)
        if folded is not None:
            yield folded


def folded_again(folded: Folded, authority: str, day: date) -> tuple[Member, ...]:
    """The member on another day of a person who is folded, from the same evidence."""
    again = of(authority)(
        folded.person, authority, folded.evidence, on=[day], history=folded.spells
    )
    return again.members if again is not None else ()


def where_on(persons: Iterable[int], day: date) -> Iterator[tuple[int, Position]]:
    """The positions of these people on a day, if their date of birth is on record.

    Identities are not folded again, because that is most of the work of making a
    member.
    """
    register = store.institutions.register.directory()
    born = store.people.identities.born_on(persons)
    for person, evidence in store.history.evidence.histories(born):
        if evidence:
            history = spells(evidence, resolve=register.resolve)
            since = min(item.as_at for item in evidence)
            yield person, position_on(history, day, born=born[person], since=since)
