"""Runs the migrations on the application's own engine."""

from alembic import context

from tracker.extensions import db
from tracker.store import queue

with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        compare_type=True,
        include_name=queue.is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
