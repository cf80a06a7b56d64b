"""The files of documents, encrypted, each kept with the line that named it.

A file stays while its line waits for a decision, and while its batch is withdrawn, as
the line itself does.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode, Moment
from tracker.store.database.sealed_columns import SealedColumn


class DocumentFile(Model):
    """The file of one line. ``name`` is what it is called when it is downloaded, and
    ``sha256`` the digest of its plain bytes.
    """

    __tablename__ = "document_files"

    row_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("staged_rows.id"), primary_key=True, autoincrement=False
    )
    authority: Mapped[AuthorityCode]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[Moment]


class DocumentContent(Model):
    """The bytes of a file, apart from all that is read to list or to copy it."""

    __tablename__ = "document_contents"

    row_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("document_files.row_id"),
        primary_key=True,
        autoincrement=False,
    )
    authority: Mapped[AuthorityCode]
    content: Mapped[bytes] = mapped_column(LargeBinary)


#: The bytes of the files. A few are read at once: each may be large.
CONTENTS = SealedColumn("document_contents", "content", row=("row_id",), at_once=4)


class NewFile(NamedTuple):
    """A file to keep: what it is called, its kind, its digest and its bytes."""

    name: str
    media_type: str
    sha256: str
    content: bytes


def keep(
    authority: str, rows: Collection[int], file: NewFile, *, at: datetime
) -> list[int]:
    """Keeps a file with each of these lines that has none; returns those lines."""
    keys, kept = installation.keys(), []
    for row in sorted(rows):
        if base.run(
            "INSERT INTO document_files (row_id, authority, name, media_type, size,"
            " sha256, kept_at) VALUES (%s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (row_id) DO NOTHING",
            [
                *(row, authority, file.name, file.media_type, len(file.content)),
                *(file.sha256, at),
            ],
        ):
            base.run(
                "INSERT INTO document_contents (row_id, authority, content)"
                " VALUES (%s, %s, %s)",
                [row, authority, CONTENTS.encrypt(keys, file.content, row=(row,))],
            )
            kept.append(row)
    return kept


def of_batch(batch: int) -> Mapping[int, str]:
    """The digests of the files of a batch, by line."""
    return dict(
        base.stream(
            "SELECT f.row_id, f.sha256 FROM document_files f"
            " JOIN staged_rows s ON s.id = f.row_id WHERE s.batch_id = %s"
            " ORDER BY f.row_id",
            batch,
        )
    )


def content(row: int) -> bytes:
    """The bytes of the file of a line. Raises NotOpened, and LookupError without it."""
    found = base.column("SELECT content FROM document_contents WHERE row_id = %s", row)
    if not found:
        raise LookupError(f"line {row} has no file")
    return CONTENTS.decrypt(installation.keys(), bytes(found[0]), row=(row,))
