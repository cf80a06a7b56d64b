"""Documents of the council's earlier system, with their files apart."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_files",
        sa.Column("row_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["row_id"],
            ["staged_rows.id"],
            name=op.f("fk_document_files_row_id_staged_rows"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_document_files")),
    )
    op.create_table(
        "document_contents",
        sa.Column("row_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["row_id"],
            ["document_files.row_id"],
            name=op.f("fk_document_contents_row_id_document_files"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_document_contents")),
    )
    # What is encrypted does not shrink: compressing it again would be wasted.
    op.execute("ALTER TABLE document_contents ALTER content SET STORAGE EXTERNAL")
    op.create_table(
        "documents",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "visibility IN ('team', 'restricted')", name=op.f("ck_documents_visibility")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_documents_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["row_id"],
            ["document_files.row_id"],
            name=op.f("fk_documents_row_id_document_files"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_person", "documents", ["person_id", "made_on"])
    op.create_index(op.f("ix_documents_row_id"), "documents", ["row_id"])


def downgrade() -> None:
    op.drop_table("documents")
    op.drop_table("document_contents")
    op.drop_table("document_files")
