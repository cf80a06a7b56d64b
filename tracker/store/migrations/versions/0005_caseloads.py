"""caseloads, contacts and what is to be followed up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OUTCOMES = (
    *("spoke to the young person", "spoke to a parent or carer", "left a voicemail"),
    *("wrong number", "no answer", "refused"),
)
_CHANNELS = (
    *("phone", "text", "email", "visit", "meeting", "letter", "social message"),
    "group session",
)
_VISIBILITIES = ("team", "restricted")


def _number() -> sa.Column:
    return sa.Column("id", sa.BigInteger(), nullable=False)


def _authority() -> sa.Column:
    return sa.Column("authority", sa.String(length=3), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _words(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    allowed = ", ".join(repr(word) for word in words)
    return sa.CheckConstraint(
        f"{column} IN ({allowed})", name=op.f(f"ck_{table}_{column}")
    )


def _key(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    op.create_table(
        "group_sessions",
        _number(),
        _authority(),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        _moment("written_at"),
        sa.Column("written_by", sa.String(), nullable=False),
        _moment("withdrawn_at", nullable=True),
        _key("group_sessions"),
    )
    op.create_table(
        "contacts",
        _number(),
        _authority(),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("spoke_with", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        _moment("written_at"),
        sa.Column("written_by", sa.String(), nullable=False),
        _moment("withdrawn_at", nullable=True),
        _words("contacts", "outcome", _OUTCOMES),
        _words("contacts", "channel", _CHANNELS),
        _words("contacts", "visibility", _VISIBILITIES),
        _to("contacts", "person_id", "people"),
        _to("contacts", "entry_id", "entries"),
        _to("contacts", "session_id", "group_sessions"),
        _key("contacts"),
    )
    op.create_index("ix_contacts_person", "contacts", ["person_id", "made_on"])
    _index("contacts", "entry_id")
    _index("contacts", "session_id")
    op.create_table(
        "contact_notes",
        _number(),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("corrects", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        _moment("written_at"),
        sa.Column("written_by", sa.String(), nullable=False),
        _to("contact_notes", "contact_id", "contacts"),
        _key("contact_notes"),
    )
    _index("contact_notes", "contact_id")
    op.create_table(
        "follow_ups",
        _number(),
        _authority(),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        _moment("set_at"),
        sa.Column("set_by", sa.String(), nullable=False),
        _moment("withdrawn_at", nullable=True),
        _to("follow_ups", "person_id", "people"),
        _to("follow_ups", "contact_id", "contacts"),
        _key("follow_ups"),
    )
    op.create_index("ix_follow_ups_person", "follow_ups", ["person_id", "id"])
    _index("follow_ups", "contact_id")
    op.create_table(
        "hand_overs",
        _number(),
        _authority(),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("moved", postgresql.JSONB(), nullable=False),
        _moment("made_at"),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        _key("hand_overs"),
    )
    op.create_table(
        "caseload",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        _authority(),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("hand_over_id", sa.BigInteger(), nullable=False),
        _to("caseload", "person_id", "people"),
        _to("caseload", "user_id", "users"),
        _to("caseload", "hand_over_id", "hand_overs"),
        _key("caseload", "person_id"),
    )
    _index("caseload", "user_id")
    _index("caseload", "hand_over_id")
    op.create_table(
        "covers",
        _number(),
        _authority(),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("colleague_id", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        _moment("made_at"),
        sa.Column("made_by", sa.String(), nullable=False),
        _moment("ended_at", nullable=True),
        sa.CheckConstraint("first <= last", name=op.f("ck_covers_first")),
        sa.CheckConstraint(
            "colleague_id <> user_id", name=op.f("ck_covers_not_by_themselves")
        ),
        _to("covers", "user_id", "users"),
        _to("covers", "colleague_id", "users"),
        _key("covers"),
    )
    _index("covers", "user_id")
    _index("covers", "colleague_id")


def downgrade() -> None:
    for table in (
        *("covers", "caseload", "hand_overs", "follow_ups"),
        *("contact_notes", "contacts", "group_sessions"),
    ):
        op.drop_table(table)
