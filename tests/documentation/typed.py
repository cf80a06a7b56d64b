"""The commands that a page gives its reader to type: lines that are indented.

A remark stands behind a # as a terminal reads it, so a whole line can be copied.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

_LINE = re.compile(r"^    ((?:\w+=\S+ )*)((?:flask|make) .*)$", re.MULTILINE)
_IN_TEXT = re.compile(r"`((?:flask|make) [^`]*)`")
_REMARK = re.compile(r"\s+# ")

#: The documents that a reader follows with a terminal.
FOLLOWED = (
    "README.md",
    *sorted(
        str(path.relative_to(ROOT))
        for folder in ("guides", "operations")
        for path in (ROOT / "docs" / folder).glob("*.md")
    ),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A line to type, the words that explain it, and the settings before it."""

    command: str
    remark: str = ""
    settings: str = ""


def blocks(page: str) -> list[Typed]:
    """The commands of the indented blocks of a page, in their order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = []
    for settings, line in _LINE.findall(text):
        command, remark = [*_REMARK.split(line.strip(), maxsplit=1), ""][:2]
        found.append(Typed(command, remark, settings.strip()))
    return found


def named(page: str) -> list[str]:
    """Every command of a page: those of its blocks, and those within its text."""
    text = (Path(ROOT) / page).read_text(encoding="utf-8")
    return [each.command for each in blocks(page)] + _IN_TEXT.findall(text)
