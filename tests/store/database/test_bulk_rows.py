"""A few rows are written by one statement and many by COPY, and both store the same."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from tracker.store.database import base, bulk_rows

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
#: A row with a value of every kind that the program writes.
ROW = (
    2**40,
    "359",
    'O\\Neill, "Zoë"\t\n',
    '{"a": [1, null]}',
    date(2008, 9, 1),
    AT,
    [1, 2**40],
    ["a,b", 'c"d', ""],
    b"\x00\xff",
    0.25,
    True,
)
COLUMNS = (
    "id bigint, authority varchar(3), name text, detail jsonb, born date,"
    " at timestamptz, numbers bigint[], words text[], sealed bytea, share real,"
    " live bool, counted int NOT NULL DEFAULT 7"
)
NAMES = "(id, authority, name, detail, born, at, numbers, words, sealed, share, live)"


@pytest.fixture
def sent(inside: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables to which rows were copied; there is a table of every kind."""
    base.run(f"CREATE TEMP TABLE kinds ({COLUMNS}) ON COMMIT DROP")
    copied: list[str] = []
    copy = bulk_rows.copy

    def heard(target: Any, table: str, rows: Any) -> int:
        copied.append(table)
        return copy(target, table, rows)

    monkeypatch.setattr(bulk_rows, "copy", heard)
    return copied


@pytest.mark.parametrize("count", [0, 1, 2, bulk_rows.FEW, bulk_rows.FEW + 1, 40])
@pytest.mark.parametrize("empty", [False, True])
def test_few_and_many_rows_are_stored_alike(
    sent: list[str], count: int, empty: bool
) -> None:
    row = (ROW[0], *[None] * 5, [], [], *[None] * 3) if empty else ROW
    rows = [(row[0] + number, *row[1:]) for number in range(count)]
    assert base.copy_into(f"kinds {NAMES}", iter(rows)) == count
    stored = list(base.stream("SELECT * FROM kinds ORDER BY id"))
    detail = None if empty else {"a": [1, None]}
    assert stored == [(*each[:3], detail, *each[4:], 7) for each in rows]
    assert bool(sent) is (count > bulk_rows.FEW)


@pytest.mark.parametrize("count", [2, bulk_rows.FEW + 1])
def test_rows_for_all_columns_need_no_names(sent: list[str], count: int) -> None:
    rows = [(*ROW, number) for number in range(count)]
    assert base.copy_into("kinds", rows) == count
    assert base.column("SELECT counted FROM kinds ORDER BY 1") == list(range(count))
