"""Documents of the council's earlier system, each with the line that brought it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.casework.contact import Visibility
from tracker.domain.casework.moved_document import MovedDocument
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, Moment


class Document(Model):
    """A document about a young person, as long as the evidence of its line stands.

    Its file is that of the line ``row_id``.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_person", "person_id", "made_on"),
        base.one_of("visibility", Visibility),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    row_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("document_files.row_id"), index=True
    )
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    made_on: Mapped[date | None]
    visibility: Mapped[str] = mapped_column(default=Visibility.TEAM)
    written_at: Mapped[Moment]
    written_by: Mapped[str]


class MovedRow(NamedTuple):
    """A document of a line, and the record that the line is about."""

    row: int
    person: int
    document: MovedDocument


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as a page lists it, without its bytes. ``system`` is the name of the
    system that it comes from, "" where its files gave none.
    """

    id: int
    row: int
    title: str
    kind: str
    made_on: date | None
    visibility: str
    written_by: str
    name: str
    media_type: str
    size: int
    system: str


_GIVEN = (
    "row_id bigint, person_id bigint, title text, kind text, made_on date,"
    " visibility text, written_by text"
)
#: The evidence of a line about a record stands: {0} has both numbers.
_STANDS = (
    "EXISTS (SELECT FROM evidence e JOIN entries n ON n.id = e.entry_id"
    " AND n.withdrawn_at IS NULL WHERE e.person_id = {0}.person_id"
    " AND e.row_id = {0}.row_id)"
)
#: The same document, whichever file brought it: the same bytes under one title.
_SAME = (
    "EXISTS (SELECT FROM documents d JOIN document_files o ON o.row_id = d.row_id"
    " WHERE d.person_id = g.person_id AND d.title = g.title"
    " AND d.made_on IS NOT DISTINCT FROM g.made_on AND o.sha256 = f.sha256)"
)


def write(authority: str, rows: Iterable[MovedRow], *, at: datetime) -> int:
    """Writes the documents of lines whose evidence stands and whose file is here;
    returns how many are new. One that another line brought is not written twice.
    """
    with base.temporary("documents_given", _GIVEN, map(_values, rows)):
        return base.run(
            "INSERT INTO documents (authority, person_id, row_id, title, kind,"
            " made_on, visibility, written_at, written_by)"
            " SELECT DISTINCT ON (g.person_id, g.title, g.made_on, f.sha256) %s,"
            " g.person_id, g.row_id, g.title, g.kind, g.made_on, g.visibility, %s,"
            " g.written_by FROM documents_given g"
            " JOIN document_files f ON f.row_id = g.row_id"
            f" WHERE {_STANDS.format('g')} AND NOT {_SAME}"
            " ORDER BY g.person_id, g.title, g.made_on, f.sha256, g.row_id",
            [authority, at],
        )


def _values(each: MovedRow) -> tuple[object, ...]:
    it = each.document
    return (
        *(each.row, each.person, it.title, it.kind, it.made_on),
        *(str(it.visibility), it.author),
    )


def withdraw(batch: int) -> int:
    """Removes the documents of a batch whose evidence was withdrawn; how many.

    Their files stay with their lines, so that the batch can be applied again.
    """
    return base.run(
        "DELETE FROM documents d USING staged_rows s WHERE s.id = d.row_id"
        f" AND s.batch_id = %s AND NOT {_STANDS.format('d')}",
        [batch],
    )


_DOCUMENTS = (
    "SELECT d.id, d.row_id, d.title, d.kind, d.made_on, d.visibility, d.written_by,"
    " f.name, f.media_type, f.size, COALESCE(b.sender->>'name', '')"
    " FROM documents d JOIN document_files f ON f.row_id = d.row_id"
    " JOIN staged_rows s ON s.id = d.row_id JOIN import_batches b ON b.id = s.batch_id"
    " JOIN people p ON p.id = d.person_id"
)
_OF_PERSON = f"{_DOCUMENTS} WHERE (p.id = %s OR p.merged_into = %s)"


def of(person: int) -> Sequence[Listed]:
    """The documents of one person, on whichever of their records, the newest first.

    Those without a day come last.
    """
    found = base.stream(
        f"{_OF_PERSON} ORDER BY d.made_on DESC NULLS LAST, d.id DESC", person, person
    )
    return [Listed(*each) for each in found]


def of_person(number: int, person: int) -> Listed | None:
    """The document with that number where it is of this person, else None."""
    found = base.stream(f"{_OF_PERSON} AND d.id = %s", person, person, number)
    return next((Listed(*each) for each in found), None)


def of_rows(rows: Collection[int]) -> Sequence[Listed]:
    """The documents of these lines, in the order of the lines."""
    found = base.stream(
        f"{_DOCUMENTS} WHERE d.row_id = ANY(%s) ORDER BY d.row_id, d.id", list(rows)
    )
    return [Listed(*each) for each in found]


def count_of_batch(batch: int) -> int:
    """How many documents of a batch stand."""
    (found,) = base.column(
        "SELECT count(*) FROM documents d JOIN staged_rows s ON s.id = d.row_id"
        " WHERE s.batch_id = %s",
        batch,
    )
    return int(found)
