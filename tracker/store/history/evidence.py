"""Facts, and the evidence of the sources that support them.

A fact is a statement about a record, stored once. A row of evidence stands for one line
of a file, and points to all the facts in that line. A census that repeats what is known
therefore adds one small row a line, which confirms the facts, and no facts. Evidence
belongs to an entry, which is one act of recording. Withdrawing an entry withdraws all
its evidence. Nothing is ever rewritten.

See decision 0005.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.history.evidence import Evidence, Source, Statement, Tier
from tracker.domain.history.sealed_statements import without_companions
from tracker.domain.intake.leaver_questions import LeaverQuestion
from tracker.extensions import Model, db
from tracker.store.database import base, cached
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.history import merged_records
from tracker.store.history.sealed_facts import (
    Stored,
    closed,
    confidential,
    digest,
    from_text,
    read,
    stored,
    stored_without_address,
)


class Entry(Model):
    """An act of recording evidence: a batch applied, or a form saved by a user.

    What another authority passed on has an entry for each line of its history:
    ``passed_line`` of the file, with the source that it had there. ``passed_as_typed``
    means that a user had entered it there by hand.
    """

    __tablename__ = "entries"
    __table_args__ = (
        base.at_and_by("withdrawn"),
        CheckConstraint(
            "(passed_on_by IS NULL) = (passed_line IS NULL)"
            " AND (passed_on_by IS NULL) = (passed_as_typed IS NULL)",
            name="passed_on",
        ),
        Index(
            "ix_entries_guarantee",
            "authority",
            postgresql_where=text("source LIKE 'September Guarantee list of %'"),
        ),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    batch_id: Mapped[int | None] = mapped_column(
        ForeignKey("import_batches.id"), index=True
    )
    source: Mapped[str]
    made_by: Mapped[str]
    recorded_at: Mapped[Moment]
    withdrawn_at: Mapped[MaybeMoment]
    withdrawn_by: Mapped[str | None]
    passed_on_by: Mapped[str | None] = mapped_column(String(3))
    passed_line: Mapped[int | None]
    passed_as_typed: Mapped[bool | None]


_SEALED = text("sealed IS NOT NULL")
_ANSWERED = text(
    "statement->>'about' = 'restriction'"
    " AND (statement->>'restricted' = 'Y' OR statement ? 'how')"
)


class Fact(Model):
    """One statement about one record, stored once however many sources make it."""

    __tablename__ = "facts"
    __table_args__ = (
        Index("uq_facts_person_digest", "person_id", "digest", unique=True),
        # Each return looks up the people with something sealed.
        Index("ix_facts_sealed", "person_id", postgresql_where=_SEALED),
        # Each No, and each answer that was recorded by hand: few of all statements.
        Index("ix_facts_restrictions", "authority", postgresql_where=_ANSWERED),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    statement: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # The whole statement, where it is encrypted; the other is what may be shown of it.
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class EvidenceRow(Model):
    """A source's evidence for these facts of this record, as at a day."""

    __tablename__ = "evidence"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), index=True)
    row_id: Mapped[int | None] = mapped_column(BigInteger)
    tier: Mapped[int] = mapped_column(SmallInteger)
    as_at: Mapped[date]
    facts: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An entry that another authority passed on: the authority, the source that it had
    there, its line of the history, and whether it was typed by hand.
    """

    by: str
    source: str
    line: int
    typed: bool


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """The statements, and a question, of one line of a file or form about a record."""

    person: int
    row: int | None
    tier: Tier
    as_at: date
    statements: tuple[Statement, ...]
    question: LeaverQuestion | None = None
    passed_on: PassedOn | None = None


def open_entry(
    *,
    authority: str,
    batch_id: int | None,
    source: str,
    by: str,
    at: datetime,
    passed_on: PassedOn | None = None,
) -> int:
    """Starts an entry, one act of recording evidence, and returns its number."""
    entry = Entry(
        authority=authority,
        batch_id=batch_id,
        source=source,
        made_by=by,
        recorded_at=at,
    )
    if passed_on is not None:
        entry.passed_on_by = passed_on.by
        entry.passed_line = passed_on.line
        entry.passed_as_typed = passed_on.typed
    db.session.add(entry)
    db.session.flush()
    # The entry may be a register or a list of the September Guarantee.
    cached.renew()
    return entry.id


def record(entry: int, authority: str, new_evidence: Sequence[NewEvidence]) -> None:
    """Writes the evidence of one entry, and the facts that are new."""
    record_all([entry] * len(new_evidence), authority, new_evidence)


def record_all(
    entries: Sequence[int], authority: str, new_evidence: Sequence[NewEvidence]
) -> tuple[list[list[int]], set[int]]:
    """Writes evidence of several entries, and the facts that are new.

    Returns the numbers of the facts of each piece of evidence, and of the new facts.
    """
    facts: dict[tuple[int, bytes], Stored] = {}
    wanted: list[list[tuple[int, bytes]]] = []
    without_address = confidential(each.person for each in new_evidence)
    for each in new_evidence:
        keys = []
        form = stored_without_address if each.person in without_address else stored
        for statement in map(form, each.statements):
            key = (each.person, statement.digest or digest(each.person, statement))
            facts.setdefault(key, statement)
            keys.append(key)
        wanted.append(keys)
    numbers: dict[tuple[int, bytes], int] = {
        (person, bytes(seen)): number
        for person, seen, number in base.stream(
            "SELECT person_id, digest, id FROM facts WHERE person_id = ANY(%s)",
            sorted({each.person for each in new_evidence}),
        )
    }
    new = [key for key in facts if key not in numbers]
    reserved = base.reserve("facts_id_seq", len(new)) if new else []
    for key, number in zip(new, reserved, strict=True):
        numbers[key] = number
    base.copy_into(
        "facts (id, authority, person_id, digest, statement, sealed)",
        (
            (numbers[key], authority, *key, *closed(numbers[key], facts[key]))
            for key in new
        ),
    )
    base.copy_into(
        "evidence (authority, person_id, entry_id, row_id, tier, as_at, facts)",
        (
            (
                authority,
                each.person,
                entry,
                each.row,
                int(each.tier),
                each.as_at,
                [numbers[key] for key in keys],
            )
            for entry, each, keys in zip(entries, new_evidence, wanted, strict=True)
        ),
    )
    stored_as = [[numbers[key] for key in keys] for keys in wanted]
    return stored_as, {numbers[key] for key in new}


_EVIDENCE = (
    "SELECT e.person_id, e.tier, e.as_at, e.facts, n.recorded_at, n.withdrawn_at,"
    " n.source, n.batch_id, s.file, s.line,"
    " CASE WHEN n.passed_on_by IS NOT NULL THEN"
    " ARRAY[n.passed_on_by, n.passed_line::text, n.passed_as_typed::text] END"
    " FROM evidence e JOIN entries n ON n.id = e.entry_id"
    " LEFT JOIN staged_rows s ON s.id = e.row_id"
    " WHERE e.person_id = ANY(%s)"
)


def histories(
    persons: Iterable[int],
    *,
    live_only: bool = True,
    opened: bool = False,
    addresses: bool = False,
    counted: bool = False,
    records: Mapping[int, int] | None = None,
    size: int = 4000,
) -> Iterator[tuple[int, list[Evidence]]]:
    """All evidence of each person, read for a few thousand people at a time.

    A sealed statement is given as it may be shown. ``opened`` gives it with its code,
    for the return and for users with the permission. ``addresses`` gives confidential
    addresses, for those users alone. ``counted`` gives it as measures count it, for
    positions alone. ``records`` has the person of every record of these people, where
    the caller knows them (``merged_records.records_of``).

    Yields (person, evidence) for every person requested, in order of number. The list
    is empty where a person has no evidence. ``live_only`` leaves withdrawn evidence
    out. Without it, the caller can work out what was known at an earlier moment.
    """
    wanted = sorted(set(persons))
    for start in range(0, len(wanted), size):
        some = wanted[start : start + size]
        if records is not None:
            of_some: Mapping[int, int] | None = _only(records, some)
        else:
            of_some = None if len(some) == 1 else merged_records.records_of(some)
        yield from _of_records(
            some,
            of_some,
            live_only=live_only,
            as_read={"opened": opened, "addresses": addresses, "counted": counted},
        )


def _only(records: Mapping[int, int], persons: Sequence[int]) -> Mapping[int, int]:
    wanted = set(persons)
    if len(wanted) == len(set(records.values())):
        return records
    return {one: person for one, person in records.items() if person in wanted}


#: The condition of the records of one person.
_OF_ONE = "person_id IN (SELECT id FROM people WHERE id = %s OR merged_into = %s)"
#: The subject of a detail, or the kind of any other statement: none is both.
_SUBJECT = "COALESCE(statement->>'about', statement->>'kind')"


def of_subjects(
    persons: Iterable[int],
    subjects: Collection[str],
    *,
    opened: bool = False,
    size: int = 4000,
) -> Iterator[tuple[int, list[Evidence]]]:
    """The evidence of details under these subjects, and of statements of these kinds.

    A sealed statement is given as it may be shown, or with its code where ``opened``.
    Yields (person, evidence) for every person requested, in order of number.
    """
    wanted, as_read = sorted(set(persons)), {"opened": opened}
    for start in range(0, len(wanted), size):
        some = wanted[start : start + size]
        records = merged_records.records_of(some)
        yield from _of_records(
            some, records, live_only=True, as_read=as_read, only=subjects
        )


def of_records(
    records: Iterable[int],
    *,
    live_only: bool = True,
    opened: bool = False,
    counted: bool = False,
) -> dict[int, list[Evidence]]:
    """The evidence received for each record itself, whether or not it is now merged.

    ``live_only``, ``opened`` and ``counted`` as for ``histories``.
    """
    wanted = sorted(set(records))
    alone, as_read = {it: it for it in wanted}, {"opened": opened, "counted": counted}
    return dict(_of_records(wanted, alone, live_only=live_only, as_read=as_read))


def _passed_on(
    tier: Tier, name: str, file: str | None, batch: int | None, passed: Sequence[str]
) -> Source:
    """The source that it had there: what a user typed is no line of a file."""
    by, line, typed = passed
    if typed == "true":
        return Source(tier, name, passed_on_by=by)
    return Source(tier, name, file, int(line), batch, by)


def _of_records(
    wanted: list[int],
    records: Mapping[int, int] | None,
    *,
    live_only: bool,
    as_read: Mapping[str, bool],
    only: Collection[str] | None = None,
) -> Iterator[tuple[int, list[Evidence]]]:
    """``only`` are the subjects and kinds that are read. A sealed statement is given as
    ``as_read`` says (``sealed_facts.read``). Without ``records`` it is one person, with
    whichever records have facts.
    """
    if records is None:
        condition = _OF_ONE
        values: tuple[Any, ...] = (wanted[0], wanted[0])
    else:
        condition, values = "person_id = ANY(%s)", (list(records),)
    if only is not None:
        condition, values = (
            f"{condition} AND {_SUBJECT} = ANY(%s)",
            (*values, list(only)),
        )
    facts, with_facts = dict[int, Statement](), set[int]()
    for fact, record, plain, sealed in base.stream(
        f"SELECT id, person_id, statement::text, sealed FROM facts WHERE {condition}",
        *values,
    ):
        with_facts.add(record)
        facts[fact] = (
            from_text(plain) if sealed is None else read(fact, plain, sealed, **as_read)
        )
    if records is None:
        records = dict.fromkeys(with_facts, wanted[0])
    numbers = list(records)
    found: dict[int, list[Evidence]] = {person: [] for person in wanted}
    query = _EVIDENCE + (" AND n.withdrawn_at IS NULL" if live_only else "")
    for row in base.stream(query, numbers):
        person, tier, as_at, fact_ids, *moments, name, batch, file, line, passed = row
        if passed is None:
            source = Source(Tier(tier), name, file, line, batch)
        else:
            source = _passed_on(Tier(tier), name, file, batch, passed)
        into = found[records[person]]
        for fact in fact_ids:
            if only is None or fact in facts:
                into.append(Evidence(facts[fact], source, as_at, *moments))
    shown = not any(as_read.values())
    for person, items in found.items():
        yield person, without_companions(items) if shown else items
