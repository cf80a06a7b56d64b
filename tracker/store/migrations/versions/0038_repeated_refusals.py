"""refusals that repeat are counted; a begun sign-in has the digest of its account."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "repeated_refusals",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("line", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_repeated_refusals")),
    )
    op.create_index(op.f("ix_repeated_refusals_since"), "repeated_refusals", ["since"])
    # They last for ten minutes, and their accounts' addresses are not known.
    op.execute("DELETE FROM begun_sign_ins")
    op.add_column(
        "begun_sign_ins", sa.Column("account", sa.String(length=64), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("begun_sign_ins", "account")
    op.drop_index(op.f("ix_repeated_refusals_since"), table_name="repeated_refusals")
    op.drop_table("repeated_refusals")
