"""leavers again, without those that only an institution's own list made."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Lists that were read and not sent yet belong to their sender.
    op.execute(
        "UPDATE sendings k SET batch_id = b.id FROM tasks t, import_batches b"
        " WHERE k.batch_id IS NULL AND t.subject = 'sending ' || k.id"
        " AND t.authority = k.authority AND t.kind = 'take in'"
        " AND b.id = COALESCE((t.result->>'batch')::bigint,"
        "                     (t.arguments->>'batch')::bigint)"
    )
    # Both are made again from evidence, by the worker or at the next request.
    op.execute("DELETE FROM leavers")
    op.execute("DELETE FROM leaving_years")


def downgrade() -> None:
    pass
