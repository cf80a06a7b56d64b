"""confidential addresses: an index of the few people who have one"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_people_confidential",
        "people",
        ["id"],
        postgresql_where=sa.text("details ? 'confidential_address'"),
    )


def downgrade() -> None:
    op.drop_index("ix_people_confidential", "people")
