"""what schools and colleges send, say and correct."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _who_and_when(one: str) -> list[sa.Column]:
    return [
        sa.Column(f"{one}_by", sa.String(), nullable=True),
        sa.Column(f"{one}_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _reported() -> list[sa.Column]:
    return [
        sa.Column("told_by", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "sendings",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("feed", sa.String(), nullable=True),
        sa.Column("files", postgresql.JSONB(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_who_and_when("confirmed"),
        *_who_and_when("taken_back"),
        sa.CheckConstraint(
            "kind IN ('list', 'unchanged')", name=op.f("ck_sendings_kind")
        ),
        sa.CheckConstraint(
            "state IN ('kept', 'sent', 'taken back')", name=op.f("ck_sendings_state")
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)",
            name=op.f("ck_sendings_confirmed"),
        ),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by IS NULL)",
            name=op.f("ck_sendings_taken_back"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batches.id"],
            name=op.f("fk_sendings_batch_id_import_batches"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_sendings_entry_id_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sendings")),
    )
    op.create_index(
        "ix_sendings_institution", "sendings", ["authority", "institution", "id"]
    )
    op.create_index(op.f("ix_sendings_batch_id"), "sendings", ["batch_id"])
    op.create_table(
        "corrections",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("doing", sa.String(), nullable=False),
        sa.Column("place", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("place_name", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_entry_id", sa.BigInteger(), nullable=True),
        *_reported(),
        *_who_and_when("decided"),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'declined')",
            name=op.f("ck_corrections_state"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_corrections_decided"),
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)",
            name=op.f("ck_corrections_waiting"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_corrections_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_corrections_entry_id_entries")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_entry_id"],
            ["entries.id"],
            name=op.f("fk_corrections_confirmed_entry_id_entries"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(
        "ix_corrections_institution", "corrections", ["authority", "institution", "id"]
    )
    op.create_index("ix_corrections_state", "corrections", ["authority", "state", "id"])
    op.create_index(op.f("ix_corrections_person_id"), "corrections", ["person_id"])
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("upn", sa.String(), nullable=True),
        sa.Column("uln", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("next_step", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lives_in", sa.String(length=3), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        *_reported(),
        *_who_and_when("decided"),
        sa.CheckConstraint(
            "state IN ('recorded', 'open', 'lives elsewhere', 'settled', 'taken back')",
            name=op.f("ck_notices_state"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_notices_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notices_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_notices_entry_id_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(
        "ix_notices_institution", "notices", ["authority", "institution", "id"]
    )
    op.create_index("ix_notices_state", "notices", ["authority", "state", "id"])
    op.create_index(op.f("ix_notices_person_id"), "notices", ["person_id"])


def downgrade() -> None:
    op.drop_table("notices")
    op.drop_table("corrections")
    op.drop_table("sendings")
