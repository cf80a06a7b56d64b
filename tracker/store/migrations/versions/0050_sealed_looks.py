"""openings of what is sealed, each with its reason."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_looks",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("broke_glass", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_sealed_looks_person_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_looks")),
    )
    op.create_index(op.f("ix_sealed_looks_person_id"), "sealed_looks", ["person_id"])
    op.create_index(
        "ix_sealed_looks_opened_at", "sealed_looks", ["authority", "opened_at"]
    )


def downgrade() -> None:
    op.drop_table("sealed_looks")
