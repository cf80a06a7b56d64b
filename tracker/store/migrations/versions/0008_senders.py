"""how senders write their lists, what waits of them, and who signed off a return."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_staged_rows_batch", "staged_rows")
    op.create_index(
        "ix_staged_rows_batch",
        "staged_rows",
        ["batch_id", "id"],
        postgresql_include=["outcome"],
    )
    op.create_table(
        "sender_columns",
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "feed", "sender", "heading", name=op.f("pk_sender_columns")
        ),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("files", postgresql.JSONB(), nullable=False),
        sa.Column("feed", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("as_at", sa.String(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_sent_at"), "uploads", ["sent_at"])
    op.create_table(
        "out_of_area",
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("lead", sa.String(length=3), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forwarded_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["row_id"],
            ["staged_rows.id"],
            name=op.f("fk_out_of_area_row_id_staged_rows"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_out_of_area")),
    )
    op.create_index("ix_out_of_area_lead", "out_of_area", ["authority", "lead"])
    _pairs(
        "possible_duplicates",
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
    )
    op.create_index(
        "ix_possible_duplicates_authority",
        "possible_duplicates",
        ["authority", "score"],
    )
    _pairs(
        "two_people",
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
    )


def _pairs(table: str, *columns: sa.Column[Any]) -> None:
    """A table about two people, the one of the lower number first."""
    op.create_table(
        table,
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        *columns,
        sa.CheckConstraint("person < other", name=op.f(f"ck_{table}_order")),
        *(
            sa.ForeignKeyConstraint(
                [name], ["people.id"], name=op.f(f"fk_{table}_{name}_people")
            )
            for name in ("person", "other")
        ),
        sa.PrimaryKeyConstraint("person", "other", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_other"), table, ["other"])


def downgrade() -> None:
    op.drop_index("ix_staged_rows_batch", "staged_rows")
    op.create_index("ix_staged_rows_batch", "staged_rows", ["batch_id", "id"])
    for table in (
        "two_people",
        "possible_duplicates",
        "out_of_area",
        "uploads",
        "sender_columns",
    ):
        op.drop_table(table)
