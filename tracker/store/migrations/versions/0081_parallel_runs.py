"""Comparisons of another system's return with ours.

A council changes its system once both returns of a month say the same of everybody, or
the difference is explained.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

#: The causes as they are at this revision.
_CAUSES = (
    *("unexplained", "not-in-theirs", "not-in-ours", "theirs-lapsed", "ours-lapsed"),
    *("ours-newer", "theirs-newer", "rule", "other-words", "another-source"),
    "not-moved-in",
)


def upgrade() -> None:
    op.create_table(
        "parallel_runs",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("theirs", sa.Integer, nullable=False),
        sa.Column("ours", sa.Integer, nullable=False),
        sa.Column("in_both", sa.Integer, nullable=False),
        sa.Column("equal", sa.Integer, nullable=False),
        sa.Column("left_out", sa.Integer, nullable=False),
        sa.Column("causes", postgresql.JSONB, nullable=False),
        sa.Column("people", postgresql.JSONB, nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_by", sa.String, nullable=False),
    )
    op.create_index(
        "ix_parallel_runs_month", "parallel_runs", ["authority", "period_end"]
    )
    op.create_table(
        "parallel_differences",
        sa.Column("run_id", sa.BigInteger, sa.ForeignKey("parallel_runs.id")),
        sa.Column("place", sa.Integer),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("person_id", sa.BigInteger),
        sa.Column("line", sa.Integer),
        sa.Column("their_id", sa.String, nullable=False),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("cause", sa.String, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("ours", sa.String),
        sa.Column("theirs", sa.String),
        sa.PrimaryKeyConstraint("run_id", "place"),
        sa.CheckConstraint(
            f"cause IN ({', '.join(repr(each) for each in _CAUSES)})",
            name=op.f("ck_parallel_differences_cause"),
        ),
    )
    op.create_index(
        "ix_parallel_differences_person", "parallel_differences", ["person_id"]
    )


def downgrade() -> None:
    op.drop_table("parallel_differences")
    op.drop_table("parallel_runs")
