"""Every version of a sender's mapping is kept; what stands now is its first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

_TABLE = "sender_column_versions"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("means", JSONB(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            *("authority", "feed", "sender", "version"), name=op.f(f"pk_{_TABLE}")
        ),
    )
    op.execute(
        f"INSERT INTO {_TABLE} (authority, feed, sender, version, means, recorded_by,"
        " recorded_at) SELECT DISTINCT ON (authority, feed, sender) authority, feed,"
        " sender, 1, jsonb_object_agg(heading, means) OVER of_sender, recorded_by,"
        " recorded_at FROM sender_columns WINDOW of_sender AS"
        " (PARTITION BY authority, feed, sender)"
        " ORDER BY authority, feed, sender, recorded_at DESC"
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
