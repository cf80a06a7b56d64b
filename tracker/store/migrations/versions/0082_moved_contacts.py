"""Contacts of the council's earlier system, and notes that were no contact."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

_OUTCOMES = (
    "'spoke to the young person', 'spoke to a parent or carer',"
    " 'spoke to their school, college, provider or employer', 'left a voicemail',"
    " 'wrong number', 'no answer', 'refused'"
)
_CHANNELS = (
    "'phone', 'text', 'email', 'visit', 'meeting', 'letter', 'social message',"
    " 'video call', 'group session', 'status update'"
)


def upgrade() -> None:
    op.add_column("contacts", sa.Column("row_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_contacts_row_id"), "contacts", ["row_id"])
    _allow(f"{_OUTCOMES}, 'a note only'", f"{_CHANNELS}, 'note'")


def downgrade() -> None:
    op.execute("DELETE FROM contacts WHERE row_id IS NOT NULL")
    _allow(_OUTCOMES, _CHANNELS)
    op.drop_index(op.f("ix_contacts_row_id"), "contacts")
    op.drop_column("contacts", "row_id")


def _allow(outcomes: str, channels: str) -> None:
    for table in ("contacts", "contact_notes"):
        for column, words in (("outcome", outcomes), ("channel", channels)):
            name = op.f(f"ck_{table}_{column}")
            op.drop_constraint(name, table)
            op.create_check_constraint(name, table, f"{column} IN ({words})")
