"""What DfE sends back after a monthly return, line by line."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_answers",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("run_id", sa.BigInteger, sa.ForeignKey("return_runs.id")),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("lines", sa.Integer, nullable=False),
        sa.Column("notes", postgresql.JSONB, nullable=False),
        sa.Column("waiting", sa.String),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.String, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_by", sa.String),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            name=op.f("ck_return_answers_withdrawn"),
        ),
    )
    op.alter_column("return_answers", "run_id", nullable=False)
    op.create_index("ix_return_answers_run_id", "return_answers", ["run_id"])
    op.create_table(
        "return_answer_lines",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column(
            "answer_id",
            sa.BigInteger,
            sa.ForeignKey("return_answers.id"),
            nullable=False,
        ),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("person_id", sa.BigInteger),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("priority", sa.Integer),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("other_authority", sa.String, nullable=False),
        sa.Column("other_id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by", sa.String),
        sa.Column("reason", sa.String),
        sa.CheckConstraint(
            "kind IN ('predicted', 'missed', 'unknown')",
            name=op.f("ck_return_answer_lines_kind"),
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)",
            name=op.f("ck_return_answer_lines_settled"),
        ),
    )
    op.create_index(
        "ix_return_answer_lines_answer_id", "return_answer_lines", ["answer_id"]
    )
    op.create_index(
        "ix_return_answer_lines_person_id", "return_answer_lines", ["person_id"]
    )


def downgrade() -> None:
    op.drop_table("return_answer_lines")
    op.drop_table("return_answers")
