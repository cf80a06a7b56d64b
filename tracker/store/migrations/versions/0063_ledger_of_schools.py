"""The ledger of the leaving years as schools may see it, derived"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_ledger_rows",
        sa.Column("authority", sa.String(3), primary_key=True),
        sa.Column("left", sa.SmallInteger(), primary_key=True),
        sa.Column("as_of", sa.Date(), primary_key=True),
        sa.Column("person_id", sa.BigInteger(), primary_key=True),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("year_group", sa.SmallInteger(), nullable=False),
        sa.Column("upn", sa.String()),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("form_group", sa.String()),
        sa.Column("marks", sa.String(), nullable=False),
        sa.Column("steps", postgresql.JSONB(), nullable=False),
        sa.Column("gap", sa.String()),
        sa.Column("owner", sa.String()),
        sa.CheckConstraint("(gap IS NULL) = (owner IS NULL)", name="gap"),
    )
    op.create_index("ix_school_ledger_rows_person", "school_ledger_rows", ["person_id"])
    op.create_index(
        "ix_school_ledger_rows_institution",
        "school_ledger_rows",
        ["authority", "institution", "left", "as_of"],
    )


def downgrade() -> None:
    op.drop_table("school_ledger_rows")
