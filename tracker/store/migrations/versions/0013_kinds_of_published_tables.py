"""several tables of one year, each under what it is."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("published_tables", "published_figures"):
        # What was loaded before was the scorecard: nothing else was read.
        op.add_column(
            table,
            sa.Column("kind", sa.String(), server_default="scorecard", nullable=False),
        )
    op.drop_constraint(
        op.f("fk_published_figures_year_published_tables"),
        "published_figures",
        type_="foreignkey",
    )
    op.drop_constraint(op.f("pk_published_figures"), "published_figures")
    op.drop_constraint(op.f("pk_published_tables"), "published_tables")
    op.create_primary_key(
        op.f("pk_published_tables"), "published_tables", ["year", "kind"]
    )
    op.create_primary_key(
        op.f("pk_published_figures"), "published_figures", ["year", "kind", "area"]
    )
    op.create_foreign_key(
        op.f("fk_published_figures_year_published_tables"),
        "published_figures",
        "published_tables",
        ["year", "kind"],
        ["year", "kind"],
    )
    for table in ("published_tables", "published_figures"):
        op.alter_column(table, "kind", server_default=None)
    # A year alone was a number that PostgreSQL would have counted up by itself.
    op.alter_column("published_tables", "year", server_default=None)
    op.execute("DROP SEQUENCE IF EXISTS published_tables_year_seq")


def downgrade() -> None:
    op.execute("DELETE FROM published_figures WHERE kind <> 'scorecard'")
    op.execute("DELETE FROM published_tables WHERE kind <> 'scorecard'")
    op.drop_constraint(
        op.f("fk_published_figures_year_published_tables"),
        "published_figures",
        type_="foreignkey",
    )
    op.drop_constraint(op.f("pk_published_figures"), "published_figures")
    op.drop_constraint(op.f("pk_published_tables"), "published_tables")
    op.drop_column("published_figures", "kind")
    op.drop_column("published_tables", "kind")
    op.create_primary_key(op.f("pk_published_tables"), "published_tables", ["year"])
    op.create_primary_key(
        op.f("pk_published_figures"), "published_figures", ["year", "area"]
    )
    op.create_foreign_key(
        op.f("fk_published_figures_year_published_tables"),
        "published_figures",
        "published_tables",
        ["year"],
        ["year"],
    )
