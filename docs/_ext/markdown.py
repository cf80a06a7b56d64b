"""Tables and words as Markdown, so that no character of theirs has a meaning."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def plain(text: object) -> str:
    """Words on one line, shown as they are."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def code(text: object) -> str:
    """A name as it is typed; nothing for an empty one."""
    words = " ".join(str(text).split()).replace("|", r"\|")
    if not words:
        return ""
    fence = "``" if "`" in words else "`"
    space = " " if "`" in words else ""
    return f"{fence}{space}{words}{space}{fence}"


def codes(names: Iterable[object]) -> str:
    """Several names as they are typed, with commas."""
    return ", ".join(code(each) for each in names)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already.

    Raises ValueError for a row with other cells than headings.
    """
    lines = [_line(headings), _line(["---"] * len(headings))]
    for row in rows:
        if len(row) != len(headings):
            raise ValueError(f"a row of {len(row)} cells under {len(headings)}: {row}")
        lines.append(_line(row))
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def paragraphs(text: str) -> str:
    """A text of several paragraphs, each shown as it is."""
    return "\n\n".join(plain(each) for each in re.split(r"\n\s*\n", text))
