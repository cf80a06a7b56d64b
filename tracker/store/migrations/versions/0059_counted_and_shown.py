"""What measures count of a sealed code is apart from what readers see."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

#: What is derived from facts, and is made again from them.
DERIVED = ("positions", "tallies", "return_details", "leavers")
#: Counted where a sealed characteristic makes vulnerable, and where none does.
VULNERABLE, NOT_VULNERABLE = "sealed", "sealed-other"
FIELDS = {"characteristic": "code", "characteristics": "codes"}


def upgrade() -> None:
    _forget_derived()
    op.add_column("positions", sa.Column("listed", sa.BigInteger(), nullable=False))
    op.add_column("positions", sa.Column("counted", postgresql.JSONB()))
    _rewrite(lambda codes: codes if VULNERABLE in codes else {*codes, NOT_VULNERABLE})


def downgrade() -> None:
    _rewrite(lambda codes: codes - {NOT_VULNERABLE})
    _forget_derived()
    op.drop_column("positions", "counted")
    op.drop_column("positions", "listed")


def _forget_derived() -> None:
    """The people's own details are made again with their positions."""
    for table in DERIVED:
        op.execute(f"DELETE FROM {table}")
    op.execute("UPDATE position_days SET complete = false")
    op.execute("UPDATE leaving_years SET complete = false, mark = gen_random_uuid()")


def _rewrite(codes_of: Any) -> None:
    """Rewrites what stands in the place of sealed characteristics; none is opened."""
    connection = op.get_bind()
    for number, plain in connection.execute(
        sa.text(
            "SELECT id, statement FROM facts WHERE sealed IS NOT NULL"
            " AND statement->>'about' = ANY(:subjects)"
        ),
        {"subjects": list(FIELDS)},
    ).all():
        field = FIELDS[plain["about"]]
        codes = sorted(codes_of(set(plain.get(field, "").split())))
        shown = {**plain, field: " ".join(codes)}
        if not codes and field == "code":
            del shown[field]
        connection.execute(
            sa.text("UPDATE facts SET statement = :shown WHERE id = :id").bindparams(
                sa.bindparam("shown", type_=postgresql.JSONB)
            ),
            {"shown": shown, "id": number},
        )
