"""Pictures of pages, where `make screens` has made them.

A guide has a line `<!-- screen: role endpoint: what it shows -->`. Without the picture
the line leaves nothing behind, and the text of the guide is complete without it.
"""

import re
from pathlib import Path

_ROOT = Path(__file__).parents[2]
#: Where `make screens` puts its pictures.
MADE = _ROOT / "var" / "screens"
#: The width of a window on a desk.
WIDTH = 1280
MARK = re.compile(r"^<!-- screen: ([\w-]+) ([\w.]+): (.+) -->$", re.MULTILINE)


def shown(text: str, name: str) -> str:
    """A page with its pictures; ``name`` is the name of the page."""
    return MARK.sub(lambda mark: _picture(mark[1], mark[2], mark[3], name), text)


def _picture(role: str, endpoint: str, words: str, name: str) -> str:
    file = f"{role}/{endpoint}-{WIDTH}.png"
    if not (MADE / file).is_file():
        return ""
    up = "../" * (name.count("/") + 1)
    return f"![{words}]({up}var/screens/{file})"
