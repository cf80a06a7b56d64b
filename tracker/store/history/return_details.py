"""The details of each person in the return at a month's end, stored like positions.

A stored derivation. It is deleted with the positions of the same people and days. A
person without stored details has them worked out from the evidence again.

See decision 0096.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import orjson
from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.nccis_return.return_details import Returned, from_json, to_json
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode


class ReturnDetails(Model):
    """A person's details in the return at a month's end, beside the position."""

    __tablename__ = "return_details"
    __table_args__ = (Index("ix_return_details_person", "person_id"),)

    as_of: Mapped[date] = mapped_column(primary_key=True)
    # Without a foreign key: a derivation is deleted before its person.
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    authority: Mapped[AuthorityCode]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)


def write(rows: Iterable[tuple[date, int, str, Returned]]) -> int:
    """Stores rows of (day, person, authority, details for the return)."""
    return base.copy_into(
        "return_details (as_of, person_id, authority, details)",
        (
            (day, person, authority, orjson.dumps(to_json(details)).decode())
            for day, person, authority, details in rows
        ),
    )


def of(people: Iterable[int], as_of: date) -> dict[int, Returned]:
    """The stored details of these people on a day, by person."""
    found = base.stream(
        "SELECT person_id, details::text FROM return_details"
        " WHERE as_of = %s AND person_id = ANY(%s)",
        as_of,
        list(people),
    )
    return {person: from_json(orjson.loads(details)) for person, details in found}


def forget_before(authority: str, day: date) -> None:
    """Deletes an authority's stored details of all days before ``day``."""
    base.run(
        "DELETE FROM return_details WHERE authority = %s AND as_of < %s",
        [authority, day],
    )
