"""A plainer name for the group of those who left and whose destination is not known."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OLD, NEW = "Left, and nobody says where to", "Left, destination not known"


def upgrade() -> None:
    _rename(OLD, NEW)


def downgrade() -> None:
    _rename(NEW, OLD)


def _rename(before: str, after: str) -> None:
    op.execute(
        f"UPDATE tallies SET \"group\" = '{after}'"
        f" WHERE breakdown = 'why not known' AND \"group\" = '{before}'"
    )
