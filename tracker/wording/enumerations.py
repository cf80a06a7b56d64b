"""Several things within a sentence."""

from collections.abc import Sequence


def joined(words: Sequence[str]) -> str:
    """The words with commas, and "and" before the last: "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
