"""the questions about a file before it counts, and the answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch_answers",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batches.id"],
            name=op.f("fk_batch_answers_batch_id_import_batches"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_answers")),
    )
    op.create_index(op.f("ix_batch_answers_batch_id"), "batch_answers", ["batch_id"])
    op.create_table(
        "new_senders",
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("authority", "sender", name=op.f("pk_new_senders")),
    )
    op.add_column("uploads", sa.Column("new_sender", sa.String(), nullable=True))
    op.add_column(
        "uploads",
        sa.Column(
            "other_authorities",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
        ),
    )
    op.add_column(
        "uploads",
        sa.Column(
            "questions",
            postgresql.JSONB(),
            nullable=False,
            server_default=sa.text("'[]'"),
        ),
    )
    # Files that waited while this was installed get the questions of today.
    op.alter_column("uploads", "other_authorities", server_default=None)
    op.alter_column("uploads", "questions", server_default=None)


def downgrade() -> None:
    op.drop_column("uploads", "questions")
    op.drop_column("uploads", "other_authorities")
    op.drop_column("uploads", "new_sender")
    op.drop_table("new_senders")
    op.drop_index(op.f("ix_batch_answers_batch_id"), table_name="batch_answers")
    op.drop_table("batch_answers")
