"""what was done with a return, who still belongs here, and finding in the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STEPS = "'signed off', 'sign-off withdrawn', 'downloaded', 'sent', 'answered'"


def upgrade() -> None:
    op.create_table(
        "return_steps",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(f"step IN ({STEPS})", name=op.f("ck_return_steps_step")),
        sa.CheckConstraint(
            "(on_day IS NOT NULL) = (step = 'sent')", name=op.f("ck_return_steps_sent")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["return_runs.id"],
            name=op.f("fk_return_steps_run_id_return_runs"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_steps")),
    )
    op.create_index(op.f("ix_return_steps_run_id"), "return_steps", ["run_id"])
    op.add_column("return_runs", sa.Column("reason", sa.String(), nullable=True))
    op.add_column(
        "return_records", sa.Column("year_11_school", sa.String(), nullable=True)
    )
    op.add_column(
        "return_records", sa.Column("institution", sa.String(), nullable=True)
    )
    op.add_column(
        "users", sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True)
    )
    # The feed is read from its end, as a whole or of one kind, subject or person.
    op.create_index("ix_audit_at", "audit", ["authority", "at", "id"])
    for column in ("by", "action", "subject"):
        op.create_index(f"ix_audit_{column}", "audit", ["authority", column, "at"])


def downgrade() -> None:
    for column in ("subject", "action", "by", "at"):
        op.drop_index(f"ix_audit_{column}", "audit")
    op.drop_column("users", "kept_at")
    op.drop_column("return_records", "institution")
    op.drop_column("return_records", "year_11_school")
    op.drop_column("return_runs", "reason")
    op.drop_table("return_steps")
