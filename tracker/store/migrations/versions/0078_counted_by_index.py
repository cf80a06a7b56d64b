"""Figures, students and the lists of neighbours find their people by an index.

To count the students at each place, those found within a month and the days since each
was confirmed, every position of a day was read. The index of an authority's day now has
the columns that they are counted by.

Those who learn here and live in another authority are found by their postcode, or by
the authority that a file names as responsible.
"""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

_NAME = "ix_positions_authority"


def upgrade() -> None:
    op.drop_index(_NAME, table_name="positions")
    op.create_index(
        _NAME,
        "positions",
        ["authority", "as_of", "answers", "academic_age", "institution"],
    )
    op.create_index(
        "ix_people_home",
        "people",
        ["authority", "postcode"],
        postgresql_ops={"postcode": "varchar_pattern_ops"},
    )
    op.create_index(
        "ix_people_led",
        "people",
        ["authority", "id"],
        postgresql_where=sa.text("(details ->> 'lead_authority') <> authority"),
    )


def downgrade() -> None:
    op.drop_index("ix_people_led", table_name="people")
    op.drop_index("ix_people_home", table_name="people")
    op.drop_index(_NAME, table_name="positions")
    op.create_index(_NAME, "positions", ["authority", "as_of"])
