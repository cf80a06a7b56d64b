"""A copy of the repository in which a recipe of CONTRIBUTING.md is followed."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("tracker", "reports", "templates", "tests", "static", "docs")
FILES = ("pyproject.toml", "wsgi.py", "README.md", "CONTRIBUTING.md")

_RECIPE = re.compile(r"^### (.+?)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_STEP = re.compile(
    r"^(Add to|Write)\b[^`]*?(?:the list `(?P<list>\w+)` in )?`(?P<file>[\w/.]+)`:\n\n"
    r"```\w*\n(?P<code>.*?)^```",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Copy:
    """The copied repository; ``touched`` are the files that a recipe has changed."""

    folder: Path
    touched: list[str]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs Python in the copy, with the packages of this environment."""
        return subprocess.run(
            [sys.executable, *words],
            check=False,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=300,
        )


@pytest.fixture
def follow(tmp_path: Path) -> Callable[[str], Copy]:
    """Copies the repository and carries out each step of the recipe of that title."""

    def follow(title: str) -> Copy:
        folder = tmp_path / "copy"
        leave_out = shutil.ignore_patterns("__pycache__", "vendor", "samples")
        for each in PARTS:
            shutil.copytree(ROOT / each, folder / each, ignore=leave_out)
        for each in FILES:
            shutil.copy(ROOT / each, folder / each)
        (folder / "tests" / "samples").symlink_to(ROOT / "tests" / "samples")
        touched = []
        for step in _STEP.finditer(recipes()[title]):
            path = folder / step["file"]
            old = path.read_text(encoding="utf-8") if path.exists() else ""
            path.write_text(_with(old, step["code"], step["list"]), encoding="utf-8")
            touched.append(step["file"])
        return Copy(folder, touched)

    return follow


def recipes() -> dict[str, str]:
    """The text of each recipe by its title."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return dict(_RECIPE.findall(text.partition("## Recipes")[2]))


def _with(old: str, code: str, name: str | None) -> str:
    """A module with the code at its end, or at the end of one of its lists."""
    if name is None:
        return f"{old.rstrip()}\n\n\n{code}" if old else code
    start = re.search(rf"^{name}\b.*= \[$", old, re.MULTILINE)
    assert start is not None, f"there is no list {name}"
    end = old.index("\n]", start.end()) + 1
    return old[:end] + code + old[end:]
