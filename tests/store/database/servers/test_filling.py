"""A database filled from a copy, also where the programs are newer than the server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.store.database.own_server import own_folder
from tracker.store.database import copies, embedded


@pytest.fixture
def places() -> Iterator[tuple[copies.Place, copies.Place]]:
    """A database with a table of rows, and an empty one."""
    with own_folder() as folder:
        one = copies.place(folder, None)
        with one.connect() as sql:
            sql.execute("CREATE TABLE rows (number int PRIMARY KEY, words text)")
            sql.execute(
                "INSERT INTO rows SELECT n, repeat('SET transaction_timeout = 0;'"
                " || chr(10), 3) FROM generate_series(1, 20000) n"
            )
        embedded.connect(folder, "empty").close()
        yield one, copies.Place({**one.environment, "PGDATABASE": "empty"})


@pytest.fixture
def copied(places: tuple[copies.Place, copies.Place], tmp_path: Path) -> bytes:
    """The bytes of a copy of the first."""
    one, _ = places
    with (
        copies.snapshot(one) as (_, name),
        copies.dump(one, name) as out,
    ):
        return out.read()


def listed(place: copies.Place, copied: bytes) -> list[str]:
    return copies.contents(place, lambda into: into.write(copied))


def rows(place: copies.Place) -> Any:
    with place.connect() as sql:
        return sql.execute("SELECT count(*), max(length(words)) FROM rows").fetchone()


def by_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_filled", copies._filled_by_script)


@pytest.mark.parametrize("script", [False, True])
def test_it_is_filled_with_every_row(places, copied, script, monkeypatch) -> None:
    one, empty = places
    if script:
        by_script(monkeypatch)
    with copies.fill(empty, listed(empty, copied)) as into:
        into.write(copied)
    assert rows(empty) == rows(one) == (20_000, 87)


@pytest.mark.parametrize("script", [False, True])
def test_half_a_copy_leaves_nothing(places, copied, script, monkeypatch) -> None:
    _, empty = places
    lines = listed(empty, copied)
    if script:
        by_script(monkeypatch)
    with (
        pytest.raises(copies.CannotCopy, match="pg_restore could not do it"),
        copies.fill(empty, lines) as into,
    ):
        into.write(copied[: len(copied) * 3 // 4])
    with pytest.raises(psycopg.errors.UndefinedTable):
        rows(empty)


@pytest.mark.parametrize("script", [False, True])
def test_a_reader_of_the_copy_that_fails_leaves_nothing(
    places, copied, script, monkeypatch
) -> None:
    _, empty = places
    lines = listed(empty, copied)
    if script:
        by_script(monkeypatch)
    with pytest.raises(ZeroDivisionError), copies.fill(empty, lines) as into:
        into.write(copied[:1000])
        raise ZeroDivisionError
    with pytest.raises(psycopg.errors.UndefinedTable):
        rows(empty)


def test_a_server_that_refuses_the_script_is_a_sentence(
    places, copied, monkeypatch
) -> None:
    _, empty = places
    lines = listed(empty, copied)
    with empty.connect() as sql:
        sql.execute("CREATE TABLE rows (other int)")
    by_script(monkeypatch)
    with (
        pytest.raises(copies.CannotCopy, match='psql could not do it: relation "rows"'),
        copies.fill(empty, lines) as into,
    ):
        into.write(copied)


def test_an_older_server_gets_no_setting_that_it_does_not_know(monkeypatch) -> None:
    """The script is passed on from the line after it, and rows that hold it stay."""
    import io

    setting = b"SET transaction_timeout = 0;\n"
    to = io.BytesIO()
    copies._pass_on(io.BytesIO(b"SET a = 0;\n" + setting + b"COPY\n" + setting), to)
    assert to.getvalue() == b"SET a = 0;\nCOPY\n" + setting


def test_programs_that_come_with_the_embedded_server_are_enough(
    monkeypatch, tmp_path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    place = copies.place(tmp_path, "postgresql+psycopg://owner@127.0.0.1:5432/tracker")
    assert copies._version(place, "pg_dump") == embedded.programs.NEWEST
    assert place.environment["PGUSER"] == "owner"
