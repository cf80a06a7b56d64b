"""Cases of the information officer, their events and people, and objections."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

KINDS = (
    "'subject-access', 'correction', 'objection', 'restriction-of-processing',"
    " 'erasure', 'complaint', 'third-party-request', 'breach', 'safeguarding-share'"
)
REQUESTERS = "'young person', 'parent', 'third party', 'council'"
AGAINST = "'research', 'public task', 'all use but storage'"


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def _authority() -> sa.Column:
    return sa.Column("authority", sa.String(length=3), nullable=False)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _one_of(table: str, column: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"{column} IN ({words})", name=op.f(f"ck_{table}_{column}")
    )


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.BigInteger(), nullable=False),
        _authority(),
        _text("kind"),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("reference"),
        _text("title"),
        _text("requester"),
        _text("requester_name"),
        _text("ground"),
        _text("affected"),
        _text("recipient"),
        sa.Column("holder_id", sa.BigInteger(), nullable=True),
        _moment("received_at"),
        _text("next_step"),
        _text("outcome"),
        sa.Column("due_on", sa.Date(), nullable=True),
        _moment("due_at", nullable=True),
        sa.Column("paused_since", sa.Date(), nullable=True),
        _moment("clock_met_at", nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        _text("opened_by"),
        _moment("opened_at"),
        _text("closed_by", nullable=True),
        _moment("closed_at", nullable=True),
        _of("cases", "holder_id", "users"),
        _one_of("cases", "kind", KINDS),
        _one_of("cases", "requester", REQUESTERS),
        _one_of("cases", "ground", f"{AGAINST}, ''"),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_cases_closed")
        ),
        sa.CheckConstraint(
            "recipient <> '' OR outcome <> 'shared'", name=op.f("ck_cases_recipient")
        ),
        sa.CheckConstraint(
            "(due_on IS NULL) = (due_at IS NULL)", name=op.f("ck_cases_due")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint(
            "authority", "kind", "number", name=op.f("uq_cases_authority_kind_number")
        ),
    )
    op.create_index(op.f("ix_cases_holder_id"), "cases", ["holder_id"])
    op.create_index("ix_cases_closed", "cases", ["authority", "closed_at"])
    op.create_table(
        "case_events",
        sa.Column("id", sa.BigInteger(), nullable=False),
        _authority(),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        _text("what"),
        _moment("at"),
        _text("evidence"),
        _text("outcome"),
        sa.Column("months", sa.Integer(), nullable=False),
        _text("note"),
        _text("made_by"),
        _moment("made_at"),
        _of("case_events", "case_id", "cases"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_events")),
    )
    op.create_index(op.f("ix_case_events_case_id"), "case_events", ["case_id"])
    op.create_table(
        "case_people",
        _number("case_id"),
        _number("person_id"),
        _authority(),
        _of("case_people", "case_id", "cases"),
        _of("case_people", "person_id", "people"),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_people")),
    )
    op.create_index(op.f("ix_case_people_person_id"), "case_people", ["person_id"])
    op.create_table(
        "third_party_requests",
        _number("case_id"),
        _authority(),
        _text("organisation"),
        _text("purpose"),
        _text("data"),
        _text("sensitivity"),
        _text("security"),
        _text("retention"),
        _text("conditions"),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("destroy_by", sa.Date(), nullable=True),
        _of("third_party_requests", "case_id", "cases"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_third_party_requests")),
    )
    op.create_table(
        "objections",
        sa.Column("id", sa.BigInteger(), nullable=False),
        _authority(),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        _text("against"),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        _text("made_by"),
        _moment("made_at"),
        _of("objections", "person_id", "people"),
        _of("objections", "case_id", "cases"),
        _one_of("objections", "against", AGAINST),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index("ix_objections_person", "objections", ["person_id"])
    op.create_index("ix_objections_case", "objections", ["case_id"])


def downgrade() -> None:
    for table in (
        "objections",
        "third_party_requests",
        "case_people",
        "case_events",
        "cases",
    ):
        op.drop_table(table)
