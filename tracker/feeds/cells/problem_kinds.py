"""Problems of a file by kind: those whose sentences differ only in a value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: A sentence about a value begins with it, or names it as a word with a digit.
_FOUND = re.compile(r"^.*?\b(?=(?:is not|should be|can be) )|\S*\d\S*", re.DOTALL)


@dataclass(slots=True)
class Kind:
    """Problems of one kind, under the sentence of the first of them.

    ``values`` is how many different values were found, and ``first`` the line of the
    first one.
    """

    column: str
    message: str
    lines: int
    first: int
    values: int = 1


def kind_of(message: str) -> str:
    """The sentence without its value: the same for all problems of one kind."""
    return _FOUND.sub("…", message)


def of_problems(problems: Iterable[tuple[str, str, int, int]]) -> list[Kind]:
    """The kinds of (column, sentence, how many lines, the first line), commonest first.

    Thirty dates of birth of thirty adults are one kind of problem, not thirty.
    """
    kinds: dict[tuple[str, str], Kind] = {}
    for column, message, lines, first in problems:
        key = (column, kind_of(message))
        kind = kinds.setdefault(key, Kind(column, message, 0, first, 0))
        kind.lines += lines
        kind.values += 1
        if first < kind.first:
            kind.first, kind.message = first, message
    return sorted(kinds.values(), key=lambda kind: (-kind.lines, kind.first))
