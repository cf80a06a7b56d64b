"""the dates of birth of all records that were merged into one."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE people p SET details = p.details ||"
        " jsonb_build_object('births', b.births) FROM ("
        "  SELECT COALESCE(r.merged_into, r.id) AS person,"
        "   jsonb_agg(DISTINCT f.told->>'born' ORDER BY f.told->>'born') AS births"
        "  FROM people r JOIN facts f ON f.person_id = r.id"
        "  JOIN people s ON s.id = COALESCE(r.merged_into, r.id)"
        "  WHERE f.told->>'about' = 'birth' AND f.told->>'born' <> s.born::text"
        "  AND EXISTS (SELECT FROM people m WHERE m.merged_into = s.id)"
        "  GROUP BY 1) b WHERE b.person = p.id"
    )


def downgrade() -> None:
    op.execute("UPDATE people SET details = details - 'births'")
