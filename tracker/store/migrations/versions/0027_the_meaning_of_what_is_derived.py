"""The meaning under which positions, tallies and leavers were derived."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("derivations", sa.Column("meaning", sa.String(), primary_key=True))


def downgrade() -> None:
    op.drop_table("derivations")
