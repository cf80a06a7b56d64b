"""Facts with a sealed statement, which is encrypted and has a keyed digest.

A plain digest would let a code be guessed: there are a few dozen. A fact is bound to
the record that its evidence arrived with, which no merge changes.

See decision 0177.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from psycopg.types.json import Jsonb

from tracker.domain.history.confidential_addresses import (
    gives_address,
    stands_for_address,
    without_address,
)
from tracker.domain.history.evidence import (
    Detail,
    Doing,
    Statement,
    as_json,
    from_json,
)
from tracker.domain.history.sealed_statements import (
    as_stated,
    is_sealed,
    stands_in,
    statement_shown,
)
from tracker.store.database import base, installation
from tracker.store.database.sealed_columns import SealedColumn

#: The statements that are encrypted.
SEALED_STATEMENTS = SealedColumn("facts", "sealed", quickly=True, length=512)
#: The subject of a sealed former identity, which is opened with all other evidence.
_IDENTITY = "sealed"


class Stored(NamedTuple):
    """A statement as it is stored: ``shown`` stands in the place of a sealed one."""

    digest: bytes
    plain: Mapping[str, Any]
    shown: Mapping[str, Any] | None = None


# Cached: most statements recur.
@lru_cache(maxsize=200_000)
def stored(statement: Statement) -> Stored:
    """The stored form of a statement.

    Raises ValueError for what stands in the place of a sealed one: it is no evidence.
    """
    if stands_in(statement) or stands_for_address(statement):
        raise ValueError(
            "what stands in the place of a sealed statement is no evidence"
        )
    plain = as_json(statement)
    if isinstance(statement, Detail) and statement.about == _IDENTITY:
        return Stored(b"", plain, {"kind": plain["kind"], "about": plain["about"]})
    if is_sealed(statement):
        return Stored(b"", plain, as_json(statement_shown(statement)))
    return Stored(base.digest(plain), plain)


@lru_cache(maxsize=1000)
def stored_without_address(statement: Statement) -> Stored:
    """The stored form of a statement about a person whose address is confidential.

    Raises ValueError as ``stored``.
    """
    found = stored(statement)
    if not gives_address(statement):
        return found
    return Stored(b"", found.plain, as_json(without_address(statement)))


def digest(person: int, statement: Stored) -> bytes:
    """The digest of a record's fact: keyed where its statement is sealed."""
    if statement.shown is None:
        return statement.digest
    return installation.keys().fingerprint(
        orjson.dumps(statement.plain), about=f"facts of {person}"
    )


def digests(person: int, statements: Iterable[Statement]) -> set[bytes]:
    """The digests of a record's facts."""
    given = list(statements)
    form = stored
    if any(map(gives_address, given)) and confidential([person]):
        form = stored_without_address
    return {digest(person, form(each)) for each in given}


def confidential(records: Iterable[int]) -> set[int]:
    """Those of these records that belong to a person with a confidential address.

    One query by an index of the few such people, however many records are given.
    """
    marked = all_confidential()
    return marked.intersection(records) if marked else marked


def all_confidential() -> set[int]:
    """Every record of the people with a confidential address."""
    return base.distinct(
        "SELECT unnest(array_append(ARRAY(SELECT r.id FROM people r"
        " WHERE r.merged_into = p.id), p.id)) FROM people p"
        " WHERE p.details ? 'confidential_address' AND p.merged_into IS NULL"
    )


def closed(number: int, statement: Stored) -> tuple[Jsonb, bytes | None]:
    """A fact's statement as it may be shown, and its encrypted form if it is sealed."""
    if statement.shown is None:
        return Jsonb(statement.plain), None
    plain = orjson.dumps(statement.plain)
    sealed = SEALED_STATEMENTS.encrypt(installation.keys(), plain, row=number)
    return Jsonb(statement.shown), sealed


def read(
    number: int,
    text: str,
    sealed: bytes | None,
    *,
    opened: bool = False,
    addresses: bool = False,
    counted: bool = False,
) -> Statement:
    """A fact's statement; a sealed one as it may be shown, unless ``opened``.

    ``counted`` gives a sealed one as measures count it, which no reader sees. A
    confidential address is opened by ``addresses`` alone. Raises
    encryption.NotOpened.
    """
    statement = from_text(text)
    if sealed is None:
        return statement
    identity, of_home = _is_identity(statement), stands_for_address(statement)
    if not (addresses if of_home else opened or counted or identity):
        return statement
    plain = SEALED_STATEMENTS.decrypt(installation.keys(), bytes(sealed), row=number)
    found = _from_bytes(plain)
    return found if opened or identity or of_home else as_stated(found)


# Cached: half of all sealed statements state the same of many people.
@lru_cache(maxsize=10_000)
def _from_bytes(plain: bytes) -> Statement:
    return from_json(orjson.loads(plain))


@lru_cache(maxsize=200_000)
def from_text(text: str) -> Statement:
    """Reads a fact. Cached: half of all facts state the same of many people."""
    return from_json(orjson.loads(text))


def _is_identity(statement: Statement) -> bool:
    return isinstance(statement, Detail) and statement.about == _IDENTITY


def people_with(people: Iterable[int]) -> set[int]:
    """Those of these people (or records) that have something sealed.

    A person's merged records count for them. A sealed former identity does not count.
    """
    return _people_with(people, "f.statement->>'about' IS DISTINCT FROM %s", _IDENTITY)


def people_with_activity(people: Iterable[int]) -> set[int]:
    """Those of these people (or records) that have a sealed activity."""
    return _people_with(people, "f.statement->>'kind' = %s", Doing.kind)


def _people_with(people: Iterable[int], condition: str, value: str) -> set[int]:
    wanted = set(people)
    found = base.repeated(
        "SELECT DISTINCT unnest(ARRAY[p.id, p.merged_into]) FROM people p"
        " JOIN facts f ON f.person_id = p.id"
        f" WHERE f.sealed IS NOT NULL AND {condition}"
        " AND (p.id = ANY(%s) OR p.merged_into = ANY(%s))",
        value,
        list(wanted),
        list(wanted),
    )
    return wanted.intersection(number for (number,) in found)
