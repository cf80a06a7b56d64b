"""requests: of information by sections 14 and 72, of third parties; suspensions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def _text(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=nullable)


def _day(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    suspensions, requests = "gateway_suspensions", "information_requests"
    op.create_table(
        suspensions,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        _text("gateway"),
        _day("starts"),
        _text("reason"),
        _text("suspended_by"),
        _moment("suspended_at"),
        _text("lifted_by", nullable=True),
        _moment("lifted_at", nullable=True),
        _check(suspensions, "lifted", "(lifted_at IS NULL) = (lifted_by IS NULL)"),
        _check(suspensions, "reason", "reason <> ''"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{suspensions}")),
    )
    op.create_index(
        "ix_gateway_suspensions_gateway", suspensions, ["authority", "gateway"]
    )
    op.create_table(
        requests,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        _text("section"),
        _text("party"),
        _text("party_name"),
        _text("people"),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        _text("purpose"),
        _day("sent_on"),
        _day("due_on"),
        _text("made_by"),
        _moment("made_at"),
        _text("answer", nullable=True),
        _day("answered_on", nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        _text("note"),
        _text("answered_by", nullable=True),
        _moment("answered_at", nullable=True),
        _check(requests, "section", "section IN ('14', '72')"),
        _check(requests, "answer", "answer IN ('given', 'given in part', 'refused')"),
        _check(requests, "answered", "(answered_at IS NULL) = (answered_by IS NULL)"),
        _check(requests, "days", "answered_on >= sent_on"),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batches.id"],
            name=op.f("fk_information_requests_batch_id_import_batches"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{requests}")),
    )
    op.add_column("disclosures", sa.Column("case_id", sa.BigInteger()))
    op.create_foreign_key(
        "fk_disclosures_case_id_cases", "disclosures", "cases", ["case_id"], ["id"]
    )
    op.add_column(
        "third_party_requests",
        sa.Column(
            "fields", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"
        ),
    )
    op.alter_column("third_party_requests", "fields", server_default=None)


def downgrade() -> None:
    op.drop_column("third_party_requests", "fields")
    op.drop_constraint("fk_disclosures_case_id_cases", "disclosures")
    op.drop_column("disclosures", "case_id")
    op.drop_table("information_requests")
    op.drop_table("gateway_suspensions")
