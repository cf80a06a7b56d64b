"""The table of a month of the audit is looked for in our own schema only.

The owner's functions looked for it by its name alone. Where the month had no table, they
found a temporary view of that name, made by the application's role, and ran the functions
of that view as the owner.
"""

from alembic import op
from sqlalchemy import text

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_FUNCTIONS = ("audit_month(date)", "audit_drop(date)")


def upgrade() -> None:
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    _replace("to_regclass(name)", f"to_regclass('{schema}.' || quote_ident(name))")


def downgrade() -> None:
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    _replace(f"to_regclass('{schema}.' || quote_ident(name))", "to_regclass(name)")


def _replace(before: str, after: str) -> None:
    for function in _FUNCTIONS:
        written = op.get_bind().scalar(
            text("SELECT pg_get_functiondef(CAST(:function AS regprocedure))"),
            {"function": function},
        )
        assert before in written
        # As it is: SQLAlchemy would read its per cents.
        with op.get_bind().connection.cursor() as sql:
            sql.execute(written.replace(before, after))
