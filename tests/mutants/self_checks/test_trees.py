"""An older tree is tried with this tool, whose own changes make no result untrue."""

import subprocess
from pathlib import Path

import pytest

from tests.mutants import trees


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A tree with a tool of its own, and files that are never committed."""
    root = tmp_path / "older"
    for name in (
        *("tracker/spell.py", "tests/mutants/__main__.py", "tests/mutants/old.py"),
        *("docs/spell.md", "static/vendor/style.css", "var/left.txt"),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("older", "utf-8")
    (root / ".gitignore").write_text("/var/\n/static/vendor\n", "utf-8")
    subprocess.run(["git", "init", "-q", root], check=True)
    return root


def test_a_copy_has_this_tool_and_the_installed_files_of_the_pages(
    older: Path, tmp_path: Path
) -> None:
    copy = trees.copy(older, tmp_path / "copy")
    ours = (trees.ROOT / trees.TOOL / "__main__.py").read_text("utf-8")
    assert (copy / trees.TOOL / "__main__.py").read_text("utf-8") == ours
    assert (copy / "tracker" / "spell.py").read_text("utf-8") == "older"
    assert (copy / "static" / "vendor" / "style.css").exists()
    assert not (copy / "tests" / "mutants" / "old.py").exists()
    assert not (copy / "var").exists()


@pytest.mark.parametrize(
    ("changed", "is_other"),
    [("tracker/spell.py", True), ("tests/mutants/old.py", False), ("docs/x", False)],
)
def test_results_count_for_equal_code_and_tests(
    older: Path, changed: str, is_other: bool
) -> None:
    before = trees.digest(older)
    (older / changed).write_text("newer", "utf-8")
    assert (trees.digest(older) != before) is is_other
