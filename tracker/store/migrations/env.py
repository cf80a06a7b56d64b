"""Runs the migrations as the owner of the tables, and gives each role its rights."""

from alembic import context

from tracker.extensions import OWNER, db
from tracker.store.database import rights
from tracker.store.work import queue

with db.engines[OWNER].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        compare_type=True,
        include_name=queue.is_ours,
        # A migration that has to commit on its way leaves none half done.
        transaction_per_migration=True,
    )
    rights.check_roles(connection)
    # Until the rights are applied, an upgrade is owed; a worker waits for it. What the
    # roles are shown stays as it was, and is changed in one transaction.
    rights.count_as_owed(connection)
    if context.get_revision_argument() != context.get_head_revision():
        # Back to an earlier version, whose tables may lack what the rules name.
        rights.drop_rules(connection)
    connection.commit()
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    rights.apply(connection)
    connection.commit()
