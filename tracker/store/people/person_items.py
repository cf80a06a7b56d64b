"""Work items about young people, of the kinds without a table of their own."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.orm import aliased

from tracker import domain
from tracker.access import Scope
from tracker.store.database import base
from tracker.store.people.records import UNLISTED, Person
from tracker.store.work.items import WorkItem, shaped


def name(person: Any) -> ColumnElement[str]:
    """The name by which an item shows a young person."""
    return func.concat_ws(" ", person.given, person.family)


def is_listed(person: Any) -> ColumnElement[bool]:
    """The condition for a young person to be on a list; no list names the dead."""
    departure = person.details["departure"].astext
    return and_(person.live, departure.is_distinct_from(domain.reference.codes.DIED))


def is_unlisted(number: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a person, by number, is on no list: dead, without evidence, or merged.

    They are few, so no details of the others are read.
    """
    person = aliased(Person)
    return exists(
        select(literal(1))
        .select_from(person)
        .where(person.id == number, text(UNLISTED))
    )


def listed(persons: Iterable[int]) -> set[int]:
    """Those of these people that a list may name."""
    wanted = select(Person.id).where(Person.id.in_(list(persons)), is_listed(Person))
    return set(base.every(wanted))


def items(kind: str, *, within: Scope) -> Any:
    """The items of a kind; one about a merged record is about the record that stays."""
    person = aliased(Person)
    kept = ("id", "institution", "why", "role", "owner_id", "due", "done_by", "done_at")
    return (
        select(
            *shaped(
                person_id=person.id,
                since=WorkItem.opened_at,
                **{each: getattr(WorkItem, each) for each in kept},
            )
        )
        .outerjoin(Person, Person.id == WorkItem.person_id)
        .outerjoin(person, person.id == func.coalesce(Person.merged_into, Person.id))
        .where(
            WorkItem.kind == kind,
            WorkItem.authority.in_(base.whole(within)),
            or_(WorkItem.person_id.is_(None), is_listed(person)),
        )
    )
