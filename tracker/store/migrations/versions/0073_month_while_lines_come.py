"""The table of a month of the audit is made while no line is on its way.

Lines without a table for their month wait in audit_rest. One that was sent while that
table was made had already been led there, and was refused once its month had moved: on
the first day of an installation, a user who signed in at that moment was not let in.
"""

from alembic import op
from sqlalchemy import text

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

_ALONE = "PERFORM pg_advisory_xact_lock(hashtextextended('audit months', 0));"
#: No line is dated in a month to come, so a table that is made ahead needs no lock.
_WITHOUT_LINES = """
  IF first <= now() THEN
    LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE;
  END IF;"""


def upgrade() -> None:
    _replace(_ALONE, _ALONE + _WITHOUT_LINES)


def downgrade() -> None:
    _replace(_ALONE + _WITHOUT_LINES, _ALONE)


def _replace(before: str, after: str) -> None:
    written = op.get_bind().scalar(
        text("SELECT pg_get_functiondef('audit_month(date)'::regprocedure)")
    )
    assert before in written
    # As it is: SQLAlchemy would read its per cents.
    with op.get_bind().connection.cursor() as sql:
        sql.execute(written.replace(before, after))
