"""who looked: lists in the audit by person, reasons for looking, reviews of looks."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_person_id_people")
    return sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=name)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=False)


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    op.create_table(
        "look_reasons",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        _text("given_by"),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        _text("reason"),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        _moment("given_at"),
        _of_person("look_reasons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_reasons")),
        sa.UniqueConstraint(
            "authority",
            "given_by",
            "person_id",
            "on_day",
            name=op.f("uq_look_reasons_authority_given_by_person_id_on_day"),
        ),
    )
    op.create_index(op.f("ix_look_reasons_person_id"), "look_reasons", ["person_id"])
    op.create_table(
        "look_reviews",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        _text("kind"),
        _text("looked_by"),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        _text("finding"),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        _text("reviewed_by"),
        _moment("reviewed_at"),
        _of_person("look_reviews"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_reviews")),
    )
    op.create_index("ix_look_reviews_day", "look_reviews", ["authority", "on_day"])
    op.create_index(op.f("ix_look_reviews_person_id"), "look_reviews", ["person_id"])
    op.execute("CREATE INDEX ix_audit_people ON audit USING gin ((detail -> 'people'))")


def downgrade() -> None:
    op.execute("DROP INDEX ix_audit_people")
    op.drop_table("look_reviews")
    op.drop_table("look_reasons")
