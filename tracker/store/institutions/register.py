"""The register of schools, colleges and providers, by every number they have had."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import ForeignKey, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.reference.identifiers import LaEstab
from tracker.domain.reference.institution import (
    REGISTER,
    Institution,
    InstitutionKind,
    InstitutionRef,
    Roll,
)
from tracker.domain.reference.letters import folded
from tracker.extensions import Model, db
from tracker.store.database import base, cached
from tracker.store.database.base import Key
from tracker.store.database.cached import Latest

#: Stands where an establishment has no day of closing.
_NEVER = "9999-12-31"


class RegisterFact(Model):
    """One statement of the register, stored once however often it is published."""

    __tablename__ = "register_facts"

    id: Mapped[Key]
    urn: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    statement: Mapped[dict[str, Any]] = mapped_column(JSONB)


class RegisterEvidence(Model):
    """The publication of one statement of the register, as at a day."""

    __tablename__ = "register_evidence"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    fact_id: Mapped[int] = mapped_column(
        ForeignKey("register_facts.id"), primary_key=True
    )
    as_at: Mapped[date]


class Directory:
    """Finds an institution by any number it has had, before or after academisation.

    ``statements`` are the newest facts of each URN. All establishments of one lineage
    are one institution, described by the open one, and by the newest of several.
    """

    def __init__(self, statements: Iterable[Mapping[str, Any]]) -> None:
        self._institutions: dict[str, Institution] = {}
        self._keys: dict[str, str] = {}
        # Where several establishments have had a number, the last to be open has it.
        for each in sorted(statements, key=_by_last_open):
            key = each["key"]
            self._institutions[key] = _institution(f"urn:{key}", each)
            for name in ("urn", "laestab", "ukprn"):
                if each.get(name):
                    self._keys[each[name]] = key
        self._open_by_name: dict[str, list[Institution]] | None = None

    def resolve(self, ref: InstitutionRef) -> Institution | None:
        """The institution that a source named, or None where the register has none.

        A name alone is enough where exactly one open institution has it. Beside a
        number that the register does not have, a name is not enough, because one of the
        two is wrong.
        """
        numbers = [each for each in (ref.urn, ref.laestab, ref.ukprn) if each]
        for number in numbers:
            if (key := self._keys.get(number)) is not None:
                return self._institutions[key]
        if numbers or not ref.name:
            return None
        called = self.named(ref.name)
        return called[0] if len(called) == 1 else None

    def named(self, name: str) -> Sequence[Institution]:
        """The open institutions with a name; case, signs and spaces make no difference.

        The index of names is built at the first call.
        """
        if self._open_by_name is None:
            gathered: dict[str, list[Institution]] = {}
            for each in self._institutions.values():
                if each.closed is None:
                    gathered.setdefault(_name_key(each.name), []).append(each)
            self._open_by_name = gathered
        return self._open_by_name.get(_name_key(name), ())

    def by_key(self, key: str) -> Institution | None:
        """The institution with a key that ``resolve`` gave."""
        return self._institutions.get(key.removeprefix("urn:"))

    def name_of(self, key: str) -> str | None:
        """The name of the institution with a key, None where the register has none."""
        found = self.by_key(key)
        return found.name if found is not None else None

    def area_of(self, key: str) -> str | None:
        """The authority in whose area the institution with a key lies, by DfE number.

        Of one that the register does not have the key may be its number. None where it
        is not known.
        """
        found = self.by_key(key)
        kind, _, number = key.partition(":")
        of_key = number if found is None and kind == "laestab" else None
        laestab = found.laestab if found is not None else of_key
        return LaEstab.authority(laestab) if laestab is not None else None

    def __iter__(self) -> Iterator[Institution]:
        return iter(self._institutions.values())

    def __len__(self) -> int:
        return len(self._institutions)


@lru_cache(maxsize=10_000)
def _name_key(name: str) -> str:
    return "".join(filter(str.isalnum, folded(name))) or name


def _by_last_open(statement: Mapping[str, Any]) -> tuple[str, str, str]:
    """Sorts the establishments of a lineage, so that the one that describes it comes
    last: the open one, however old it is, after those that merged into it.
    """
    closed = statement.get("closed") or _NEVER
    return (closed, statement.get("opened") or "", statement["urn"])


def _institution(key: str, statement: Mapping[str, Any]) -> Institution:
    return Institution(
        key=key,
        name=statement["name"],
        kind=InstitutionKind(statement["kind"]),
        urn=statement["urn"],
        laestab=statement.get("laestab"),
        ukprn=statement.get("ukprn"),
        town=statement.get("town"),
        authority=statement.get("authority"),
        opened=base.on_or_none(statement.get("opened")),
        closed=base.on_or_none(statement.get("closed")),
        roll=_roll(statement.get("roll")),
    )


def _roll(stored: Mapping[str, Any] | None) -> Roll | None:
    if stored is None:
        return None
    return Roll(
        *(stored["pupils"], stored["low_age"], stored["high_age"]),
        base.on_or_none(stored.get("census")),
    )


def as_statement(institution: Institution) -> dict[str, Any]:
    """The statement of the register about one establishment, as a fact is stored."""
    statement = {
        "key": institution.key,
        "urn": institution.urn,
        "name": institution.name,
        "kind": institution.kind.value,
        "laestab": institution.laestab,
        "ukprn": institution.ukprn,
        "town": institution.town,
        "authority": institution.authority,
        "opened": institution.opened.isoformat() if institution.opened else None,
        "closed": institution.closed.isoformat() if institution.closed else None,
        "roll": _roll_as_stored(institution.roll),
    }
    return {name: value for name, value in statement.items() if value is not None}


def _roll_as_stored(roll: Roll | None) -> dict[str, Any] | None:
    if roll is None:
        return None
    census = {"census": roll.census.isoformat()} if roll.census is not None else {}
    ages = {"low_age": roll.low_age, "high_age": roll.high_age}
    return {"pupils": roll.pupils, **ages, **census}


def record(entry: int, as_at: date, statements: Iterable[Mapping[str, Any]]) -> int:
    """Writes the statements of a publication; returns the number of new ones."""
    facts = {base.digest(each): each for each in statements}
    numbers = {
        bytes(seen): number
        for seen, number in base.stream("SELECT digest, id FROM register_facts")
    }
    new = [seen for seen in facts if seen not in numbers]
    for seen, number in zip(
        new, base.reserve("register_facts_id_seq", len(new)), strict=True
    ):
        numbers[seen] = number
    base.copy_into(
        "register_facts (id, urn, digest, statement)",
        ((numbers[s], facts[s]["urn"], s, Jsonb(dict(facts[s]))) for s in new),
    )
    base.copy_into(
        "register_evidence (entry_id, fact_id, as_at)",
        ((entry, numbers[seen], as_at) for seen in facts),
    )
    return len(new)


_NEWEST = """
    SELECT DISTINCT ON (f.urn) f.statement
    FROM register_facts f
    JOIN register_evidence e ON e.fact_id = f.id
    JOIN entries n ON n.id = e.entry_id
    WHERE n.withdrawn_at IS NULL
    ORDER BY f.urn, e.as_at DESC, e.entry_id DESC, f.digest
"""

_KNOWN_AT = _NEWEST.replace(
    "n.withdrawn_at IS NULL",
    "n.recorded_at <= %s AND (n.withdrawn_at IS NULL OR n.withdrawn_at > %s)",
)


#: Identifies the transactions that recorded and withdrew the register's batches.
#: PostgreSQL never repeats a transaction's number, so a database that was emptied and
#: filled again has a different mark.
MARK = (
    "SELECT (current_database(),"
    " array_agg((n.id, n.xmin::text) ORDER BY n.id))::text"
    " FROM import_batches b JOIN entries n ON n.batch_id = b.id"
    f" WHERE b.feed = '{REGISTER}'"
)

_HELD_AS = "register"

#: The register of all England is 50,000 institutions: a process reads it once.
_DIRECTORY: Latest[Directory] = Latest()


def directory(known_at: datetime | None = None) -> Directory:
    """The register as it is now, or as it was known at a moment."""
    if known_at is not None:
        return Directory(each for (each,) in base.stream(_KNOWN_AT, known_at, known_at))
    return _DIRECTORY.at(
        mark(), lambda: Directory(each for (each,) in base.stream(_NEWEST))
    )


def mark() -> str:
    """A text that stays the same for as long as the register does."""
    return cached.once(_HELD_AS, _mark)


def _mark() -> str:
    ((mark,),) = base.repeated(MARK)
    return str(mark)


def hold_mark(mark: str | None) -> None:
    """Holds the mark, as ``MARK`` found it, for the rest of a request."""
    cached.put(_HELD_AS, str(mark))


def as_at() -> date | None:
    """The day of the newest publication of the register, None before the first."""
    found: date | None = db.session.scalar(
        text(
            "SELECT max(b.as_at) FROM import_batches b"
            " JOIN entries n ON n.batch_id = b.id"
            " WHERE b.feed = :feed AND n.withdrawn_at IS NULL"
        ),
        {"feed": REGISTER},
    )
    return found


def every_statement() -> Iterator[dict[str, Any]]:
    """Every statement of the register about each establishment, past and present.

    Old names are among them, because users search for them.
    """
    for (statement,) in base.stream(
        "SELECT f.statement FROM register_facts f WHERE EXISTS"
        " (SELECT 1 FROM register_evidence e JOIN entries n ON n.id = e.entry_id"
        " WHERE e.fact_id = f.id AND n.withdrawn_at IS NULL) ORDER BY f.id"
    ):
        yield statement


def last_entry(batch_id: int) -> int | None:
    """The newest entry of a batch of the register, for applying the batch again."""
    found: int | None = db.session.scalar(
        text("SELECT max(id) FROM entries WHERE batch_id = :batch"), {"batch": batch_id}
    )
    return found


def listed_by(batch_id: int) -> int:
    """The number of establishments that a batch of the register lists."""
    return base.number(
        "SELECT count(*) FROM register_evidence WHERE entry_id ="
        " (SELECT max(id) FROM entries WHERE batch_id = :batch)",
        {"batch": batch_id},
    )


def record_again(entry: int, earlier: int) -> None:
    """Records the statements of an earlier entry again, under a new entry."""
    base.execute(
        "INSERT INTO register_evidence (entry_id, fact_id, as_at)"
        " SELECT :entry, fact_id, as_at FROM register_evidence"
        " WHERE entry_id = :earlier",
        {"entry": entry, "earlier": earlier},
    )
