"""Runs the migrations on the application's own engine."""

from alembic import context
from sqlalchemy import text

from tracker.extensions import db
from tracker.store.work import queue

# Two commands on an empty database would both make its tables.
_ONE_AT_A_TIME = "SELECT {}(hashtextextended('tracker migrations', 0))"

with db.engine.connect() as connection:
    connection.execute(text(_ONE_AT_A_TIME.format("pg_advisory_lock")))
    connection.commit()
    try:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            include_name=queue.is_ours,
            # A migration that has to commit on its way leaves none half done.
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    finally:
        connection.rollback()
        connection.execute(text(_ONE_AT_A_TIME.format("pg_advisory_unlock")))
        connection.commit()
