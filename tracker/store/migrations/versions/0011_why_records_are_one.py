"""why records that contradict each other were merged."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "merges", sa.Column("because", sa.String(), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("merges", "because")
