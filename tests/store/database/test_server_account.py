"""The account that runs the embedded server where Tracker runs as root."""

import pwd
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tracker.store.database.embedded import server_account
from tracker.store.database.embedded.unusable import DatabaseUnavailable

_ADDS = "#!/bin/sh\necho begun >> {place}/runs\nsleep 0.3\ntouch {place}/made\n"
_FAILS = "#!/bin/sh\nexit 10\n"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without the account, whose useradd is a script in this folder."""
    program = tmp_path / "useradd"
    program.write_text(_ADDS.format(place=tmp_path))
    program.chmod(0o755)
    here = pwd.getpwuid(0)

    def by_name(_: str) -> pwd.struct_passwd:
        if not (tmp_path / "made").exists():
            raise KeyError
        return here

    monkeypatch.setattr(server_account.pwd, "getpwnam", by_name)
    monkeypatch.setattr(server_account.shutil, "which", lambda *_, **__: str(program))
    return tmp_path


def test_two_first_starts_at_once_make_the_account_once(machine: Path) -> None:
    together = Barrier(2)

    def first_start(_: int) -> server_account.Account:
        together.wait()
        return server_account._of_root()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(first_start, range(2)))
    assert found == [server_account.Account(0, 0, "root")] * 2
    assert (machine / "runs").read_text() == "begun\n"


def test_an_account_that_cannot_be_made_is_a_sentence(machine: Path) -> None:
    (machine / "useradd").write_text(_FAILS)
    with pytest.raises(DatabaseUnavailable, match="Make it, or run Tracker as"):
        server_account._of_root()
