"""The model on DuckDB, in this process and in memory: from pairs to probabilities.

Splink and DuckDB are imported when the first pair is scored, because most rows never
need it. Nothing is fetched from the network and nothing is printed.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.linkage.comparing.comparisons import Prepared
from tracker.linkage.model.splink_model import COLUMNS, settings
from tracker.linkage.population.known_records import NameCounts

if TYPE_CHECKING:
    import pyarrow as pa
    from splink import Linker

THREADS = 2

# The least frequency of a name: a name seen once among a hundred people may be more
# common than one seen once among a million.
_UNSEEN_NAMES = 2_000
_UNSEEN_SHARE = 1 / 2_000

Record = tuple[int, Prepared, Iterable[str]]  # its number, itself, its blocking keys


@dataclass(frozen=True, slots=True)
class Scored:
    """One pair scored by Splink; ``probability`` is that of being one person."""

    left: int
    right: int
    probability: float


def frame(records: Sequence[Record], **more: Sequence[Any]) -> "pa.Table":
    """The records (id, prepared, blocking keys) as a table; missing values are null."""
    import pyarrow as pa

    columns: dict[str, Any] = {
        "unique_id": pa.array([number for number, _, _ in records], pa.int64()),
        "keys": pa.array(
            [sorted(keys) for _, _, keys in records], pa.list_(pa.string())
        ),
    }
    for column, kind in COLUMNS.items():
        values = [getattr(one, column) or None for _, one, _ in records]
        if kind is str:
            columns[column] = pa.array(values, pa.string())
        else:
            lists = [sorted(value) if value else None for value in values]
            columns[column] = pa.array(lists, pa.list_(pa.string()))
    return pa.table(columns | {name: pa.array(values) for name, values in more.items()})


def score(
    left: Sequence[Record],
    right: Sequence[Record] | None,
    names: NameCounts,
    at_least: float = 0.0,
) -> list[Scored]:
    """Every pair of ``left`` and ``right`` that shares a key, scored by Splink.

    Without ``right`` the pairs are within ``left``. ``names`` gives the frequency of
    each name among all the people of the whole population. Pairs below the probability
    ``at_least`` are left out. Sorted by left and right id.
    """
    if not left or (right is not None and not right):
        return []
    with quiet_linker(left, right, names.people) as linker:
        for column in ("given", "family"):
            _register_frequencies(linker, column, names, (*left, *(right or ())))
        predicted = linker.inference.predict(
            threshold_match_probability=at_least or None, warning_mode="never"
        ).as_duckdbpyrelation()
        found = predicted.project(
            "unique_id_l, unique_id_r, match_probability"
            + (", source_dataset_l" if right is not None else "")
        ).fetchall()
    pairs = []
    for one, other, probability, *source in found:
        turned = source and source[0] != "rows"
        pair = (other, one) if turned else (one, other)
        pairs.append(Scored(*pair, probability))
    return sorted(pairs, key=lambda pair: (pair.left, pair.right))


def _register_frequencies(
    linker: "Linker", column: str, names: NameCounts, records: Iterable[Record]
) -> None:
    import pyarrow as pa

    found = sorted({getattr(one, column) for _, one, _ in records} - {""})
    counts, whole = getattr(names, column), names.people + _UNSEEN_NAMES
    shares = [
        (counts.get(name, 0) + _UNSEEN_NAMES * _UNSEEN_SHARE) / whole for name in found
    ]
    table = pa.table(
        [pa.array(found, pa.string()), pa.array(shares, pa.float64())],
        names=[column, f"tf_{column}"],
    )
    registered = linker.table_management.register_table(table, f"frequencies_{column}")
    linker.table_management.register_term_frequency_lookup(registered, column)


@contextmanager
def quiet_linker(
    left: Sequence[Record],
    right: Sequence[Record] | None,
    people: int,
    trained: Mapping[str, Any] | None = None,
    *,
    keep_levels: bool = False,
    **more: Sequence[Any],
) -> Iterator["Linker"]:
    """A linker on an in-memory DuckDB that fetches nothing and prints nothing."""
    import duckdb
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    log = logging.getLogger("splink")
    level = log.level
    log.setLevel(logging.ERROR)
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": THREADS,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    try:
        api = DuckDBAPI(connection)
        tables = [api.register(frame(left, **more), dataset_display_name="rows")]
        if right is not None:
            tables.append(api.register(frame(right), dataset_display_name="people"))
        link_type = "dedupe_only" if right is None else "link_only"
        yield Linker(
            tables,
            settings(link_type, people, trained, keep_levels=keep_levels),
            log_level=None,
            validate_settings=False,
        )
    finally:
        connection.close()
        log.setLevel(level)
