"""subject copies: what was gathered for a young person, and what is left out."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=False)


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _refers(column: str, to: str, table: str = "subject_copies") -> sa.Constraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "subject_copies",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("contents", sa.LargeBinary(), nullable=False),
        _text("prepared_by"),
        _moment("prepared_at"),
        sa.Column("disclosure_id", sa.BigInteger(), nullable=True),
        _refers("case_id", "cases"),
        _refers("person_id", "people"),
        _refers("disclosure_id", "disclosures"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_copies")),
        sa.UniqueConstraint("case_id", name=op.f("uq_subject_copies_case_id")),
    )
    op.create_index(
        op.f("ix_subject_copies_person_id"), "subject_copies", ["person_id"]
    )
    op.create_table(
        "copy_redactions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("copy_id", sa.BigInteger(), nullable=False),
        _text("place"),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        _text("code"),
        _text("made_by"),
        _moment("made_at"),
        _refers("copy_id", "subject_copies", "copy_redactions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_redactions")),
    )
    op.create_index(op.f("ix_copy_redactions_copy_id"), "copy_redactions", ["copy_id"])


def downgrade() -> None:
    op.drop_table("copy_redactions")
    op.drop_table("subject_copies")
