"""Moving in: one more cause, two more outcomes of a contact, and an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

_CAUSES = (
    *("unexplained", "not-in-theirs", "not-in-ours", "theirs-lapsed", "ours-lapsed"),
    *("ours-newer", "theirs-newer", "rule", "other-words", "another-source"),
    "not-moved-in",
)
_OUTCOMES = (
    *("spoke to the young person", "spoke to a parent or carer"),
    "spoke to their school, college, provider or employer",
    *("left a voicemail", "wrong number", "no answer", "refused", "a note only"),
)
_AGAIN, _NOT_HELD = ("dated-again",), ("did not attend", "cancelled")


def upgrade() -> None:
    op.add_column("uploads", sa.Column("database", sa.String(), nullable=True))
    _allow(*_CAUSES, *_AGAIN, table="parallel_differences", column="cause")
    for table in ("contacts", "contact_notes"):
        _allow(*_OUTCOMES, *_NOT_HELD, table=table, column="outcome")


def downgrade() -> None:
    op.execute(
        "UPDATE contacts SET outcome = 'no answer' WHERE outcome = 'did not attend'"
    )
    op.execute(
        "UPDATE contacts SET outcome = 'a note only' WHERE outcome = 'cancelled'"
    )
    op.execute(
        "UPDATE parallel_differences SET cause = 'unexplained'"
        " WHERE cause = 'dated-again'"
    )
    _allow(*_CAUSES, table="parallel_differences", column="cause")
    for table in ("contacts", "contact_notes"):
        _allow(*_OUTCOMES, table=table, column="outcome")
    op.drop_column("uploads", "database")


def _allow(*words: str, table: str, column: str) -> None:
    name = op.f(f"ck_{table}_{column}")
    listed = ", ".join(repr(each) for each in words)
    op.drop_constraint(name, table)
    op.create_check_constraint(name, table, f"{column} IN ({listed})")
