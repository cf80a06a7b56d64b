"""what happened: the contacts behind statuses, and rounds through a list"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

_CHANNELS = (
    "'phone', 'text', 'email', 'visit', 'meeting', 'letter', 'social message',"
    " 'group session'"
)
_OUTCOMES = (
    "'spoke to the young person', 'spoke to a parent or carer', 'left a voicemail',"
    " 'wrong number', 'no answer', 'refused'"
)
_PROVIDER = "'spoke to their school, college, provider or employer'"
#: A status that an adviser learned from one of these was learned in a contact. What
#: "someone else" reported is hearsay, and is left out.
_OUTCOME_OF = """
    CASE n.source
      WHEN 'adviser''s contact' THEN 'spoke to the young person'
      WHEN 'status update, according to the young person'
        THEN 'spoke to the young person'
      WHEN 'status update, according to the young person, in writing only'
        THEN 'spoke to the young person'
      WHEN 'status update, according to a parent or carer'
        THEN 'spoke to a parent or carer'
      WHEN 'status update, according to the school, college, provider or employer'
        THEN 'spoke to their school, college, provider or employer'
    END"""


def upgrade() -> None:
    _words("outcome", f"{_OUTCOMES}, {_PROVIDER}")
    _words("channel", f"{_CHANNELS}, 'video call', 'status update'")
    op.execute(
        "INSERT INTO contacts (authority, person_id, entry_id, made_on, outcome,"
        " channel, spoke_with, note, visibility, written_at, written_by)"
        " SELECT DISTINCT n.authority, e.person_id, n.id, e.as_at, s.outcome,"
        " 'status update', '', '', 'team', n.recorded_at, n.made_by"
        " FROM entries n JOIN evidence e ON e.entry_id = n.id"
        f" CROSS JOIN LATERAL (SELECT {_OUTCOME_OF} AS outcome) s"
        " WHERE n.batch_id IS NULL AND n.withdrawn_at IS NULL"
        " AND s.outcome IS NOT NULL"
        # Offers of the guarantee were typed in under the same name.
        " AND EXISTS (SELECT FROM facts f WHERE f.id = ANY(e.facts)"
        " AND f.statement->>'kind' = 'activity')"
        " AND NOT EXISTS (SELECT FROM contacts c WHERE c.entry_id = n.id)"
    )
    op.create_table(
        "round_people",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_round_people_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_round_people_user_id_users")
        ),
        sa.PrimaryKeyConstraint(
            "user_id", "list", "begun_on", "person_id", name=op.f("pk_round_people")
        ),
    )
    op.create_index(op.f("ix_round_people_person_id"), "round_people", ["person_id"])


def downgrade() -> None:
    op.drop_table("round_people")
    new = f"outcome = {_PROVIDER} OR channel IN ('video call', 'status update')"
    op.execute(
        "DELETE FROM follow_ups WHERE contact_id IN"
        f" (SELECT id FROM contacts WHERE {new})"
    )
    op.execute(
        "DELETE FROM contact_notes WHERE contact_id IN"
        f" (SELECT id FROM contacts WHERE {new})"
    )
    op.execute(f"DELETE FROM contacts WHERE {new}")
    _words("outcome", _OUTCOMES)
    _words("channel", _CHANNELS)


def _words(column: str, words: str) -> None:
    name = op.f(f"ck_contacts_{column}")
    op.drop_constraint(name, "contacts")
    op.create_check_constraint(name, "contacts", f"{column} IN ({words})")
