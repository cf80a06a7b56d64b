"""a batch is known by its bytes, and by the people it was matched with.

The same file may be loaded again with another day or sender.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "import_batches", sa.Column("matched_against", sa.String(), nullable=True)
    )
    op.drop_index("ix_import_batches_bytes", "import_batches")
    op.create_index(
        "ix_import_batches_bytes", "import_batches", ["authority", "feed", "sha256"]
    )
    # An unknown sender is no sender, and not a JSON null.
    op.execute("UPDATE import_batches SET sender = NULL WHERE sender = 'null'")


def downgrade() -> None:
    op.drop_index("ix_import_batches_bytes", "import_batches")
    op.create_index(
        "ix_import_batches_bytes",
        "import_batches",
        ["authority", "feed", "sha256"],
        unique=True,
    )
    op.drop_column("import_batches", "matched_against")
