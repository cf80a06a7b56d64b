"""September Guarantee lists: an index of the few entries that fix one"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_entries_guarantee",
        "entries",
        ["authority"],
        postgresql_where=sa.text("source LIKE 'September Guarantee list of %'"),
    )


def downgrade() -> None:
    op.drop_index("ix_entries_guarantee", "entries")
