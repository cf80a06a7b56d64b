"""Files that a system leaves in folders and archives, which are ignored."""

import shutil
import zipfile
from pathlib import Path

import pytest

from tracker.feeds.file_reading import Unreadable
from tracker.feeds.reading.sources import is_sent, stored

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

NAMES = [
    ("pupilonroll.csv", True),
    ("autumn/pupilonroll.csv", True),
    ("Thumbs.db.csv", True),
    ("Thumbs.db", False),
    ("THUMBS.DB", False),
    ("autumn/Thumbs.db", False),
    ("autumn\\Thumbs.db", False),
    ("desktop.ini", False),
    ("~$list.xlsx", False),
    (".DS_Store", False),
    ("__MACOSX/._list.csv", False),
    ("autumn/__MACOSX/list.csv", False),
]


@pytest.mark.parametrize(("name", "sent"), NAMES)
def test_a_sent_file_is_known_by_its_name(name: str, sent: bool) -> None:
    assert is_sent(name) is sent


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    return Path(shutil.copytree(samples / "census_collect", tmp_path / "autumn"))


def littered(folder: Path) -> Path:
    for name in ("Thumbs.db", "desktop.ini", "~$lock.xlsx", ".DS_Store"):
        (folder / name).write_bytes(OLD_OFFICE)
    return folder


def test_a_folder_is_the_same_with_them_and_without(folder: Path) -> None:
    names = [file.name for file in stored([folder])]
    littered(folder)
    assert [file.name for file in stored([folder])] == names


def test_an_archive_is_read_without_them(folder: Path, understand) -> None:
    alone = understand("school-census", folder)
    littered(folder)
    packed = folder.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"autumn/{file.name}")
            archive.writestr(f"__MACOSX/autumn/{file.name}", OLD_OFFICE)
    assert len(understand("school-census", packed)) == len(alone) > 0


def test_a_folder_of_nothing_else_is_empty(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is empty"):
        stored([littered(tmp_path)])
