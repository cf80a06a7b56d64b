"""A file is written whole, or the previous one stays."""

import os
import re
import stat
from pathlib import Path

import pytest

from tracker import reporting
from tracker.reporting.destinations.workbook import write_workbook


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def disk_is_full(path, *args, **more):
    raise OSError(28, os.strerror(28), str(path))


def test_a_file_exists_when_all_is_written(tmp_path):
    target = tmp_path / "list.csv"
    with reporting.files.whole_files.whole(target) as file:
        file.write_text("a")
        assert not target.exists()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600  # it is about people
    assert target.read_text() == "a"
    assert names_in(tmp_path) == ["list.csv"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyError()])
def test_an_existing_file_stays_if_writing_fails(tmp_path, error):
    target = tmp_path / "list.csv"
    target.write_text("last month")
    with pytest.raises((reporting.files.whole_files.NotWritable, KeyError)):  # noqa: SIM117
        with reporting.files.whole_files.whole(target) as file:
            file.write_text("half")
            raise error
    assert target.read_text() == "last month"
    assert names_in(tmp_path) == ["list.csv"]


def test_a_full_disk_is_reported_with_the_path(tmp_path):
    target = tmp_path / "list.csv"
    with (
        pytest.raises(
            reporting.files.whole_files.NotWritable, match=re.escape(str(target))
        ) as refusal,
        reporting.files.whole_files.whole(target) as file,
    ):
        disk_is_full(file)
    assert str(refusal.value).endswith("cannot be written: No space left on device.")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gone/list.csv", "gone is not there"),
        ("file/list.csv", "file is not a folder"),
        ("folder", "it is there and is not a file"),
        ("n" * 300, "File name too long"),
    ],
)
def test_a_path_that_cannot_be_written_to_is_refused(tmp_path, name, says):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    before = names_in(tmp_path)
    with pytest.raises(reporting.files.whole_files.NotWritable, match=says):
        reporting.files.whole_files.check(tmp_path / name)
    assert names_in(tmp_path) == before


def test_a_workbook_leaves_no_names_in_other_files(tmp_path, monkeypatch):
    from tests.reporting.destinations.test_workbook import school

    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr("pathlib.Path.write_bytes", disk_is_full)
    target = tmp_path / "destinations.xlsx"
    with pytest.raises(reporting.files.whole_files.NotWritable, match="No space left"):
        write_workbook(target, school(), authority_name="Testshire Council")
    assert names_in(temporary) == []
    assert names_in(tmp_path) == ["tmp"]
