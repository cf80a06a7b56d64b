"""who has seen that work failed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tasks", sa.Column("dismissed_by", sa.String(), nullable=True))
    op.add_column(
        "tasks", sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_check_constraint(
        op.f("ck_tasks_dismissed"),
        "tasks",
        "(dismissed_at IS NULL) = (dismissed_by IS NULL)",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_tasks_dismissed"), "tasks")
    op.drop_column("tasks", "dismissed_at")
    op.drop_column("tasks", "dismissed_by")
