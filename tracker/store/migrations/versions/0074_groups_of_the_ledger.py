"""A row of the ledger has the groups by which its cohort is compared.

They were looked up in the positions, one by one, each time that the page was opened: of
two year groups with 27,200 young people, that took more than a third of its time. The
index has what the page counts.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Rows without groups are made again, because the code that made them means
    # something else.
    op.add_column(
        "ledger_rows",
        sa.Column("groups", postgresql.JSONB(), server_default="{}", nullable=False),
    )
    op.alter_column("ledger_rows", "groups", server_default=None)
    op.create_index(
        "ix_ledger_rows_marks",
        "ledger_rows",
        ["authority", "left", "as_of", "year_group", "marks"],
        postgresql_include=["person_id"],
    )


def downgrade() -> None:
    op.drop_index("ix_ledger_rows_marks", "ledger_rows")
    op.drop_column("ledger_rows", "groups")
