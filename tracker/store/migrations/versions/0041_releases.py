"""Releases of statistics, and the people in each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_KINDS = "'health', 'research', 'members', 'freedom of information', 'open data'"


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("breakdowns", JSONB(), nullable=False),
        sa.Column("leaving_year", sa.SmallInteger(), nullable=True),
        sa.Column("in_rows", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("lines", JSONB(), nullable=False),
        sa.Column("reasons", JSONB(), nullable=False),
        sa.Column("places", JSONB(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        _moment("prepared_at", nullable=False),
        sa.Column("prepared_by", sa.String(), nullable=False),
        _moment("approved_at"),
        sa.Column("approved_by", sa.String(), nullable=True),
        _moment("declined_at"),
        sa.Column("declined_by", sa.String(), nullable=True),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_releases_kind")),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by IS NULL)",
            name=op.f("ck_releases_approved"),
        ),
        sa.CheckConstraint(
            "(declined_at IS NULL) = (declined_by IS NULL)",
            name=op.f("ck_releases_declined"),
        ),
        sa.CheckConstraint(
            "approved_by <> prepared_by", name=op.f("ck_releases_two_people")
        ),
        sa.CheckConstraint(
            "approved_at IS NULL OR declined_at IS NULL",
            name=op.f("ck_releases_one_end"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    op.create_table(
        "release_people",
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["releases.id"],
            name=op.f("fk_release_people_release_id_releases"),
        ),
        sa.PrimaryKeyConstraint(
            "release_id", "person_id", name=op.f("pk_release_people")
        ),
    )
    op.create_index(
        op.f("ix_release_people_person_id"), "release_people", ["person_id"]
    )


def downgrade() -> None:
    op.drop_table("release_people")
    op.drop_table("releases")
