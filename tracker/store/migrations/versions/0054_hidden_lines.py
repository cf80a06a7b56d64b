"""hidden lines: what an institution passed on before an answer No, kept apart"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staged_rows", sa.Column("hidden", sa.LargeBinary()))
    op.create_index(
        "ix_staged_rows_hidden",
        "staged_rows",
        ["person_id"],
        postgresql_where=sa.text("hidden IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_staged_rows_hidden", "staged_rows")
    op.drop_column("staged_rows", "hidden")
