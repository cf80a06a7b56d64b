"""Activity surveys, with their people and their files"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "surveys",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("left", sa.SmallInteger(), nullable=False),
        sa.Column("known_at", moment, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("prepared_at", moment, nullable=False),
        sa.Column("prepared_by", sa.String(), nullable=False),
        sa.Column("frozen_at", moment),
        sa.Column("frozen_by", sa.String()),
        sa.Column("sent_on", sa.Date()),
        sa.Column("sent_at", moment),
        sa.Column("sent_by", sa.String()),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_activities", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(frozen_at IS NULL) = (frozen_by IS NULL)", name="frozen"),
        sa.CheckConstraint("(sent_at IS NULL) = (sent_by IS NULL)", name="sent"),
    )
    op.create_index("ix_surveys_left", "surveys", ["authority", "left"])
    op.create_table(
        "survey_people",
        sa.Column(
            "survey_id", sa.BigInteger(), sa.ForeignKey("surveys.id"), primary_key=True
        ),
        sa.Column("person_id", sa.BigInteger(), primary_key=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("school", sa.String()),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("place", sa.String()),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("verified", sa.Date()),
    )
    op.create_index("ix_survey_people_person_id", "survey_people", ["person_id"])
    # What is encrypted cannot be compressed.
    for column in ("file", "sealed_activities"):
        op.execute(f"ALTER TABLE surveys ALTER {column} SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("survey_people")
    op.drop_table("surveys")
