"""who caused a link, and when and by whose link a password was set"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account_links", sa.Column("made_by", sa.String(), nullable=True))
    op.add_column(
        "users", sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("users", sa.Column("password_set_by", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("users", "password_set_by")
    op.drop_column("users", "password_set_at")
    op.drop_column("account_links", "made_by")
