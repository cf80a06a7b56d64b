"""A page of a long list in the order of names reads no one but its own people.

Of a year group of 30,000 every name was read and sorted to show the first fifty.
"""

from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_people_names", "people", ["family", "given", "id"])


def downgrade() -> None:
    op.drop_index("ix_people_names", "people")
