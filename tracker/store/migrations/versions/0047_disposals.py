"""Retention: confirmed rules, legal holds, and disposals with their certificates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def _text(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _counts(name: str) -> sa.Column:
    return sa.Column(name, postgresql.JSONB(), nullable=False)


def _own() -> list[sa.Column]:
    return [
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
    ]


def _both(table: str, what: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"({what}_at IS NULL) = ({what}_by IS NULL)", name=op.f(f"ck_{table}_{what}")
    )


def upgrade() -> None:
    op.create_table(
        "confirmed_rules",
        *_own(),
        _text("category"),
        _text("applies_to"),
        _text("terms"),
        _text("confirmed_by"),
        _moment("confirmed_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_rules")),
    )
    op.create_index(
        "uq_confirmed_rules_terms",
        "confirmed_rules",
        ["authority", "category", "applies_to", "terms"],
        unique=True,
    )
    op.create_table(
        "legal_holds",
        *_own(),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        _text("reason"),
        _text("placed_by"),
        _moment("placed_at"),
        _text("released_by", nullable=True),
        _moment("released_at", nullable=True),
        _text("released_because"),
        _both("legal_holds", "released"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_legal_holds_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_legal_holds_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_holds")),
    )
    op.create_index("ix_legal_holds_person", "legal_holds", ["person_id"])
    op.create_table(
        "disposals",
        *_own(),
        sa.Column("on_day", sa.Date(), nullable=False),
        _number("people"),
        _counts("counts"),
        _counts("lines"),
        _text("proposed_by"),
        _moment("proposed_at"),
        _text("approved_by", nullable=True),
        _moment("approved_at", nullable=True),
        _text("declined_by", nullable=True),
        _moment("declined_at", nullable=True),
        _text("reason"),
        _text("begun_by", nullable=True),
        _moment("begun_at", nullable=True),
        _moment("finished_at", nullable=True),
        _number("people_done"),
        _number("left_out"),
        _counts("done"),
        _counts("lines_done"),
        _both("disposals", "approved"),
        _both("disposals", "declined"),
        sa.CheckConstraint(
            "approved_by <> proposed_by", name=op.f("ck_disposals_two_people")
        ),
        sa.CheckConstraint(
            "approved_at IS NULL OR declined_at IS NULL",
            name=op.f("ck_disposals_one_end"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposals")),
    )
    op.create_index("ix_disposals_authority", "disposals", ["authority", "id"])
    op.create_table(
        "disposal_people",
        sa.Column("disposal_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disposal_id"],
            ["disposals.id"],
            name=op.f("fk_disposal_people_disposal_id_disposals"),
        ),
        sa.PrimaryKeyConstraint(
            "disposal_id", "person_id", name=op.f("pk_disposal_people")
        ),
    )


def downgrade() -> None:
    op.drop_table("disposal_people")
    op.drop_table("disposals")
    op.drop_table("legal_holds")
    op.drop_table("confirmed_rules")
