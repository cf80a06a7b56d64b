"""restrictions have the person who answered, the way, and the day to ask again."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Until now every answer came with a census, which does not give who answered.
    op.execute(
        "UPDATE people SET details = jsonb_set(details, '{restrictions}', ("
        "SELECT jsonb_agg(each || jsonb_build_array("
        " CASE WHEN born IS NULL THEN NULL"
        "  WHEN (each->>1)::date < born + interval '16 years' THEN 'parent'"
        "  ELSE 'young person' END,"
        " 'census',"
        " CASE WHEN (each->>1)::date < born + interval '16 years'"
        "  THEN to_char(born + interval '16 years', 'YYYY-MM-DD') END"
        ") ORDER BY place)"
        " FROM jsonb_array_elements(details->'restrictions')"
        " WITH ORDINALITY AS given(each, place)))"
        " WHERE details ? 'restrictions'"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE people SET details = jsonb_set(details, '{restrictions}', ("
        "SELECT jsonb_agg(each - 5 - 4 - 3 ORDER BY place)"
        " FROM jsonb_array_elements(details->'restrictions')"
        " WITH ORDINALITY AS given(each, place)))"
        " WHERE details ? 'restrictions'"
    )
