"""An index of the positions that measures count in another way than readers see them.

They are few. The preview of a guarantee list and the times of contacts read every
position of a day to find them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_positions_counted_apart",
        "positions",
        ["authority", "as_of"],
        postgresql_where=sa.text("counted IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_positions_counted_apart", "positions")
