"""Cells of lines with a confidential address, which are kept with the sealed ones.

See decision 0183.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import orjson
from psycopg.types.json import Jsonb

from tracker.domain.history.confidential_addresses import SHOWN_INSTEAD
from tracker.store.database import base, installation
from tracker.store.intake.import_batches import SEALED_CELLS

Cells = Mapping[str, str]
#: A line's number, its open cells, its sealed ones, and its problems.
_Line = tuple[int, Cells, Cells, list[dict[str, Any]]]

#: The lines about some records, and the doubtful ones that may be about one of them.
#: In two steps, each by its index.
_LINES = (
    "SELECT id, raw, sealed, problems FROM staged_rows"
    " WHERE person_id = ANY(%s) AND {which}"
    " UNION SELECT id, raw, sealed, problems FROM staged_rows"
    " WHERE outcome = 'possible' AND {which} AND EXISTS"
    " (SELECT FROM jsonb_array_elements(candidates) c"
    " WHERE (c->>'person')::bigint = ANY(%s))"
)


def close(records: Collection[int], names: Collection[str]) -> int:
    """Encrypts the cells with these names in the lines about these records.

    A doubtful line that may be about one of them is closed too. Problems that quote
    such a cell are reworded. Returns the number of lines.
    """
    changed: list[_Line] = []
    for number, raw, sealed, problems in _lines(records, "raw ?| %s", list(names)):
        moved = {name: raw[name] for name in names if name in raw}
        stays = {name: text for name, text in raw.items() if name not in moved}
        reworded = [_reworded(each, moved.values()) for each in problems]
        changed.append((number, stays, {**sealed, **moved}, reworded))
    return _rewrite(changed)


def open_again(
    records: Collection[int], names: Collection[str], *, feeds: Collection[str]
) -> int:
    """Stores these cells plain again in the lines of these feeds about these records.

    Returns the number of lines. Raises encryption.NotOpened.
    """
    changed: list[_Line] = []
    which = (
        "sealed IS NOT NULL"
        " AND batch_id IN (SELECT id FROM import_batches WHERE feed = ANY(%s))"
    )
    for number, raw, sealed, problems in _lines(records, which, list(feeds)):
        moved = {name: sealed[name] for name in names if name in sealed}
        if moved:
            stays = {name: text for name, text in sealed.items() if name not in moved}
            changed.append((number, {**raw, **moved}, stays, problems))
    return _rewrite(changed)


def _lines(records: Collection[int], which: str, *values: Any) -> Iterator[_Line]:
    """The lines for which the SQL condition ``which`` with these values is true."""
    numbers, keys = list(records), installation.keys()
    query = _LINES.format(which=which)
    found = base.stream(query, numbers, *values, *values, numbers) if numbers else ()
    for number, raw, sealed, problems in list(found):
        opened: Cells = {}
        if sealed is not None:
            plain = SEALED_CELLS.decrypt(keys, bytes(sealed), row=number)
            opened = orjson.loads(plain)
        yield number, raw, opened, problems


def _reworded(problem: dict[str, Any], cells: Collection[str]) -> dict[str, Any]:
    """A problem of a line without a cell that it quotes."""
    words = _letters(str(problem.get("message", "")))
    quoted = any(len(_letters(cell)) > 2 and _letters(cell) in words for cell in cells)
    return {**problem, "message": f"{SHOWN_INSTEAD}."} if quoted else problem


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _rewrite(lines: Sequence[_Line]) -> int:
    keys = installation.keys()
    with base.cursor() as sql:
        sql.executemany(
            "UPDATE staged_rows SET raw = %s, sealed = %s, problems = %s WHERE id = %s",
            [
                (
                    Jsonb(dict(raw)),
                    SEALED_CELLS.encrypt(keys, orjson.dumps(sealed), row=number)
                    if sealed
                    else None,
                    Jsonb(problems),
                    number,
                )
                for number, raw, sealed, problems in lines
            ],
        )
    return len(lines)
