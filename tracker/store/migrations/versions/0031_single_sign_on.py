"""identities of users at their providers, and the sessions begun there."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("provider", sa.String(), nullable=True))
    op.create_table(
        "provider_identities",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_provider_identities_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_identities")),
        sa.UniqueConstraint(
            "issuer", "subject", name=op.f("uq_provider_identities_issuer_subject")
        ),
        sa.UniqueConstraint("user_id", name=op.f("uq_provider_identities_user_id")),
    )
    op.create_table(
        "provider_sessions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("identity_id", sa.BigInteger(), nullable=False),
        sa.Column("sid", sa.String(), nullable=False),
        sa.Column("id_token", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["provider_identities.id"],
            name=op.f("fk_provider_sessions_identity_id_provider_identities"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session"],
            ["signed_in.digest"],
            name=op.f("fk_provider_sessions_session_signed_in"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_sessions")),
        sa.UniqueConstraint("session", name=op.f("uq_provider_sessions_session")),
    )
    op.create_index(
        op.f("ix_provider_sessions_identity_id"), "provider_sessions", ["identity_id"]
    )
    op.create_table(
        "provider_secrets_used",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_provider_secrets_used")),
    )
    op.create_index(
        op.f("ix_provider_secrets_used_at"), "provider_secrets_used", ["at"]
    )


def downgrade() -> None:
    op.drop_table("provider_secrets_used")
    op.drop_table("provider_sessions")
    op.drop_table("provider_identities")
    op.drop_column("users", "provider")
