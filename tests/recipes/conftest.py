"""A copy of the repository in which a recipe of CONTRIBUTING.md is followed."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from os import environ
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("tracker", "reports", "templates", "tests", "static", "docs")
FILES = ("pyproject.toml", "wsgi.py", "README.md", "CONTRIBUTING.md")

_RECIPE = re.compile(r"^### (.+?)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_STEP = re.compile(
    r"^(?:Write|Add to(?: the (?P<kind>list|class|import of) `(?P<name>[\w.]+)` in)?) "
    r"`(?P<file>[\w/.]+)`:\n\n```\w*\n(?P<code>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
#: How each thing that a recipe adds to begins, and what follows its last line.
_AROUND = {
    "list": (r"^{}\b.*[\[({{]$", r"^[\])}]"),
    "class": (r"^class {}\b.*:$", r"^\n\n"),
    "import of": (r"^from {} import \($", r"^\)"),
}


@dataclass(frozen=True)
class Copy:
    """The copied repository; ``touched`` are the files that a recipe has changed."""

    folder: Path
    touched: list[str]

    def test(self, *words: str) -> None:
        """Some tests of the copy pass."""
        self._run("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *words)

    def answer(self, code: str) -> str:
        """The output of some Python in the copy."""
        return self._run("-c", code)

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            check=False,
            cwd=self.folder,
            env={**environ, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


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
        return Copy(folder, carry_out(title, folder))

    return follow


def carry_out(title: str, folder: Path) -> list[str]:
    """Carries out each step of a recipe in a folder, and lists the changed files."""
    touched: dict[str, None] = {}
    for step in _STEP.finditer(recipes()[title]):
        path = folder / step["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(_with(old, **step.groupdict()), encoding="utf-8")
        touched[step["file"]] = None
    return list(touched)


def recipes() -> dict[str, str]:
    """The text of each recipe by its title."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return dict(_RECIPE.findall(text.partition("## Recipes")[2]))


def _with(old: str, *, kind: str | None, name: str | None, code: str, file: str) -> str:
    """A file with the code at its end, or at the end of one thing in it."""
    if kind is None or name is None:
        apart = "\n" if file.endswith(".csv") else "\n\n\n"
        return f"{old.rstrip()}{apart}{code}" if old else code
    begins, ends = _AROUND[kind]
    start = re.search(begins.format(re.escape(name)), old, re.MULTILINE)
    assert start is not None, f"{file} has no {kind} {name}"
    end = re.compile(ends, re.MULTILINE).search(old, start.end())
    assert end is not None, f"{kind} {name} in {file} has no end"
    return old[: end.start()] + code + old[end.start() :]
