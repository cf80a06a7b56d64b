"""The words of a column that a sender explains once, as it explains its headings.

They are remembered beside the sender's headings, each as "our title = word" with the
code that it means. A cell that is long is no word, and is never remembered. What no
column of a list has may hold for each of its lines: "our title = (every line)".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from tracker.feeds.headings.matched_headings import heading_key

_BETWEEN = " = "
#: In place of a word: what holds for every line of a list that has no such column.
EVERY_LINE = "(every line)"
#: The longest word, and the most of one list.
LONGEST, MOST = 60, 40


def as_heading(title: str, word: str) -> str:
    """A word of the column with this title, as it is remembered and shown."""
    return f"{title}{_BETWEEN}{word}"


def word_of(heading: str, title: str) -> str | None:
    """The word that a remembered heading is about, None where it is a heading."""
    before, between, word = heading.partition(_BETWEEN)
    return word if between and before == title else None


def explained(aliases: Mapping[str, str] | None, title: str) -> dict[str, str]:
    """The code of each word that the sender has explained, by the key of the word."""
    return {
        heading_key(word): code
        for heading, code in (aliases or {}).items()
        if code and (word := word_of(heading, title)) is not None
    }


def of_every_line(aliases: Mapping[str, str] | None, title: str) -> str:
    """The code that holds for every line whose cell is empty; "" without one."""
    return (aliases or {}).get(as_heading(title, EVERY_LINE), "")


def left_out(aliases: Mapping[str, str] | None, title: str) -> frozenset[str]:
    """The key of each word that its sender has explained as none of our codes."""
    return frozenset(
        heading_key(word)
        for heading, code in (aliases or {}).items()
        if not code and (word := word_of(heading, title)) is not None
    )


def unknown(cells: Iterable[str], knows: Callable[[str], bool]) -> dict[str, int]:
    """The words of a column that are not known, with the number of their lines, in the
    order of the list. Of words that differ in case or signs the first counts.
    """
    lines = Counter[str]()
    first: dict[str, str] = {}
    for cell in cells:
        key = heading_key(cell)
        if key and len(cell) <= LONGEST and not knows(cell):
            lines[first.setdefault(key, cell)] += 1
    return dict(list(lines.items())[:MOST])
