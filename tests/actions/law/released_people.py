"""Members of one day for releases of statistics. Everybody here is invented."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.acts import NOON
from tests.factories import AUTHORITY
from tracker import store
from tracker.access import authority_scope
from tracker.domain.history.members import Member
from tracker.domain.history.position import Position
from tracker.domain.reference import codes
from tracker.domain.reference.activity import ACTIVITIES
from tracker.extensions import db
from tracker.store.people.records import Person

DAY = date(2026, 10, 31)
HERE = authority_scope(AUTHORITY)
NEET, AT_COLLEGE = ACTIVITIES["619"], ACTIVITIES["230"]


@dataclass(frozen=True)
class Some:
    """So many young people who are alike, and how many of them are NEET."""

    people: int
    neet: int
    sex: str = "F"
    school: str | None = "urn:106500"
    day: date = DAY


def member(person: int, some: Some, *, neet: bool, **more: Any) -> Member:
    """One of them."""
    activity = NEET if neet else AT_COLLEGE
    return Member(
        person=person,
        authority=AUTHORITY,
        as_of=some.day,
        academic_age=16,
        year_group=12,
        status=codes.PRIMARY,
        position=Position(
            day=some.day,
            activity=activity,
            starts=some.day,
            ascertained=some.day,
            lapses=None,
        ),
        sex=some.sex,
        year_11_school=some.school,
        **more,
    )


def of(*groups: Some, changed: int = 0) -> list[Member]:
    """Members numbered from 1; the last ``changed`` of the first group are NEET too."""
    found: list[Member] = []
    for place, group in enumerate(groups):
        for each in range(group.people):
            last = not place and each >= group.people - changed
            found.append(member(len(found) + 1, group, neet=each < group.neet or last))
    return found


def add(members: list[Member]) -> None:
    """Their records and their positions, in place of any that are stored."""
    there = {
        number for (number,) in store.database.base.stream("SELECT id FROM people")
    }
    with store.database.base.transaction():
        for each in members:
            if each.person not in there:
                db.session.add(
                    Person(
                        authority=AUTHORITY, live=True, family=f"Holtby{each.person}"
                    )
                )
                db.session.flush()
        store.history.derivations.renew()
        store.history.derivations.forget_all()
        store.history.positions.write(members)


def opt_out(people: Iterable[int]) -> None:
    """Their objections to research, as they arrived in September."""
    law = store.law
    with store.database.base.transaction():
        case = law.cases.Case(
            authority=AUTHORITY,
            kind="objection",
            number=1,
            title="Research",
            requester="young person",
            ground="research",
            received_at=NOON,
            opened_by="officer@example.org",
            opened_at=NOON,
        )
        store.database.base.insert(case)
        for person in people:
            store.database.base.insert(
                law.objections.ObjectionRow(
                    authority=AUTHORITY,
                    person_id=person,
                    case_id=case.id,
                    against="research",
                    begins=date(2026, 9, 1),
                    made_by="officer@example.org",
                    made_at=NOON,
                )
            )
