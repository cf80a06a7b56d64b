"""the wards of an authority's postcodes, and areas of homes that may be wards."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ward_tables",
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("wards", sa.Integer(), nullable=False),
        sa.Column("postcodes", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("authority", name=op.f("pk_ward_tables")),
    )
    op.create_table(
        "ward_postcodes",
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("ward", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "postcode", name=op.f("pk_ward_postcodes")
        ),
    )
    op.alter_column("positions", "outcode", new_column_name="area")
    _rename_breakdown("outcode", "area")


def downgrade() -> None:
    _rename_breakdown("area", "outcode")
    op.alter_column("positions", "area", new_column_name="outcode")
    op.drop_table("ward_postcodes")
    op.drop_table("ward_tables")


def _rename_breakdown(before: str, after: str) -> None:
    """The breakdown by area of home, in what was released."""
    op.execute(
        "UPDATE releases SET breakdowns ="
        f" replace(breakdowns::text, '\"{before}\"', '\"{after}\"')::jsonb"
        f" WHERE breakdowns ? '{before}'"
    )
