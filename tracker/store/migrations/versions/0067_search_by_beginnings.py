"""People are found by the beginning of a name, a telephone number or an address"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

#: The keys of what was not searched before: letters and digits, a British number
#: without its country.
_KEYS = """
    UPDATE people SET search = array_remove(ARRAY(
        SELECT DISTINCT key FROM unnest(search || ARRAY(
            SELECT regexp_replace(
                regexp_replace(lower(value), '[^a-z0-9]', '', 'g'),
                '^(00)?440?([1-9][0-9]{8,9})$', '0\\2')
            FROM (VALUES (details->>'phone'), (details->>'email'),
                (details->'parent'->>'phone')) AS given(value)
            WHERE value IS NOT NULL
        )) AS key ORDER BY key
    ), '')
    WHERE details ?| ARRAY['phone', 'email', 'parent'] OR '' = ANY(search)
"""


def upgrade() -> None:
    op.execute(_KEYS)
    op.drop_index("ix_people_search", table_name="people")
    op.create_index(
        "ix_people_keys",
        "people",
        [sa.text("array_to_tsvector(search)")],
        postgresql_using="gin",
    )


def downgrade() -> None:
    op.drop_index("ix_people_keys", table_name="people")
    op.create_index("ix_people_search", "people", ["search"], postgresql_using="gin")
