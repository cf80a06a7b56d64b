"""No query is made for each line: ten lines and a hundred need equally many."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from tests.acts import act
from tests.factories import COLLEGE, people, provider_list, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.registry import FEEDS
from tracker.store.intake.import_batches import ImportBatch

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ON = AT.date()
FEW, MANY = 10, 100


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Counts the queries to the database, by either way of making one."""
    count = [0]
    execute, copy = psycopg.Cursor.execute, psycopg.Cursor.copy

    def counted_execute(self, *words, **more):
        count[0] += 1
        return execute(self, *words, **more)

    def counted_copy(self, *words, **more):
        count[0] += 1
        return copy(self, *words, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted_execute)
    monkeypatch.setattr(psycopg.Cursor, "copy", counted_copy)
    # Few rows are copied too, which takes more statements: else ten lines would need
    # fewer than a hundred for that reason alone.
    monkeypatch.setattr(store.database.bulk_rows, "FEW", -1)

    @contextmanager
    def counting() -> Iterator[Callable[[], int]]:
        before = count[0]
        yield lambda: count[0] - before

    return counting


def receive(
    path: Path, lines: int, first: int, *, complete: bool = True
) -> ImportBatch:
    file = provider_list(path / f"list{lines}.csv", people(lines, first=first))
    return actions.intake.receive.receive(
        FEEDS["provider-enrolment"],
        [file],
        act=act(by="test", at=AT, authority="359"),
        institution=InstitutionRef(urn=COLLEGE),
        as_at=date(2026, 10, 9),
        complete=complete,
    )


@pytest.fixture
def counts(inside: Flask, tmp_path: Path, queries: Callable) -> dict[str, list[int]]:
    """The number of queries of each step, for few lines and then for many."""
    actions.intake.register.load(
        [register(tmp_path / "edubasealldata.csv")],
        act=act(by="test", at=AT, on=ON, authority="359"),
        as_at=ON,
    )
    found: dict[str, list[int]] = {}

    def step(name: str, run: Callable[[], object]) -> None:
        with queries() as so_far:
            run()
        found.setdefault(name, []).append(so_far())

    # A first run, so that what is loaded only once is not counted.
    warm = receive(tmp_path, 5, 900)
    actions.intake.matching.match.match(warm, act=act(by="test", at=AT))
    actions.intake.apply.apply(warm, act=act(by="test", at=AT, on=ON), confirmed=True)
    for lines, first in ((FEW, 1), (MANY, 300)):
        made: list[ImportBatch] = []
        step("receive", lambda n=lines, f=first: made.append(receive(tmp_path, n, f)))
        batch = made[0]
        step(
            "match",
            lambda: actions.intake.matching.match.match(
                batch, act=act(by="test", at=AT)
            ),
        )
        step(
            "preview",
            lambda: actions.intake.apply.preview(
                batch, act=act(by="test", at=AT, on=ON)
            ),
        )
        step(
            "apply",
            lambda: actions.intake.apply.apply(
                batch, act=act(by="test", at=AT, on=ON), confirmed=True
            ),
        )
        step("show", lambda: store.intake.batch_pages.lines(batch.id, None, limit=None))
        step(
            "withdraw",
            lambda: actions.intake.apply.withdraw(
                batch, act=act(by="test", at=AT, on=ON)
            ),
        )
        step(
            "apply again",
            lambda: actions.intake.apply.apply(
                batch, act=act(by="test", at=AT, on=ON), confirmed=True
            ),
        )
        step(
            "refresh",
            lambda n=lines: actions.history.positions.refresh(
                [date(2026, 9, 30) if n == FEW else date(2026, 10, 31)],
                within=authority_scope("359"),
            ),
        )
    return found


def test_ten_times_the_lines_ask_no_more(counts: dict[str, list[int]]) -> None:
    assert set(counts) == {
        *("receive", "match", "preview", "apply", "show", "withdraw"),
        *("apply again", "refresh"),
    }
    for name, (few, many) in counts.items():
        assert few > 0, name
        # copy_into sends four statements: create, copy, insert, drop.
        assert many <= few + 4, f"{name}: {few} questions, then {many}"


@pytest.mark.parametrize("numbers", [[], [7], [7, None], [1, 2, 3], [-5, 2**40]])
def test_lists_of_numbers_arrive_as_they_are(app: Flask, numbers: list) -> None:
    """Written in one step for the driver; a list of nothing or with a gap is not."""
    with app.app_context():
        assert store.database.base.column("SELECT %s::bigint[]", numbers) == [numbers]


def test_a_row_is_looked_up_in_a_long_list_and_not_compared_with_each_number(
    app: Flask,
) -> None:
    """Twenty thousand rows against twenty thousand numbers: 400 million comparisons,
    which took more than a second, unless the list has the type of the column.
    """
    with app.app_context():
        [kind] = store.database.base.column("SELECT pg_typeof(%s)::text", [1, 2])
        plan = store.database.base.column(
            "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON)"
            " SELECT count(*) FROM generate_series(1::bigint, 20000) AS row(number)"
            " WHERE number = ANY(%s)",
            list(range(20_000)),
        )
    took = float(plan[-1].removeprefix("Execution Time: ").removesuffix(" ms"))
    assert kind == "bigint[]"
    assert took < 400
