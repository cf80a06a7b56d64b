"""Tallies count those with something sealed twice, as counted and as shown."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

KEY = ("authority", "as_of", "breakdown", "group", "answers")


def upgrade() -> None:
    _forget_derived()
    op.drop_constraint("pk_tallies", "tallies", type_="primary")
    op.add_column("tallies", sa.Column("counts", sa.String(), nullable=False))
    op.create_primary_key("pk_tallies", "tallies", [*KEY, "counts"])


def downgrade() -> None:
    _forget_derived()
    op.drop_constraint("pk_tallies", "tallies", type_="primary")
    op.drop_column("tallies", "counts")
    op.create_primary_key("pk_tallies", "tallies", [*KEY])


def _forget_derived() -> None:
    """Positions are made again with their tallies."""
    for table in ("positions", "tallies", "return_details"):
        op.execute(f"DELETE FROM {table}")
    op.execute("UPDATE position_days SET complete = false")
