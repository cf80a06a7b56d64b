"""correction notices: to each recipient of a value that was corrected"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_KINDS = "'institution', 'authority', 'service', 'department', 'body', 'person'"


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=False)


def _key(name: str, table: str) -> sa.ForeignKeyConstraint:
    named = op.f(f"fk_correction_notices_{name}_{table}")
    return sa.ForeignKeyConstraint([name], [f"{table}.id"], name=named)


def upgrade() -> None:
    op.create_table(
        "correction_notices",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        _text("party_kind"),
        _text("party"),
        _text("party_name"),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.Column("given", postgresql.ARRAY(sa.Text()), nullable=False),
        _text("how"),
        _text("made_by"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispatched_by", sa.String(), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            f"party_kind IN ({_KINDS})", name=op.f("ck_correction_notices_party_kind")
        ),
        sa.CheckConstraint(
            "(dispatched_at IS NULL) = (dispatched_by IS NULL)",
            name=op.f("ck_correction_notices_dispatched"),
        ),
        _key("case_id", "cases"),
        _key("person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_notices")),
    )
    op.create_index("ix_correction_notices_case", "correction_notices", ["case_id"])
    op.create_index(
        op.f("ix_correction_notices_person_id"), "correction_notices", ["person_id"]
    )


def downgrade() -> None:
    op.drop_table("correction_notices")
