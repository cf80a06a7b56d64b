"""Every row of a database, and which of them are others a while later."""

import json
from collections import Counter
from typing import Any

from flask import Flask
from sqlalchemy import text

from tracker.extensions import OWNER, db

#: The rows of each table, as text.
Rows = dict[str, Counter[str]]
#: For each changed table, the rows that went and the rows that came.
Changes = dict[str, tuple[list[Any], list[Any]]]


def of(app: Flask) -> Rows:
    """Every row, without the moment at which each session was last used."""
    with app.app_context(), db.engines[OWNER].connect() as owner:
        return {
            table.name: Counter(
                owner.scalars(
                    text(f"SELECT (to_jsonb(t) - 'seen_at')::text FROM {table.name} t")
                    if table.name == "signed_in"
                    else text(f"SELECT to_jsonb(t)::text FROM {table.name} t")
                )
            )
            for table in db.metadata.sorted_tables
        }


def changes(before: Rows, after: Rows) -> Changes:
    """What is different in one from the other."""
    return {
        name: (_read(before[name] - after[name]), _read(after[name] - before[name]))
        for name in before
        if before[name] != after[name]
    }


def _read(rows: Counter[str]) -> list[Any]:
    return [json.loads(each) for each in rows.elements()]
