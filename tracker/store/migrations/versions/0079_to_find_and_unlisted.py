"""Indexes of those to find, of those on no list, and of answers that restrict sharing.

A team leader opens all caseloads. Their numbers were found by reading every position of
the day and the details of every young person; the answers that restrict what a school
may know, by reading every statement on record.
"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

#: The activities that are NEET, not known or sealed, as they are at this revision.
_DOING = """
    '290', '540', '610', '615', '616', '619', '620', '630', '640', '650', '660', '670',
    '680', '710', '810', '820', '830',
    'sealed', 'sealed-education', 'sealed-neet', 'sealed-other'"""


def upgrade() -> None:
    op.create_index(
        "ix_positions_to_find",
        "positions",
        ["authority", "as_of"],
        postgresql_where=sa.text(
            f"status IN ('G', 'P') AND (lapses < as_of OR activity IN ({_DOING}))"
        ),
    )
    op.create_index(
        "ix_people_unlisted",
        "people",
        ["id"],
        postgresql_where=sa.text(
            "NOT (live AND merged_into IS NULL"
            " AND details->>'departure' IS DISTINCT FROM 'D')"
        ),
    )
    op.create_index(
        "ix_facts_restrictions",
        "facts",
        ["authority"],
        postgresql_where=sa.text(
            "statement->>'about' = 'restriction'"
            " AND (statement->>'restricted' = 'Y' OR statement ? 'how')"
        ),
    )


def downgrade() -> None:
    op.drop_index("ix_facts_restrictions", "facts")
    op.drop_index("ix_people_unlisted", "people")
    op.drop_index("ix_positions_to_find", "positions")
