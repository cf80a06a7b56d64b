"""The tables at revision 0091, of which older revisions are no longer known.

The SQL is in the folder ``baseline``, a file for each subject of the store. It is never
changed: later migrations follow it. See decision 0257.
"""

from pathlib import Path

from alembic import op

revision = "0091"
down_revision = None
branch_labels = None
depends_on = None

FOLDER = Path(__file__).parents[1] / "baseline"

#: In the order in which they are made: a key names a table of an earlier file.
SUBJECTS = (
    *("accounts", "audit", "people", "intake", "history", "institutions"),
    *("casework", "law", "leavers", "nccis_return", "figures", "work", "year"),
    "queue",
)


def upgrade() -> None:
    # As it is: SQLAlchemy would read its per cents and colons.
    with op.get_bind().connection.cursor() as sql:
        for subject in SUBJECTS:
            sql.execute((FOLDER / f"{subject}.sql").read_text("utf-8"))


def downgrade() -> None:
    raise NotImplementedError("Nothing is before the first tables. Restore a backup.")
