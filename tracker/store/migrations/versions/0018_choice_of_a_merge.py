"""which names and date of birth a merge's maker chose."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("merges", sa.Column("entry_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_merges_entry_id_entries"), "merges", "entries", ["entry_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_merges_entry_id_entries"), "merges", type_="foreignkey")
    op.drop_column("merges", "entry_id")
