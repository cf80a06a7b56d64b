"""Plans that are agreed with young people, with their actions and referrals"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

_ENDINGS = (
    "'carried out', 'no longer wanted by the young person', 'no longer needed',"
    " 'recorded by mistake', 'replaced by a newer plan'"
)
_ACTORS = "'young person', 'adviser', 'provider'"
_OUTCOMES = (
    "'done', 'no longer needed', 'accepted by the provider',"
    " 'declined by the provider', 'the young person did not go', 'started'"
)


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("wants", sa.String(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("ending", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint(f"ending IN ({_ENDINGS})", name=op.f("ck_plans_ending")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_plans_ended")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_plans_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index(op.f("ix_plans_person_id"), "plans", ["person_id"])
    op.create_table(
        "plan_actions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.CheckConstraint(f"actor IN ({_ACTORS})", name=op.f("ck_plan_actions_actor")),
        sa.CheckConstraint(
            f"outcome IN ({_OUTCOMES})", name=op.f("ck_plan_actions_outcome")
        ),
        sa.CheckConstraint(
            "(done_at IS NULL) = (done_by IS NULL)", name=op.f("ck_plan_actions_done")
        ),
        sa.CheckConstraint(
            "(actor = 'provider') = (consent_on IS NOT NULL)",
            name=op.f("ck_plan_actions_consent"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.id"], name=op.f("fk_plan_actions_plan_id_plans")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_actions")),
    )
    op.create_index(op.f("ix_plan_actions_plan_id"), "plan_actions", ["plan_id"])


def downgrade() -> None:
    op.drop_table("plan_actions")
    op.drop_table("plans")
