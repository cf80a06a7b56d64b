"""Columns and audited actions are called by the words of the field."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

COLUMNS = (
    ("facts", "told", "statement"),
    ("register_facts", "told", "statement"),
    ("return_details", "told", "details"),
    ("published_figures", "told", "figures"),
    ("tasks", "asked_by", "requested_by"),
    ("tasks", "asked_at", "requested_at"),
    ("corrections", "told_by", "reported_by"),
    ("corrections", "told_at", "reported_at"),
    ("notices", "told_by", "reported_by"),
    ("notices", "told_at", "reported_at"),
    ("new_senders", "said_by", "made_by"),
    ("new_senders", "said_at", "made_at"),
    ("sender_columns", "said_by", "recorded_by"),
    ("sender_columns", "said_at", "recorded_at"),
    ("two_people", "said_by", "decided_by"),
    ("two_people", "said_at", "decided_at"),
    ("apart", "said_by", "decided_by"),
)

ACTIONS = (
    ("columns of a sender told", "column mapping recorded"),
    ("columns of a sender forgotten", "column mapping removed"),
    ("people told apart", "people marked different"),
    ("people told apart no more", "people no longer marked different"),
    ("leaving notice told", "leaving notice recorded"),
    ("correction told", "correction recorded"),
)


def upgrade() -> None:
    for table, before, after in COLUMNS:
        op.alter_column(table, before, new_column_name=after)
    _rename_actions(dict(ACTIONS))
    _rename_result("asked", "raised")


def downgrade() -> None:
    for table, before, after in COLUMNS:
        op.alter_column(table, after, new_column_name=before)
    _rename_actions({after: before for before, after in ACTIONS})
    _rename_result("raised", "asked")


def _rename_actions(names: dict[str, str]) -> None:
    for before, after in names.items():
        op.execute(
            sa.text(
                "UPDATE audit SET action = :after WHERE action = :before"
            ).bindparams(before=before, after=after)
        )


def _rename_result(before: str, after: str) -> None:
    """Renames the key of a task's result with the questions that a batch raised."""
    op.execute(
        sa.text(
            "UPDATE tasks SET result = result - :before"
            " || jsonb_build_object(:after, result->:before)"
            " WHERE jsonb_exists(result, :before)"
        ).bindparams(
            sa.bindparam("before", before, sa.Text()),
            sa.bindparam("after", after, sa.Text()),
        )
    )
