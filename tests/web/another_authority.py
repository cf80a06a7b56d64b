"""Another authority's records: a row of every table, all with one number.

So any number in an address stands for a record of the other authority.
"""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from tests.emptied import as_owner
from tests.factories import AUTHORITY
from tracker.extensions import db

OTHER = "350"
NUMBER = 900_001
#: The value of every text of theirs, so that a text in an address is theirs too.
TEXT = "x"
MOMENT, DAY = datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 11, 20)

#: The register of establishments, and how far the audit is sealed, belong to all.
EVERYBODYS = ("register_facts", "register_evidence", "audit_sealing")
#: The values that the constraints of the database require, beyond a column's type.
REQUIRED: dict[str, dict[str, Any]] = {
    "users": {"role": "data-manager", "institution": None, "email": "x@example.com"},
    "people": {"live": True, "merged_into": None, "merged_on": None},
    "possible_duplicates": {"other": NUMBER + 1},
    "two_people": {"other": NUMBER + 1},
    "covers": {"colleague_id": NUMBER + 1},
    "risk_decisions": {"decision": "no support needed"},
    "return_steps": {"step": "downloaded", "on_day": None},
    "return_runs": {"frozen_at": None, "frozen_by": None, "period_end": "2026-10-31"},
    "tasks": {"state": "waiting", "ended_at": None},
}
#: Tables that need a second row, because another row joins two of theirs.
SECOND: dict[str, dict[str, Any]] = {"people": {}, "users": {"email": "y@example.com"}}
#: A constraint that lists the words a column may hold.
_WORDS = re.compile(r"\b(\w+) IN \('([^']+)'")


def make() -> None:
    """Writes the rows. A table that cannot be filled fails with the rule it broke."""
    # The application may not write all of them.
    owner = as_owner()
    for table in db.metadata.sorted_tables:
        if table.name in EVERYBODYS:
            continue
        rows = [_row(table)]
        if table.name in SECOND:
            rows.append({**rows[0], "id": NUMBER + 1, **SECOND[table.name]})
        for row in rows:
            owner.execute(table.insert().values(row))
    owner.commit()


def _row(table: sa.Table) -> dict[str, Any]:
    allowed = dict(
        match.groups()
        for each in table.constraints
        if isinstance(each, sa.CheckConstraint)
        for match in _WORDS.finditer(str(each.sqltext))
    )
    row = {
        column.name: allowed.get(column.name, _value(column))
        for column in table.columns
        if not column.nullable or column.name in allowed
    }
    return {**row, **REQUIRED.get(table.name, {})}


def _value(column: sa.Column) -> Any:
    if column.name == "authority":
        return OTHER
    kind = column.type
    if isinstance(kind, postgresql.ARRAY):
        return []
    if isinstance(kind, postgresql.JSONB):
        return {}
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.DateTime):
        return MOMENT
    if isinstance(kind, sa.Date):
        return DAY
    if isinstance(kind, sa.Uuid):
        return uuid4()
    if isinstance(kind, sa.LargeBinary):
        return b""
    if isinstance(kind, sa.BigInteger):
        return NUMBER
    return 1 if isinstance(kind, (sa.Integer, sa.Numeric, sa.Float)) else TEXT


assert OTHER != AUTHORITY
