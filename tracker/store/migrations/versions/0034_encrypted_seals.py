"""Sealed former identities are encrypted."""

import orjson
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracker.store.database import installation
from tracker.store.database.sealed_columns import SealedColumn

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

STATEMENTS = SealedColumn("facts", "sealed")
NAMES = SealedColumn("people", "sealed_names")
#: What the column of names was called while it was not encrypted.
PLAIN = "plain_sealed_names"


def upgrade() -> None:
    connection, keys = op.get_bind(), None
    op.add_column("facts", sa.Column("sealed", sa.LargeBinary()))
    op.alter_column("people", "sealed_names", new_column_name=PLAIN)
    op.add_column("people", sa.Column("sealed_names", sa.LargeBinary()))
    # Keys are made only where there is something to encrypt.
    for number, names in connection.execute(
        sa.text(f"SELECT id, {PLAIN} FROM people WHERE {PLAIN} <> '[]'")
    ).all():
        keys = keys or installation.keys()
        sealed = NAMES.encrypt(keys, orjson.dumps(names), row=number)
        connection.execute(
            sa.text("UPDATE people SET sealed_names = :sealed WHERE id = :id"),
            {"sealed": sealed, "id": number},
        )
    for number, person, plain in connection.execute(
        sa.text(
            "SELECT id, person_id, statement FROM facts"
            " WHERE statement->>'about' = 'sealed'"
        )
    ).all():
        keys = keys or installation.keys()
        text = orjson.dumps(plain)
        connection.execute(
            sa.text(
                "UPDATE facts SET sealed = :sealed, digest = :digest,"
                " statement = :rest WHERE id = :id"
            ).bindparams(sa.bindparam("rest", type_=postgresql.JSONB)),
            {
                "sealed": STATEMENTS.encrypt(keys, text, row=number),
                "digest": keys.fingerprint(text, about=f"facts of {person}"),
                "rest": {"kind": plain["kind"], "about": plain["about"]},
                "id": number,
            },
        )
    op.drop_column("people", PLAIN)


def downgrade() -> None:
    connection = op.get_bind()
    op.add_column(
        "people",
        sa.Column(
            PLAIN,
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default="[]",
        ),
    )
    for number, sealed in connection.execute(
        sa.text("SELECT id, sealed_names FROM people WHERE sealed_names IS NOT NULL")
    ).all():
        plain = NAMES.decrypt(installation.keys(), bytes(sealed), row=number)
        connection.execute(
            sa.text(
                f"UPDATE people SET {PLAIN} = CAST(:plain AS jsonb) WHERE id = :id"
            ),
            {"plain": plain.decode(), "id": number},
        )
    for number, sealed in connection.execute(
        sa.text("SELECT id, sealed FROM facts WHERE sealed IS NOT NULL")
    ).all():
        plain = STATEMENTS.decrypt(installation.keys(), bytes(sealed), row=number)
        connection.execute(
            sa.text(
                "UPDATE facts SET statement = CAST(:plain AS jsonb) WHERE id = :id"
            ),
            {"plain": plain.decode(), "id": number},
        )
    op.drop_column("facts", "sealed")
    op.drop_column("people", "sealed_names")
    op.alter_column("people", PLAIN, new_column_name="sealed_names")
