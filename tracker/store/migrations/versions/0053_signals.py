"""lists that are only a signal: the lines behind a work item, and the Jobcentre"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_BEFORE = "'institution', 'authority', 'service', 'department', 'body', 'person'"
_NOW = (
    "'institution', 'authority', 'service', 'department', 'jobcentre', 'body', 'person'"
)
_TABLES = ("agreements", "disclosures", "correction_notices")


def upgrade() -> None:
    op.add_column(
        "work_items",
        sa.Column(
            "lines",
            postgresql.ARRAY(sa.BigInteger()),
            nullable=False,
            server_default="{}",
        ),
    )
    _parties(_NOW)


def downgrade() -> None:
    _parties(_BEFORE)
    op.drop_column("work_items", "lines")


def _parties(kinds: str) -> None:
    for table in _TABLES:
        name = op.f(f"ck_{table}_party_kind")
        op.drop_constraint(name, table)
        op.create_check_constraint(name, table, f"party_kind IN ({kinds})")
