"""Rounds: the order in which a user works through a list on one day.

A list changes while a user works through it. The order of its beginning is kept, so
that the user is neither led to the same young person twice nor past one.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, MaybeMoment


class RoundPerson(Model):
    """One young person of a round, at their place in it.

    ``list`` is the list with its filters as its address has them. ``reached`` says
    whether the young person or a parent was reached when it was ``done``.
    """

    __tablename__ = "round_people"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id"), primary_key=True, autoincrement=False
    )
    list: Mapped[str] = mapped_column(primary_key=True)
    begun_on: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False, index=True
    )
    authority: Mapped[AuthorityCode]
    place: Mapped[int]
    done_at: Mapped[MaybeMoment]
    reached: Mapped[bool]


def of(user: int, name: str, on: date) -> Sequence[RoundPerson]:
    """The people of a round, in its order."""
    return base.every(
        select(RoundPerson)
        .where(
            RoundPerson.user_id == user,
            RoundPerson.list == name,
            RoundPerson.begun_on == on,
        )
        .order_by(RoundPerson.place)
    )


def add(user: int, name: str, on: date, people: Sequence[int], authority: str) -> None:
    """Adds people at the end of a round, in the open transaction; each stands once."""
    base.execute(
        "INSERT INTO round_people (user_id, list, begun_on, person_id, authority,"
        " place, reached)"
        " SELECT :user, CAST(:list AS varchar), :on, w.person, :authority,"
        "  (SELECT COALESCE(max(place), 0) FROM round_people WHERE user_id = :user"
        "   AND list = CAST(:list AS varchar) AND begun_on = :on) + w.place, false"
        " FROM unnest(CAST(:people AS bigint[])) WITH ORDINALITY AS w (person, place)"
        " ON CONFLICT DO NOTHING",
        {
            "user": user,
            "list": name,
            "on": on,
            "people": list(people),
            "authority": authority,
        },
    )


def mark(
    user: int, name: str, on: date, person: int, *, reached: bool, at: datetime
) -> None:
    """Marks a young person of a round as done, in the open transaction."""
    base.execute(
        "UPDATE round_people SET done_at = :at, reached = reached OR :reached"
        " WHERE user_id = :user AND list = :list AND begun_on = :on"
        " AND person_id = :person",
        {
            "user": user,
            "list": name,
            "on": on,
            "person": person,
            "reached": reached,
            "at": at,
        },
    )


def delete_old(authority: str, *, before: date) -> int:
    """Deletes rounds that began before a day; returns the number of their people."""
    gone = db.session.execute(
        delete(RoundPerson)
        .where(RoundPerson.authority == authority, RoundPerson.begun_on < before)
        .returning(RoundPerson.person_id)
    )
    return len(gone.all())
