"""A tree of the program and its tests: its digest, and copies that may be changed."""

import hashlib
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: The tool itself, which is put into each copy: an older tree has an older one.
TOOL = Path("tests", "mutants")
#: Outcomes depend on these, but neither on the tool nor on what is written about it.
_DIGESTED = ("tracker", "tests", "reports", "templates", "pyproject.toml")
#: Files of the pages that are installed, not committed.
_INSTALLED = Path("static", "vendor")


def files(root: Path) -> list[Path]:
    """The files of a tree that are committed, or could be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
    )
    names = {Path(each) for each in listed.stdout.decode().split("\0") if each}
    return sorted(name for name in names if (root / name).is_file())


def digest(root: Path) -> str:
    """A digest of the program and its tests."""
    together = hashlib.sha256()
    for file in files(root):
        if file.parts[0] in _DIGESTED and not file.is_relative_to(TOOL):
            together.update(str(file).encode() + b"\0" + (root / file).read_bytes())
    return together.hexdigest()[:16]


def copy(root: Path, to: Path) -> Path:
    """Copies a tree, with this tool in place of its own."""
    for file in files(root):
        if not file.is_relative_to(TOOL):
            (to / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / file, to / file)
    leave_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / TOOL, to / TOOL, ignore=leave_out)
    if (root / _INSTALLED).is_dir():
        shutil.copytree(root / _INSTALLED, to / _INSTALLED)
    return to
