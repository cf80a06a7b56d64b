"""questions that evidence raises by itself, with both of its values."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("questions", "batch_id", nullable=True)
    op.add_column(
        "questions",
        sa.Column("field", sa.String(), nullable=False, server_default=""),
    )
    op.add_column(
        "questions",
        sa.Column(
            "details",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default="{}",
        ),
    )
    op.create_index(
        "uq_questions_person_field",
        "questions",
        ["person_id", "kind", "field"],
        unique=True,
        postgresql_where=sa.text("batch_id IS NULL"),
    )


def downgrade() -> None:
    op.execute("DELETE FROM questions WHERE batch_id IS NULL")
    op.drop_index("uq_questions_person_field", "questions")
    op.drop_column("questions", "details")
    op.drop_column("questions", "field")
    op.alter_column("questions", "batch_id", nullable=False)
