"""Copies for young people: what was gathered in a case, and what is left out of it.

Both are encrypted, and kept until the case is closed.
"""

from collections.abc import Sequence

import orjson
from sqlalchemy import ForeignKey, LargeBinary, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.law.subject_copy.held_rows import (
    HeldSection,
    as_data,
    from_data,
)
from tracker.domain.law.subject_copy.redacting import Redaction
from tracker.extensions import Model, db
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode, Key, Moment
from tracker.store.database.sealed_columns import SealedColumn

#: What was gathered.
CONTENTS = SealedColumn("subject_copies", "contents")
#: The words that are left out.
WORDS = SealedColumn("copy_redactions", "words")


class SubjectCopy(Model):
    """The copy that was gathered in a case of subject access, about one record.

    ``disclosure_id`` is set once it has been given.
    """

    __tablename__ = "subject_copies"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    contents: Mapped[bytes] = mapped_column(LargeBinary)
    prepared_by: Mapped[str]
    prepared_at: Mapped[Moment]
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosures.id"))

    @property
    def sections(self) -> list[HeldSection]:
        """What was gathered, before anything is left out."""
        plain = CONTENTS.decrypt(installation.keys(), bytes(self.contents), row=self.id)
        return from_data(orjson.loads(plain))


class CopyRedaction(Model):
    """Words that an officer leaves out of a copy, with the code of the reason."""

    __tablename__ = "copy_redactions"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    copy_id: Mapped[int] = mapped_column(ForeignKey("subject_copies.id"), index=True)
    place: Mapped[str]
    words: Mapped[bytes]
    code: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Moment]

    @property
    def redaction(self) -> Redaction:
        """What it leaves out."""
        plain = WORDS.decrypt(installation.keys(), bytes(self.words), row=self.id)
        return Redaction(self.place, plain.decode(), self.code)


def of_case(case: int) -> SubjectCopy | None:
    """The copy that was gathered in a case, None without one."""
    return base.first(select(SubjectCopy).where(SubjectCopy.case_id == case))


def put(copy: SubjectCopy, sections: Sequence[HeldSection]) -> None:
    """Keeps a copy in the open transaction, in place of the one of its case.

    What was left out of the earlier one stays left out.
    """
    earlier = of_case(copy.case_id)
    if earlier is None:
        (copy.id,) = base.reserve("subject_copies_id_seq", 1)
    else:
        copy.id = earlier.id
    copy.contents = CONTENTS.encrypt(
        installation.keys(), orjson.dumps(as_data(sections)), row=copy.id
    )
    db.session.merge(copy)
    db.session.flush()


def redactions(copy: int) -> list[CopyRedaction]:
    """What is left out of a copy, the oldest first."""
    return base.every(
        select(CopyRedaction)
        .where(CopyRedaction.copy_id == copy)
        .order_by(CopyRedaction.id)
    )


def add_redaction(row: CopyRedaction, words: str) -> None:
    """Adds words to leave out in the open transaction, encrypted."""
    (row.id,) = base.reserve("copy_redactions_id_seq", 1)
    row.words = WORDS.encrypt(installation.keys(), words.encode(), row=row.id)
    base.insert(row)


def remove_redaction(copy: int, number: int) -> bool:
    """Takes a redaction of a copy back; False where it has no such one."""
    return bool(
        base.run(
            "DELETE FROM copy_redactions WHERE copy_id = %s AND id = %s", (copy, number)
        )
    )


def forget(case: int) -> None:
    """Deletes the copy of a case, with what was left out of it."""
    base.run(
        "DELETE FROM copy_redactions r USING subject_copies c"
        " WHERE c.id = r.copy_id AND c.case_id = %s",
        (case,),
    )
    base.run("DELETE FROM subject_copies WHERE case_id = %s", (case,))
