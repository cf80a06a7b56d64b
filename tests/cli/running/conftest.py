"""Two installations: the one at hand with keys of its own, and an empty one."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import settings
from tests.store.database import own_server
from tracker.app import create_app
from tracker.extensions import db


@pytest.fixture
def own(app: Flask, var: Path, tmp_path: Path, monkeypatch) -> Iterator[Path]:
    """The installation at hand, with keys and files that are only of this test."""
    here = replace(app.config["TRACKER"], keys_file=tmp_path / "keys")
    (tmp_path / "keys").write_text("")
    (tmp_path / "keys").chmod(0o600)
    from pyrage import x25519

    (tmp_path / "keys").write_text(f"{x25519.Identity.generate()}\n")
    monkeypatch.setitem(app.config, "TRACKER", here)
    # Another test may have disposed of something in a later year, or sealed the audit.
    here.keeping.disposals_file(var).unlink(missing_ok=True)
    _clear(var)
    (tmp_path / "backups").mkdir()
    yield tmp_path / "backups"
    _clear(var)


def _clear(var: Path) -> None:
    """Removes the files that a backup holds."""
    for name in ("uploads", "backup", "audit"):
        shutil.rmtree(var / name, ignore_errors=True)


@pytest.fixture
def elsewhere(app: Flask, own: Path) -> Iterator[Flask]:
    """An empty installation with a database of its own, and the keys put in place."""
    with own_server.own_folder() as folder:
        here = app.config["TRACKER"]
        made = create_app(replace(settings(folder.parent), keys_file=here.keys_file))
        made.extensions["tracker"]()
        (folder.parent / "keys").mkdir()
        yield made
        with made.app_context():
            for engine in db.engines.values():
                engine.dispose()
