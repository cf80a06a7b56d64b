"""second factors: passkeys, authenticator apps, recovery codes, begun sign-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id_users")
    )


def upgrade() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("handle", sa.LargeBinary(), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _moment("added_at"),
        _moment("used_at", nullable=True),
        _of_user("passkeys"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkeys_credential")),
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"])
    op.create_table(
        "used_challenges",
        sa.Column("digest", sa.String(length=64), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_used_challenges")),
    )
    op.create_table(
        "authenticator_apps",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        _moment("started_at"),
        _moment("confirmed_at", nullable=True),
        _moment("used_at", nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        _of_user("authenticator_apps"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_authenticator_apps")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _moment("made_at"),
        _moment("used_at", nullable=True),
        _of_user("recovery_codes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"])
    op.create_table(
        "begun_sign_ins",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("hides", sa.Boolean(), nullable=False),
        _moment("began_at"),
        _moment("ended_at", nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        _moment("code_at", nullable=True),
        sa.Column("codes", sa.Integer(), nullable=False),
        _of_user("begun_sign_ins"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_begun_sign_ins")),
    )
    op.create_index(op.f("ix_begun_sign_ins_user_id"), "begun_sign_ins", ["user_id"])
    op.add_column(
        "account_links",
        sa.Column(
            "resets_factors",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
        ),
    )
    op.alter_column("account_links", "resets_factors", server_default=None)
    op.add_column(
        "sign_in_failures",
        sa.Column("kind", sa.String(), nullable=False, server_default="password"),
    )
    op.alter_column("sign_in_failures", "kind", server_default=None)
    op.create_check_constraint(
        op.f("ck_sign_in_failures_kind"),
        "sign_in_failures",
        "kind IN ('password', 'code', 'link')",
    )


def downgrade() -> None:
    op.drop_column("sign_in_failures", "kind")
    op.drop_column("account_links", "resets_factors")
    for table in (
        "begun_sign_ins",
        "recovery_codes",
        "authenticator_apps",
        "used_challenges",
        "passkeys",
    ):
        op.drop_table(table)
