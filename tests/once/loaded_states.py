"""Files that a process has loaded before, put back instead of loaded again.

Many tests begin with the same files in the same order, such as the register of
institutions and one list. To load them takes half of the time of most tests, and gives
the same rows each time. So the first two tests of a process that load a file into a
known state really load it; for those after them the rows are put back as they were.

A state is known from the moment a test's database is empty, for as long as nothing but
a load has written to it: PostgreSQL numbers each transaction that writes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson
from flask import Flask

from tests.emptied import cluster_owner, emptied_tables

#: A table may be a part of another one, as a month of the audit is.
_FILLED = """
    SELECT DISTINCT coalesce(whole.relname, t.relname) FROM pg_class t
    LEFT JOIN pg_inherits i ON i.inhrelid = t.oid
    LEFT JOIN pg_class whole ON whole.oid = i.inhparent
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
    AND pg_relation_size(t.oid) > 0 AND coalesce(whole.relname, t.relname) = ANY(%s)
    ORDER BY 1
"""
_NUMBERING = """
    SELECT seqrelid::regclass::text, pg_sequence_last_value(seqrelid) FROM pg_sequence
    WHERE pg_sequence_last_value(seqrelid) IS NOT NULL ORDER BY 1
"""
#: The bytes of rows that a process keeps; what it has not needed for long goes first.
_MOST_KEPT = 32_000_000
_WRITTEN = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"


@dataclass(frozen=True, slots=True)
class State:
    """The rows of each table that has some, how far the numbers are, and the answer."""

    tables: Mapping[str, bytes]
    numbering: Mapping[str, int]
    answer: bytes
    moment: datetime

    @property
    def size(self) -> int:
        return sum(map(len, self.tables.values()))


@dataclass
class LoadedStates:
    """What one process has loaded, and the state of the database at hand.

    ``cluster`` gives the connection of the cluster's owner to it, and ``tables`` the
    names of those that are emptied for each test.
    """

    cluster: Callable[[], Any]
    tables: Callable[[], list[str]]
    _states: dict[bytes, State] = field(default_factory=dict)
    _seen: set[bytes] = field(default_factory=set)
    _at: tuple[bytes, str] | None = None

    def is_empty(self, app: Flask) -> None:
        """Notes that the database of an application is empty."""
        keys = app.config["TRACKER"].keys
        encrypted = keys.fingerprint(b"which keys", about="the tests").hex()
        self._at = _digest(b"", id(app), encrypted), self._written()

    def load(
        self,
        words: Sequence[object],
        *,
        moment: datetime,
        run: Callable[[], tuple[dict[str, Any], datetime]],
    ) -> tuple[dict[str, Any], datetime]:
        """The answer of a load and the moment after it.

        ``run`` really loads; ``words`` are those of the command, with paths of files.
        """
        before = self._at
        if before is None or before[1] != self._written():
            self._at = None
            return run()
        key = _digest(before[0], moment.isoformat(), *words)
        state = self._states.get(key)
        if state is None:
            self._at = None  # also where the load fails half-way
            answer, after = run()
            if key in self._seen:
                self._keep(key, self._read(answer, after))
            self._seen.add(key)
        else:
            self._put_back(state, before[0])
            self._states[key] = self._states.pop(key)  # the one needed last
            answer, after = orjson.loads(state.answer), state.moment
        self._at = key, self._written()
        return answer, after

    def _written(self) -> str:
        """A text that stays the same for as long as nothing writes to the server."""
        with self.cluster().transaction():
            return str(self.cluster().execute(_WRITTEN).fetchone()[0])

    def _read(self, answer: dict[str, Any], moment: datetime) -> State:
        owner = self.cluster()
        tables = {}
        with owner.transaction():
            for (name,) in owner.execute(_FILLED, [self.tables()]).fetchall():
                statement = f'COPY (SELECT * FROM "{name}") TO STDOUT (FORMAT binary)'
                with owner.cursor() as sql, sql.copy(statement) as copying:
                    tables[name] = b"".join(bytes(part) for part in copying)
            numbering = dict(owner.execute(_NUMBERING).fetchall())
        return State(tables, numbering, orjson.dumps(answer), moment)

    def _keep(self, key: bytes, state: State) -> None:
        self._states[key] = state
        while sum(each.size for each in self._states.values()) > _MOST_KEPT:
            del self._states[next(iter(self._states))]

    def _put_back(self, state: State, before: bytes) -> None:
        """Puts rows in the place of those of the state with the key ``before``."""
        owner = self.cluster()
        known = self._states.get(before)
        had = known.tables if known is not None else {}
        with owner.transaction():
            for (name,) in owner.execute(_FILLED, [self.tables()]).fetchall():
                if name not in had or state.tables.get(name) != had[name]:
                    owner.execute(f'DELETE FROM "{name}"')
            for name, rows in state.tables.items():
                if had.get(name) == rows:
                    continue
                statement = f'COPY "{name}" FROM STDIN (FORMAT binary)'
                with owner.cursor() as sql, sql.copy(statement) as copying:
                    copying.write(rows)
            steps = [
                f"SELECT setval('{name}', {last})"
                for name, last in state.numbering.items()
            ]
            owner.execute("; ".join(steps))


LOADED = LoadedStates(cluster_owner, emptied_tables)


def _digest(before: bytes, *parts: object) -> bytes:
    found = blake2b(before, digest_size=20)
    for each in parts:
        text = each.name if isinstance(each, Path) else str(each)
        found.update(b"\0" + text.encode())
        if isinstance(each, Path) and each.is_file():
            found.update(b"\1" + each.read_bytes())
    return found.digest()
