"""A row of the ledger has why someone is on the September Guarantee, and their statuses.

They were worked out from everybody's offers each time that the page was opened, which
took more than a second for two year groups of 27,200.
"""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Rows without them are made again, because the code that made them means
    # something else.
    op.add_column("ledger_rows", sa.Column("why_listed", sa.String()))
    op.add_column("ledger_rows", sa.Column("guarantee", sa.String()))
    op.create_check_constraint(
        op.f("ck_ledger_rows_guarantee"),
        "ledger_rows",
        "(why_listed IS NULL) = (guarantee IS NULL)",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_ledger_rows_guarantee"), "ledger_rows", type_="check")
    op.drop_column("ledger_rows", "guarantee")
    op.drop_column("ledger_rows", "why_listed")
