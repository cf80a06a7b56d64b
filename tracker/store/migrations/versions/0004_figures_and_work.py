"""what is counted of positions and leavers, settings, and long work."""

from pathlib import Path

import procrastinate
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: The last of procrastinate's own migrations that belongs to 3.10. Later ones are for
#: a migration of ours that comes with a later procrastinate.
NEWEST_OF_QUEUE = "03.04.00_50"


def upgrade() -> None:
    # First, while nothing of this migration is written: it commits on its way.
    _make_queue()
    # Positions are a derivation: those that were kept before are made again.
    op.execute("DELETE FROM positions")
    op.add_column("positions", sa.Column("answers", sa.BigInteger(), nullable=False))
    op.create_table(
        "position_days",
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "as_of", name=op.f("pk_position_days")),
    )
    op.create_table(
        "tallies",
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("breakdown", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("answers", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority",
            "as_of",
            "breakdown",
            "group",
            "answers",
            name=op.f("pk_tallies"),
        ),
    )
    op.create_index("ix_tallies_as_of", "tallies", ["as_of"])
    op.create_table(
        "leavers",
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("left", sa.SmallInteger(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("upn", sa.String(), nullable=True),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("form_group", sa.String(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("in_autumn", sa.String(), nullable=False),
        sa.Column("still_there", sa.String(), nullable=False),
        sa.Column("sustained", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("free_meals", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "left", "stage", "person_id", name=op.f("pk_leavers")
        ),
    )
    op.create_index("ix_leavers_person", "leavers", ["person_id"])
    op.create_index(
        "ix_leavers_institution",
        "leavers",
        ["authority", "institution", "stage", "left"],
    )
    op.create_table(
        "leaving_years",
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("left", sa.SmallInteger(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column(
            "mark",
            sa.Uuid(),
            server_default=sa.text("gen_random_uuid()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint(
            "authority", "left", "stage", name=op.f("pk_leaving_years")
        ),
    )
    op.create_table(
        "settings",
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "name", name=op.f("pk_settings")),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("says", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=True),
        sa.Column("out_of", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("result", postgresql.JSONB(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')",
            name=op.f("ck_tasks_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (ended_at IS NOT NULL)",
            name=op.f("ck_tasks_ended"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index("ix_tasks_subject", "tasks", ["authority", "subject", "id"])
    op.create_index(
        "ix_tasks_unfinished",
        "tasks",
        ["id"],
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    )


def downgrade() -> None:
    op.drop_table("leaving_years")
    op.drop_table("leavers")
    op.drop_table("tallies")
    op.drop_table("position_days")
    op.drop_column("positions", "answers")
    _drop_queue()
    op.drop_table("tasks")
    op.drop_table("settings")


def _make_queue() -> None:
    """What procrastinate keeps, by its own migrations in their order.

    Each is committed by itself: PostgreSQL 15 and 16 refuse a new value of an enum in
    the transaction that adds it. What an interrupted upgrade left is dropped first.
    """
    _drop_queue()
    folder = Path(procrastinate.__file__).parent / "sql" / "migrations"
    with op.get_context().autocommit_block():
        for path in sorted(folder.glob("*.sql")):
            if path.name[: len(NEWEST_OF_QUEUE)] <= NEWEST_OF_QUEUE:
                # The driver's own door: there are colons and percent signs in it.
                driver = op.get_bind().connection.driver_connection
                driver.execute(path.read_text("utf-8"))


def _drop_queue() -> None:
    op.execute(
        """
        DO $$
        DECLARE each record;
        BEGIN
            FOR each IN SELECT oid::regclass AS name FROM pg_class
                WHERE relname LIKE 'procrastinate%' AND relkind = 'r' LOOP
                EXECUTE 'DROP TABLE ' || each.name || ' CASCADE';
            END LOOP;
            FOR each IN SELECT oid::regprocedure AS name FROM pg_proc
                WHERE proname LIKE 'procrastinate%' LOOP
                EXECUTE 'DROP FUNCTION ' || each.name || ' CASCADE';
            END LOOP;
            FOR each IN SELECT oid::regtype AS name FROM pg_type
                WHERE typname LIKE 'procrastinate%' LOOP
                EXECUTE 'DROP TYPE ' || each.name || ' CASCADE';
            END LOOP;
        END $$
        """
    )
