"""Files that commands write: completely or not at all, and checked before the work."""

import os
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.factories import SCHOOL, register

TEMPLATE = ("imports", "template", "provider-enrolment")
DESTINATIONS = ("destinations", "--institution", SCHOOL, "--left", "2026")
PREPARE = ("returns", "prepare", "--period", "2026-10")


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def full(monkeypatch):
    """A disk without any space left."""

    def write_bytes(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(28, os.strerror(28), str(path))

    monkeypatch.setattr(Path, "write_bytes", write_bytes)


@pytest.mark.parametrize(
    ("words", "out", "says"),
    [
        (TEMPLATE, "", "it is empty"),
        (TEMPLATE, "list.pdf", "ends in .xlsx or .csv"),
        (TEMPLATE, "gone/list.csv", "gone is not there"),
        (DESTINATIONS, "", "it is empty"),
        (DESTINATIONS, "gone/list.xlsx", "gone is not there"),
        (PREPARE, "", "it is empty"),
        (PREPARE, "file", "'file' is a file"),
    ],
)
def test_where_nothing_can_be_written(
    flask, as_json, tmp_path, monkeypatch, words, out, says
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    answer = flask(*words, "--out", out, code=2)
    assert says in answer.err
    assert answer.err.count("\n") == 1
    assert flask(*words, "--out", out, "--json", code=2).json == {
        "error": answer.err.strip()
    }
    assert names_in(tmp_path) == ["file"]
    assert as_json("returns", "list") == []


@pytest.mark.parametrize(
    ("name", "start"), [("t.csv", b"\xef\xbb\xbf"), ("t.xlsx", b"PK")]
)
def test_a_template_has_the_format_of_its_name(flask, tmp_path, name, start) -> None:
    flask(*TEMPLATE, "--out", tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize("words", [TEMPLATE, DESTINATIONS], ids=lambda words: words[0])
def test_a_full_disk_leaves_last_months_file(
    flask, load, tmp_path, full, words
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    out = tmp_path / "out.xlsx"
    out.write_text("last month")
    before = names_in(tmp_path)
    answer = flask(*words, "--out", out, code=2)
    assert answer.err == f"{out} cannot be written: No space left on device.\n"
    assert out.read_text() == "last month"
    assert names_in(tmp_path) == before


def test_a_return_without_room_on_the_disk_names_the_kept_run(
    flask, as_json, tmp_path, full
) -> None:
    answer = flask(*PREPARE, "--out", tmp_path, code=2)
    (run,) = as_json("returns", "list")
    assert answer.err.count("\n") == 1
    assert f"Run {run['run']} was made and is kept" in answer.err
    assert names_in(tmp_path) == []


def test_a_template_offers_the_choices(flask, tmp_path) -> None:
    from tracker.feeds.enrolment.columns import COLUMNS, SITUATIONS
    from tracker.feeds.headings.matched_headings import heading_key

    choices = {each.name: each.choices for each in COLUMNS if each.choices}
    assert {heading_key(word) for word in choices["situation"]} <= set(SITUATIONS)
    flask(*TEMPLATE, "--out", tmp_path / "t.xlsx")
    with ZipFile(tmp_path / "t.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == len(choices)
    assert '"Y,N"' in sheet.replace("&quot;", '"')
    assert "<autoFilter " in sheet
