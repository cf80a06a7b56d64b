"""what the return says of people, kept between folds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_details",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("told", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("as_of", "person_id", name=op.f("pk_return_details")),
    )
    op.create_index("ix_return_details_person", "return_details", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_return_details_person", table_name="return_details")
    op.drop_table("return_details")
