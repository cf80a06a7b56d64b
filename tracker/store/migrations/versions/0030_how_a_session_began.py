"""how a session began, when it was last proved, and on which device."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_WAYS = (
    "password",
    "passkey",
    "password and app code",
    "password and emailed code",
    "password and recovery code",
    "single sign-on",
    "password in a demo",
)


def upgrade() -> None:
    op.add_column(
        "signed_in",
        sa.Column("how", sa.String(), nullable=False, server_default="password"),
    )
    op.add_column(
        "signed_in", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "signed_in",
        sa.Column("device", sa.String(), nullable=False, server_default=""),
    )
    op.execute("UPDATE signed_in SET proved_at = began_at")
    op.alter_column("signed_in", "proved_at", nullable=False)
    op.alter_column("signed_in", "how", server_default=None)
    op.alter_column("signed_in", "device", server_default=None)
    ways = ", ".join(repr(each) for each in _WAYS)
    op.create_check_constraint(
        op.f("ck_signed_in_how"), "signed_in", f"how IN ({ways})"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_signed_in_how"), "signed_in")
    for each in ("how", "proved_at", "device"):
        op.drop_column("signed_in", each)
