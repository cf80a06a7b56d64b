"""the chance that a matched line is about another person."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staged_rows", sa.Column("expected_error", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("staged_rows", "expected_error")
