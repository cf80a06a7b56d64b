"""which indicators of the risk of NEET hold for pupils, beside their positions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicator_rows",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("year_group", sa.SmallInteger(), nullable=False),
        sa.Column("holds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("not_known", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("seen_by", sa.String(), nullable=True),
        sa.Column("form_group", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("as_of", "person_id", name=op.f("pk_indicator_rows")),
    )
    op.create_index("ix_indicator_rows_person", "indicator_rows", ["person_id"])
    op.create_index(
        "ix_indicator_rows_year_group",
        "indicator_rows",
        ["authority", "as_of", "year_group"],
    )
    op.create_index(
        "ix_indicator_rows_seen_by", "indicator_rows", ["authority", "as_of", "seen_by"]
    )


def downgrade() -> None:
    op.drop_table("indicator_rows")
