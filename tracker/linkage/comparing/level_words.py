"""The words for the levels of an agreement, in the sentences about a row."""

from collections.abc import Mapping
from pathlib import Path

from tracker import domain
from tracker.linkage.comparing.comparisons import Level


def _words(row: dict[str, str]) -> tuple[Level, dict[str, str]]:
    return Level[row.pop("level")], row


_WORDS = domain.reference.tables.read(
    Path(__file__).with_name("level_words.csv"), _words
)


def in_words(column: str) -> Mapping[Level, str]:
    """The words of a column by level, without the levels that have none there."""
    return {level: words[column] for level, words in _WORDS if words[column]}
