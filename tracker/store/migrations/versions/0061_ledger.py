"""The ledger of the leaving years: a row a young person, year and day, derived"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_rows",
        sa.Column("authority", sa.String(3), primary_key=True),
        sa.Column("left", sa.SmallInteger(), primary_key=True),
        sa.Column("as_of", sa.Date(), primary_key=True),
        sa.Column("person_id", sa.BigInteger(), primary_key=True),
        sa.Column("year_group", sa.SmallInteger(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("institution", sa.String()),
        sa.Column("form_group", sa.String()),
        sa.Column("marks", sa.String(), nullable=False),
        sa.Column("steps", postgresql.JSONB(), nullable=False),
        sa.Column("gap", sa.String()),
        sa.Column("owner", sa.String()),
        sa.CheckConstraint("(gap IS NULL) = (owner IS NULL)", name="gap"),
    )
    op.create_index("ix_ledger_rows_person", "ledger_rows", ["person_id"])
    op.create_table(
        "ledger_days",
        sa.Column("authority", sa.String(3), primary_key=True),
        sa.Column("left", sa.SmallInteger(), primary_key=True),
        sa.Column("as_of", sa.Date(), primary_key=True),
        sa.Column("owed", postgresql.ARRAY(sa.BigInteger())),
    )


def downgrade() -> None:
    op.drop_table("ledger_days")
    op.drop_table("ledger_rows")
