"""an index of the lines of applied batches that are in no young person's record."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

INDEX = "ix_staged_rows_left_over"


def upgrade() -> None:
    op.create_index(
        INDEX,
        "staged_rows",
        ["authority"],
        postgresql_where=sa.text("outcome IN ('possible', 'invalid', 'out-of-area')"),
    )


def downgrade() -> None:
    op.drop_index(INDEX, table_name="staged_rows")
