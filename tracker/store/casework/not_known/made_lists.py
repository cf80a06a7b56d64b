"""What the stored list of each authority was made from. See decision 0218."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode
from tracker.store.history import derivations


class NotKnownList(Model):
    """The stored list of an authority; the fields are those of ``MadeFrom``."""

    __tablename__ = "not_known_lists"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    made_for: Mapped[date]
    state: Mapped[str]


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """``as_of`` is the day of the positions, ``made_for`` the day on which the list is
    read, and ``state`` a digest of everything that changes for all at once.
    """

    as_of: date
    made_for: date
    state: str


def is_up_to_date(authority: str, wanted: MadeFrom) -> bool:
    """Whether the stored list was made from this, and no row is owed."""
    found = base.repeated(
        "SELECT as_of, made_for, state FROM not_known_lists l WHERE authority = %s"
        f" AND {derivations.current()}"
        " AND NOT EXISTS (SELECT FROM not_known_owed o WHERE o.authority = l.authority)"
        " AND EXISTS (SELECT FROM position_days d WHERE d.authority = l.authority"
        " AND d.as_of = l.as_of AND d.complete)",
        authority,
    )
    return found == [(wanted.as_of, wanted.made_for, wanted.state)]


def lock(authority: str) -> MadeFrom | None:
    """What the stored list was made from, locked until the end of the transaction.

    It waits for a transaction that forgets all lists, and then finds none.
    """
    with base.cursor() as sql:
        found = sql.execute(
            "SELECT as_of, made_for, state FROM not_known_lists WHERE authority = %s"
            f" AND {derivations.current()} FOR UPDATE",
            [authority],
        ).fetchall()
    return MadeFrom(*found[0]) if found else None


def record(authority: str, new: MadeFrom) -> None:
    """Records what the stored list was made from."""
    base.run(
        "INSERT INTO not_known_lists (authority, as_of, made_for, state)"
        " VALUES (%s, %s, %s, %s) ON CONFLICT (authority) DO UPDATE SET"
        " as_of = excluded.as_of, made_for = excluded.made_for, state = excluded.state",
        [authority, new.as_of, new.made_for, new.state],
    )
