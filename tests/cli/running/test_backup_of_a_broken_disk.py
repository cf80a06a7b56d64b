"""A backup is made where the disk of the installation takes nothing new any more."""

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.running.backed_up import tables, upload
from tests.conftest import runner
from tracker import actions, store
from tracker.cli.running import backups

WRONG = {
    errno.EROFS: "Read-only file system",
    errno.ENOSPC: "No space left on device",
    errno.EXDEV: "Invalid cross-device link",
    errno.EPERM: "Operation not permitted",
}


@pytest.fixture
def broken(var: Path, monkeypatch) -> Callable[[int], None]:
    """Has the system refuse second names, or anything new in var/backup."""

    def refuse(number: int) -> None:
        makes = Path.mkdir

        def link(self: Path, file: Path) -> None:
            raise OSError(number, WRONG[number], str(file))

        def mkdir(self: Path, *given, **named) -> None:
            if self.is_relative_to(var / "backup"):
                raise OSError(number, WRONG[number], str(self))
            makes(self, *given, **named)

        monkeypatch.setattr(Path, "hardlink_to", link)
        if number in (errno.EROFS, errno.ENOSPC):
            shutil.rmtree(var / "backup", ignore_errors=True)
            monkeypatch.setattr(Path, "mkdir", mkdir)

    return refuse


@pytest.fixture
def deleted_meanwhile(monkeypatch) -> list[Path]:
    """Files that are deleted once the backup has begun, before it reads any."""
    check, files = actions.backup.making._check_space, []

    def first(*given) -> None:
        for each in files:
            each.unlink()
        check(*given)

    monkeypatch.setattr(actions.backup.making, "_check_space", first)
    return files


@pytest.mark.parametrize("number", WRONG)
def test_a_disk_that_takes_nothing_new_is_backed_up(
    own, app, flask, var, broken, deleted_meanwhile, number
) -> None:
    file = upload(app, var)
    deleted_meanwhile.append(file)
    broken(number)
    done = flask("backup", own / "one", "--json").json
    assert (done["files"], done["not_there"]) == (1, [])
    noted = number in (errno.EXDEV, errno.EPERM)
    assert done["information"] == (
        []
        if noted
        else [
            f"The backup is complete, but {var} cannot be written to "
            f"({WRONG[number]}), so flask doctor and /metrics do not have its day."
        ]
    )
    assert flask("backup", "verify", own / "one").code == 0
    assert [each.name for each in own.iterdir()] == ["one"]


def test_what_is_backed_up_of_a_read_only_disk_is_restored_equal(
    own, app, flask, var, broken, deleted_meanwhile, elsewhere
) -> None:
    file = upload(app, var)
    written = file.read_bytes()
    deleted_meanwhile.append(file)
    broken(errno.EROFS)
    assert "The backup is complete, but" in flask("backup", own / "one").out
    before = tables(app)["uploads"]
    there = elsewhere.config["TRACKER"]
    runner(elsewhere)("restore", own / "one")
    assert (there.var / file.relative_to(var)).read_bytes() == written
    after = tables(elsewhere)["uploads"]
    assert after == [row.replace(str(var), str(there.var)) for row in before]


def test_uploads_by_way_of_a_link_to_another_disk_are_in_the_backup(
    own, app, flask, var, broken, tmp_path
) -> None:
    (tmp_path / "disk").mkdir()
    (var / "uploads").symlink_to(tmp_path / "disk")
    try:
        upload(app, var)
        broken(errno.EXDEV)
        done = flask("backup", own / "one", "--json").json
    finally:
        (var / "uploads").unlink()
    assert (done["files"], done["not_there"]) == (1, [])


def test_more_files_than_may_be_open_is_one_sentence_and_leaves_nothing(
    own, app, flask, var, broken, monkeypatch
) -> None:
    file, opens = upload(app, var), os.open

    def too_many(path, *given, **named) -> int:
        if path == file:
            raise OSError(errno.EMFILE, "Too many open files")
        return opens(path, *given, **named)

    broken(errno.EXDEV)
    monkeypatch.setattr(os, "open", too_many)
    answer = flask("backup", own / "one", code=2)
    assert answer.err.startswith("More files wait than may be open at once")
    assert list(own.iterdir()) == []


def test_the_backup_of_a_day_is_made_once_where_its_day_cannot_be_noted(
    own, app, var, broken, clock, monkeypatch
) -> None:
    """Or the worker would make one after the other, and delete those of last week."""
    here = app.config["TRACKER"]
    here = replace(here, keeping=replace(here.keeping, backup_folder=own))
    broken(errno.EROFS)
    with app.app_context():
        store.database.shown.show_all()
        first = backups.back_up_if_due(here)
        assert first is not None
        assert backups.back_up_if_due(here, first) == first
        assert len(list(own.iterdir())) == 1
        clock.moment += timedelta(days=1)
        assert backups.back_up_if_due(here, first) != first
    assert len(list(own.iterdir())) == 2
