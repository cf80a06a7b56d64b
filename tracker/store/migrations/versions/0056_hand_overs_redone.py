"""hand-overs that can be redone, and how many young people an adviser may have"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hand_overs", sa.Column("undone_at", sa.DateTime(timezone=True)))
    op.add_column("hand_overs", sa.Column("undone", JSONB()))
    op.add_column("users", sa.Column("caseload_limit", sa.Integer()))
    op.create_check_constraint(
        op.f("ck_users_caseload_limit"), "users", "caseload_limit >= 0"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_users_caseload_limit"), "users")
    op.drop_column("users", "caseload_limit")
    op.drop_column("hand_overs", "undone")
    op.drop_column("hand_overs", "undone_at")
