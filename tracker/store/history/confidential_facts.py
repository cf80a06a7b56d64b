"""Facts with an address, closed while it is confidential and opened when it is not.

A fact stays with the record that its evidence arrived with. So an undone merge opens
those of a record without a mark of its own.

See decision 0183.
"""

from collections.abc import Collection, Iterator

import orjson

from tracker.domain.history.confidential_addresses import (
    SUBJECTS,
    gives_address,
    stands_for_address,
)
from tracker.domain.history.evidence import from_json
from tracker.store.database import base
from tracker.store.history import sealed_facts
from tracker.store.history.sealed_facts import Stored

#: A fact's number, its record, its stored statement and its encrypted form.
_Row = tuple[int, int, str, bytes | None]


def close(records: Collection[int]) -> int:
    """Encrypts each address of these records; returns the number of facts."""
    return _rewrite(
        [
            (number, person, sealed_facts.stored_without_address(statement))
            for number, person, text, sealed in _of(records)
            if sealed is None
            and gives_address(statement := from_json(orjson.loads(text)))
        ]
    )


def open_again(records: Collection[int]) -> int:
    """Stores each closed address of these records plain; returns the number of facts.

    Raises encryption.NotOpened.
    """
    return _rewrite(
        [
            (
                number,
                person,
                sealed_facts.stored(
                    sealed_facts.read(
                        number, text, sealed, opened=False, addresses=True
                    )
                ),
            )
            for number, person, text, sealed in _of(records)
            if sealed is not None and stands_for_address(from_json(orjson.loads(text)))
        ]
    )


def _of(records: Collection[int]) -> Iterator[_Row]:
    """The facts of these records that are about an address, or stand for one."""
    yield from base.stream(
        "SELECT id, person_id, statement::text, sealed FROM facts"
        " WHERE person_id = ANY(%s) AND statement->>'about' = ANY(%s) ORDER BY id",
        list(records),
        list(SUBJECTS),
    )


def _rewrite(facts: list[tuple[int, int, Stored]]) -> int:
    with base.cursor() as sql:
        sql.executemany(
            "UPDATE facts SET digest = %s, statement = %s, sealed = %s WHERE id = %s",
            [
                (
                    sealed_facts.digest(person, form),
                    *sealed_facts.closed(number, form),
                    number,
                )
                for number, person, form in facts
            ],
        )
    return len(facts)
