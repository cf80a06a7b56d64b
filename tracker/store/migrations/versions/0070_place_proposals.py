"""Places proposed for young people who have none, with the answers"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_proposals",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("left", sa.SmallInteger(), nullable=False),
        sa.Column("year_group", sa.SmallInteger(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("institution_name", sa.String(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)",
            name=op.f("ck_place_proposals_closed"),
        ),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by IS NULL)",
            name=op.f("ck_place_proposals_taken_back"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_place_proposals_person_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_place_proposals_entry_id_entries"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_proposals")),
    )
    for column in ("person_id", "entry_id"):
        name = op.f(f"ix_place_proposals_{column}")
        op.create_index(name, "place_proposals", [column])
    op.create_index(
        "uq_place_proposals_open",
        "place_proposals",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "place_answers",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "party IN ('provider', 'young person')", name=op.f("ck_place_answers_party")
        ),
        sa.CheckConstraint(
            "answer IN ('accepted', 'agreed', 'declined')",
            name=op.f("ck_place_answers_answer"),
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR answer = 'accepted'",
            name=op.f("ck_place_answers_starts"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            name=op.f("ck_place_answers_withdrawn"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["place_proposals.id"],
            name=op.f("fk_place_answers_proposal_id_place_proposals"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_place_answers_entry_id_entries"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_answers")),
    )
    for column in ("proposal_id", "entry_id"):
        op.create_index(op.f(f"ix_place_answers_{column}"), "place_answers", [column])


def downgrade() -> None:
    op.drop_table("place_answers")
    op.drop_table("place_proposals")
