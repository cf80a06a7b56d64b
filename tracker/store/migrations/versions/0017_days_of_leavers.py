"""where leavers were on the days after they left."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_COLUMNS = (
    *(
        (f"autumn_{name}", kind)
        for name, kind in (
            ("provider", sa.String()),
            ("since", sa.Date()),
            ("confirmed_on", sa.Date()),
            ("source", sa.String()),
        )
    ),
    ("in_march", sa.String()),
    *(
        (f"march_{name}", kind)
        for name, kind in (
            ("provider", sa.String()),
            ("since", sa.Date()),
            ("confirmed_on", sa.Date()),
            ("source", sa.String()),
        )
    ),
    ("lasted_in", sa.String()),
)


def upgrade() -> None:
    # A derivation: what is kept is made again, with what the new columns want.
    op.execute("DELETE FROM leavers")
    op.execute("DELETE FROM leaving_years")
    for name, kind in _COLUMNS:
        op.add_column("leavers", sa.Column(name, kind, nullable=True))
    op.alter_column("leavers", "category", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM leavers")
    op.execute("DELETE FROM leaving_years")
    op.alter_column("leavers", "category", nullable=False)
    for name, _ in _COLUMNS:
        op.drop_column("leavers", name)
