"""Agreements with recipients, and disclosures with their people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

PARTIES = "'institution', 'authority', 'service', 'department', 'body', 'person'"
STATES = "'requested', 'approved', 'declined', 'made'"


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("gateway", sa.String(), nullable=False),
        sa.Column("party_kind", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("party_name", sa.String(), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_by", sa.String(), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            f"party_kind IN ({PARTIES})", name=op.f("ck_agreements_party_kind")
        ),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signed_by IS NULL)",
            name=op.f("ck_agreements_signed"),
        ),
        sa.CheckConstraint(
            "(declined_at IS NULL) = (declined_by IS NULL)",
            name=op.f("ck_agreements_declined"),
        ),
        sa.CheckConstraint(
            "signed_by <> proposed_by", name=op.f("ck_agreements_two_people")
        ),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_agreements_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index(
        "uq_agreements_reference", "agreements", ["authority", "reference"], unique=True
    )
    op.create_index(
        "ix_agreements_party", "agreements", ["authority", "gateway", "party"]
    )
    op.create_table(
        "disclosures",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("gateway", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=True),
        sa.Column("party_kind", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("party_name", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("requested_by", sa.String(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_disclosures_state")),
        sa.CheckConstraint(
            f"party_kind IN ({PARTIES})", name=op.f("ck_disclosures_party_kind")
        ),
        sa.CheckConstraint(
            "(requested_at IS NULL) = (requested_by IS NULL)",
            name=op.f("ck_disclosures_requested"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_disclosures_decided"),
        ),
        sa.CheckConstraint(
            "decided_by <> requested_by", name=op.f("ck_disclosures_two_people")
        ),
        sa.CheckConstraint(
            "(state = 'made') = (made_at IS NOT NULL)",
            name=op.f("ck_disclosures_made"),
        ),
        sa.CheckConstraint(
            "(made_at IS NULL) = (number IS NULL)",
            name=op.f("ck_disclosures_numbered"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_disclosures_agreement_id_agreements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
    )
    op.create_index(
        "uq_disclosures_number",
        "disclosures",
        ["authority", "year", "number"],
        unique=True,
    )
    op.create_index("ix_disclosures_made", "disclosures", ["authority", "made_at"])
    op.create_index(
        "ix_disclosures_party", "disclosures", ["authority", "party", "made_at"]
    )
    op.create_table(
        "disclosed_people",
        sa.Column("disclosure_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosures.id"],
            name=op.f("fk_disclosed_people_disclosure_id_disclosures"),
        ),
        sa.PrimaryKeyConstraint(
            "disclosure_id", "person_id", name=op.f("pk_disclosed_people")
        ),
    )
    op.create_index(
        op.f("ix_disclosed_people_person_id"), "disclosed_people", ["person_id"]
    )


def downgrade() -> None:
    op.drop_table("disclosed_people")
    op.drop_table("disclosures")
    op.drop_table("agreements")
