"""The purpose of a contact, and what a correction of a contact changed"""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

_PURPOSES = (
    "'find out what they are doing', 'help into learning or work',"
    " 'help to stay there', 'plan or referral', 'something else'"
)
_OUTCOMES = (
    "'spoke to the young person', 'spoke to a parent or carer',"
    " 'spoke to their school, college, provider or employer', 'left a voicemail',"
    " 'wrong number', 'no answer', 'refused'"
)
_CHANNELS = (
    "'phone', 'text', 'email', 'visit', 'meeting', 'letter', 'social message',"
    " 'video call', 'group session', 'status update'"
)
#: The columns of a correction, each with the words that it holds.
_EARLIER = (
    ("made_on", sa.Date(), None),
    ("outcome", sa.String(), _OUTCOMES),
    ("channel", sa.String(), _CHANNELS),
    ("spoke_with", sa.String(), None),
    ("purpose", sa.String(), f"'', {_PURPOSES}"),
    ("visibility", sa.String(), "'team', 'restricted'"),
    ("number", sa.String(), None),
)


def upgrade() -> None:
    op.add_column("contacts", sa.Column("purpose", sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("ck_contacts_purpose"), "contacts", f"purpose IN ({_PURPOSES})"
    )
    for name, kind, words in _EARLIER:
        op.add_column("contact_notes", sa.Column(name, kind, nullable=True))
        if words is not None:
            op.create_check_constraint(
                op.f(f"ck_contact_notes_{name}"),
                "contact_notes",
                f"{name} IN ({words})",
            )


def downgrade() -> None:
    for name, _, _ in reversed(_EARLIER):
        op.drop_column("contact_notes", name)
    op.drop_column("contacts", "purpose")
