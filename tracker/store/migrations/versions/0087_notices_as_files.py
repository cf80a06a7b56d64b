"""Files of notices about residents of another authority, beside histories."""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "transfers",
        sa.Column("holding", sa.String(), nullable=False, server_default="history"),
    )
    op.alter_column("transfers", "holding", server_default=None)
    op.alter_column("transfers", "moved_on", nullable=True)
    op.create_check_constraint(
        op.f("ck_transfers_holding"),
        "transfers",
        "holding IN ('history', 'notices')",
    )


def downgrade() -> None:
    op.execute("DELETE FROM transfers WHERE holding = 'notices'")
    op.drop_constraint(op.f("ck_transfers_holding"), "transfers")
    op.alter_column("transfers", "moved_on", nullable=False)
    op.drop_column("transfers", "holding")
