"""All that the database at hand holds, to see whether something has changed."""

from typing import Any

from sqlalchemy import text


def all_rows() -> dict[str, list[Any]]:
    """Every row of every table of the database at hand, in a stable order."""
    from tracker.extensions import db

    return {
        table.name: sorted(
            repr(tuple(row))
            for row in db.session.execute(text(f'SELECT t::text FROM "{table.name}" t'))
        )
        for table in db.metadata.sorted_tables
    }
