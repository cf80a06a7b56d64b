"""The roles of sharing: information officer, asset owner and guardian."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

BEFORE = (
    "'adviser', 'team-leader', 'data-manager', 'manager', 'school-user',"
    " 'college-user', 'auditor', 'administrator'"
)
ADDED = "'information-officer', 'asset-owner', 'guardian'"


def upgrade() -> None:
    _allow(f"{BEFORE}, {ADDED}")


def downgrade() -> None:
    op.execute(f"DELETE FROM users WHERE role IN ({ADDED})")
    _allow(BEFORE)


def _allow(roles: str) -> None:
    name = op.f("ck_users_role")
    op.drop_constraint(name, "users")
    op.create_check_constraint(name, "users", f"role IN ({roles})")
