"""A table of DfE's is read in a confined process, and a bomb is one sentence."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.reporting.published.test_published import HEADER_2025, LUTON, WIGAN
from tracker import reporting
from tracker.confinement import processes
from tracker.reporting.published.loaded import NotATable


def test_a_table_is_read_with_the_digest_of_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "a b\udcff.csv"
    path.write_text(HEADER_2025 + WIGAN + LUTON, encoding="utf-16")
    table, digest = reporting.published.confined.read(path)
    assert table == reporting.published.loaded.read(path.name, path.read_bytes())
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_table_of_more_rows_than_go_in_one_message(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    years = "".join(
        row.replace("2025,", f"{year},", 1)
        for year in range(2010, 2100)
        for row in (WIGAN, LUTON, WIGAN.replace(",359,", ",358,"))
    )
    path.write_text(HEADER_2025 + years)
    table, _ = reporting.published.confined.read(path)
    assert len(table.rows) == 270
    assert table == reporting.published.loaded.read(path.name, path.read_bytes())


def large(path: Path, start: bytes, piece: bytes, times: int) -> Path:
    with path.open("wb") as file:
        file.write(start)
        for _ in range(times):
            file.write(piece)
    return path


def sparse(path: Path, size: int) -> Path:
    """A file of so many bytes, of which the disk has none."""
    path.write_bytes(HEADER_2025.encode())
    with path.open("r+b") as file:
        file.truncate(size)
    return path


def test_bombs_end_with_one_sentence(tmp_path: Path) -> None:
    head = HEADER_2025.encode()
    for path, says in (
        (sparse(tmp_path / "huge.csv", 3_000_000_000), "has 3,000 MB"),
        (large(tmp_path / "cell.csv", head, b"x" * 1_000_000, 20), "line 2 is broken"),
        (large(tmp_path / "heads.csv", b"", b"a,b," * 250_000, 1), "two columns"),
        (large(tmp_path / "book.csv", b"PK\x03\x04", b"\0" * 1_000, 1), "unpack it"),
    ):
        with pytest.raises(NotATable, match=says) as refused:
            reporting.published.confined.read(path)
        sentence = str(refused.value)
        assert path.name in sentence
        assert sentence.endswith(".") and "\n" not in sentence


def test_what_takes_too_long_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = processes.stream
    monkeypatch.setattr(
        processes, "stream", lambda *it, **more: stream(*it, **more, seconds=0.05)
    )
    path = large(tmp_path / "slow.csv", HEADER_2025.encode(), WIGAN.encode(), 200_000)
    with pytest.raises(NotATable, match=r"slow\.csv takes more memory or time"):
        reporting.published.confined.read(path)


HEAD = {"kind": "scorecard", "without_code": [], "passed_over": 0}
HEAD |= {"unknown_columns": []}
ROW = [2025, "National", "England", "England", None, {}, {"neet": 3.0}, {}, {}, {}]


@pytest.mark.parametrize(
    "answers",
    [
        [7],
        [{**HEAD, "kind": "another"}],
        [{**HEAD, "without_code": [1]}],
        [HEAD, [ROW[:9]]],
        [HEAD, [["2025", *ROW[1:]]]],
        [HEAD, [[*ROW[:6], {"neet": "3"}, *ROW[7:]]]],
        [HEAD, [[*ROW[:8], {"neet": 3.5}, ROW[9]]]],
        [HEAD, [[*ROW[:9], {"neet": 1}]]],
        [HEAD, 7],
    ],
)
def test_answers_of_another_kind_are_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Iterable[object]
) -> None:
    monkeypatch.setattr(processes, "stream", lambda *it, **more: iter(answers))
    path = tmp_path / "a.csv"
    path.write_text("x")
    with pytest.raises(NotATable, match=r"a\.csv cannot be read as it is"):
        reporting.published.confined.read(path)


def test_everything_is_loaded_before_anything_is_confined() -> None:
    reporting.published.confined.warm_up()
