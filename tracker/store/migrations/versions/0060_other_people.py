"""accounts of another person of the same name"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "users",
        sa.Column(
            "other_people", ARRAY(sa.BigInteger()), nullable=False, server_default="{}"
        ),
    )


def downgrade() -> None:
    op.drop_column("users", "other_people")
