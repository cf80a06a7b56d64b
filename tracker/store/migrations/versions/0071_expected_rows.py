"""Who is expected at each school, college and provider, derived"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expected_rows",
        sa.Column("authority", sa.String(3), primary_key=True),
        sa.Column("left", sa.SmallInteger(), primary_key=True),
        sa.Column("as_of", sa.Date(), primary_key=True),
        sa.Column("person_id", sa.BigInteger(), primary_key=True),
        sa.Column("institution", sa.String(), primary_key=True),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("born", sa.Date(), nullable=False),
        sa.Column("year_group", sa.SmallInteger(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("course", sa.String()),
        sa.Column("came_on", sa.Date()),
        sa.Column("left_on", sa.Date()),
        sa.Column("proposal", sa.BigInteger()),
        sa.Column("answer", sa.String()),
        sa.Column("answered_on", sa.Date()),
        sa.CheckConstraint(
            "how IN ('turned down', 'planned', 'applied', 'proposed', 'allocated',"
            " 'offered', 'accepted')",
            name=op.f("ck_expected_rows_how"),
        ),
    )
    op.create_index("ix_expected_rows_person", "expected_rows", ["person_id"])
    op.create_index(
        "ix_expected_rows_institution",
        "expected_rows",
        ["authority", "institution", "left", "as_of"],
    )
    # The rows of every day have to be made again, with those of this table.
    op.execute("UPDATE ledger_days SET owed = NULL")


def downgrade() -> None:
    op.drop_table("expected_rows")
