"""The improvement plan, version by version"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "improvement_plans",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("plan", postgresql.JSONB(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_plans")),
    )


def downgrade() -> None:
    op.drop_table("improvement_plans")
