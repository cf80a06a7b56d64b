"""where a list lies while its sender says what its columns mean."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sendings", sa.Column("path", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("sendings", "path")
