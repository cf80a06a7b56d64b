"""Transfers between authorities: keys, files, and who passed evidence on."""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(retired_at IS NULL) = (retired_by IS NULL)",
            name=op.f("ck_signing_keys_retired"),
        ),
        sa.CheckConstraint(
            "secret IS NULL OR retired_at IS NULL",
            name=op.f("ck_signing_keys_secret"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_keys")),
    )
    op.create_index(
        "uq_signing_keys_live",
        "signing_keys",
        ["authority"],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "council_keys",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("party", sa.String(length=3), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)",
            name=op.f("ck_council_keys_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_council_keys_agreement_id_agreements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_keys")),
    )
    op.create_index(
        "uq_council_keys_live",
        "council_keys",
        ["authority", "fingerprint"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "transfers",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("reference", sa.String(length=36), nullable=False),
        sa.Column("party", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("ypid", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("disclosure_id", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "direction IN ('out', 'in')", name=op.f("ck_transfers_direction")
        ),
        sa.CheckConstraint(
            "answer IN ('received', 'accepted', 'declined')",
            name=op.f("ck_transfers_answer"),
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_transfers_answered"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            name=op.f("ck_transfers_withdrawn"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_transfers_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosures.id"],
            name=op.f("fk_transfers_disclosure_id_disclosures"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batches.id"],
            name=op.f("fk_transfers_batch_id_import_batches"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_transfers_entry_id_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    op.create_index(
        "uq_transfers_reference",
        "transfers",
        ["authority", "direction", "reference"],
        unique=True,
    )
    op.create_index("ix_transfers_person", "transfers", ["person_id"])
    op.create_index("ix_transfers_batch", "transfers", ["batch_id"])
    op.create_index("ix_transfers_entry", "transfers", ["entry_id"])
    op.add_column(
        "entries", sa.Column("passed_on_by", sa.String(length=3), nullable=True)
    )
    op.add_column("entries", sa.Column("passed_line", sa.Integer(), nullable=True))
    op.add_column("entries", sa.Column("passed_as_typed", sa.Boolean(), nullable=True))
    op.create_check_constraint(
        op.f("ck_entries_passed_on"),
        "entries",
        "(passed_on_by IS NULL) = (passed_line IS NULL)"
        " AND (passed_on_by IS NULL) = (passed_as_typed IS NULL)",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_entries_passed_on"), "entries")
    for column in ("passed_as_typed", "passed_line", "passed_on_by"):
        op.drop_column("entries", column)
    for table in ("transfers", "council_keys", "signing_keys"):
        op.drop_table(table)
