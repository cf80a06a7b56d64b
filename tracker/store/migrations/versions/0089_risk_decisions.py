"""What was decided about the risk of a young person, by which user and when."""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "risk_decisions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("plan_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('support agreed', 'no support needed')",
            name=op.f("ck_risk_decisions_decision"),
        ),
        sa.CheckConstraint(
            "(decision = 'support agreed') = (plan_id IS NOT NULL)"
            " AND (decision = 'no support needed') = (reason <> '')",
            name=op.f("ck_risk_decisions_grounds"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_risk_decisions_person_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.id"], name=op.f("fk_risk_decisions_plan_id_plans")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_decisions")),
    )
    op.create_index("ix_risk_decisions_person_id", "risk_decisions", ["person_id"])
    op.create_index("ix_risk_decisions_plan_id", "risk_decisions", ["plan_id"])


def downgrade() -> None:
    op.drop_table("risk_decisions")
