"""The deletion of a month of the audit is recorded with the key of the seals."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deleted_audit_months",
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("seal", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("ledger", "seal", name=op.f("pk_deleted_audit_months")),
    )


def downgrade() -> None:
    op.drop_table("deleted_audit_months")
