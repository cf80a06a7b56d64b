"""what reports and dashboards are compared with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_tables",
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_published_tables")),
    )
    op.create_table(
        "published_figures",
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("told", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["year"],
            ["published_tables.year"],
            name=op.f("fk_published_figures_year_published_tables"),
        ),
        sa.PrimaryKeyConstraint("year", "area", name=op.f("pk_published_figures")),
    )


def downgrade() -> None:
    op.drop_table("published_figures")
    op.drop_table("published_tables")
