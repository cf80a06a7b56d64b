"""What the list of the not known is sorted and filtered by is stored.

A contact, a next contact and a task change it, and they are written in many places. So
the database itself notes whose row must be made again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

#: Tables with what was tried and what comes next, each with the rows that matter.
_NOTED = {
    "contacts": "true",
    "follow_ups": "true",
    "work_items": "NEW.kind = 'task' AND NEW.person_id IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        "not_known_rows",
        sa.Column("authority", sa.String(3), primary_key=True),
        sa.Column("person_id", sa.BigInteger(), primary_key=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("can_be_tried", sa.Boolean(), nullable=False),
        sa.Column("has_restricted_contact", sa.Boolean(), nullable=False),
        sa.Column("relative", sa.BigInteger()),
        sa.Column("has_phone", sa.Boolean(), nullable=False),
        sa.Column("last_contact", sa.Date()),
        sa.Column("due", sa.Date()),
        sa.Column("school", sa.String()),
        sa.Column("area", sa.String()),
    )
    op.create_index("ix_not_known_rows_person", "not_known_rows", ["person_id"])
    op.create_table(
        "not_known_lists",
        sa.Column("authority", sa.String(3), primary_key=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("made_for", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
    )
    op.create_table(
        "not_known_owed",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("person_id", sa.BigInteger()),
    )
    op.create_index(
        op.f("ix_not_known_owed_person_id"), "not_known_owed", ["person_id"]
    )
    op.execute(
        "CREATE FUNCTION note_not_known() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO not_known_owed (authority, person_id)"
        " VALUES (NEW.authority, NEW.person_id); RETURN NULL; END $$"
    )
    for table, where in _NOTED.items():
        op.execute(
            f"CREATE TRIGGER not_known AFTER INSERT OR UPDATE ON {table}"
            f" FOR EACH ROW WHEN ({where}) EXECUTE FUNCTION note_not_known()"
        )


def downgrade() -> None:
    for table in _NOTED:
        op.execute(f"DROP TRIGGER not_known ON {table}")
    op.execute("DROP FUNCTION note_not_known()")
    for table in ("not_known_owed", "not_known_lists", "not_known_rows"):
        op.drop_table(table)
