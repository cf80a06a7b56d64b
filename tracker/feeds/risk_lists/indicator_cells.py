"""Columns of a list that are none of ours: indicators, by their headings.

The layout of DfE's list could not be read, and it may change with each list. So every
further column is an indicator. Which of them may be shown is data
(``indicator_words.csv``): a heading whose meaning is not known is sealed, and so is a
sum, which would give away the sealed ones in it.

See decision 0249.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from tracker.domain.reference.tables import read
from tracker.wording.quotations import clipped

BETWEEN, MEANS = "; ", ": "
#: Words of a cell for what does not hold; it is kept, and shown by no page.
NOT_SO = frozenset(("", "n", "no", "false", "f", "0", "-", "none", "nil"))


class Kind(StrEnum):
    """Whether an indicator may be shown, is sealed, or may not be kept at all."""

    OPEN = "open"
    SEALED = "sealed"
    LEFT_OUT = "left out"


def _words(text: str) -> tuple[str, ...]:
    """The words of a heading: "FreeSchoolMeals" and "FSM_6" are several."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", text)
    return tuple(re.findall(r"[a-z0-9]+", parted.lower()))


#: The phrases with their kinds, the longest first.
_PHRASES = sorted(
    read(
        Path(__file__).with_name("indicator_words.csv"),
        lambda row: (tuple(row["words"].split()), Kind(row["kind"])),
    ),
    key=lambda each: -len(each[0]),
)


def kind_of(heading: str) -> Kind:
    """The kind of an indicator by its heading; one that is not known is sealed."""
    found = _kinds(heading)
    for kind in (Kind.LEFT_OUT, Kind.SEALED, Kind.OPEN):
        if kind in found:
            return kind
    return Kind.SEALED


def is_certainly_closed(heading: str) -> bool:
    """Whether the words of a heading say that what is below it may not be shown."""
    return not _kinds(heading).isdisjoint((Kind.LEFT_OUT, Kind.SEALED))


@lru_cache(maxsize=5_000)
def _kinds(heading: str) -> frozenset[Kind]:
    """The kinds of the phrases in a heading.

    A phrase takes its words out: what is left of "Education, health and care plan" is
    nothing about care.
    """
    words, found = _words(heading), set[Kind]()
    for phrase, kind in _PHRASES:
        at = _place(words, phrase)
        while at is not None:
            found.add(kind)
            # A word between them keeps those on both sides apart.
            words = (*words[:at], "", *words[at + len(phrase) :])
            at = _place(words, phrase)
    return frozenset(found)


def _place(words: tuple[str, ...], phrase: tuple[str, ...]) -> int | None:
    size = len(phrase)
    for at in range(len(words) - size + 1):
        if words[at : at + size] == phrase:
            return at
    return None


def written(cells: Mapping[str, str], kind: Kind) -> str:
    """The indicators of one kind as a line stores them: "Heading: cell; ..."."""
    return BETWEEN.join(
        f"{_plain(heading)}{MEANS}{_plain(cell)}"
        for heading, cell in cells.items()
        if cell and kind_of(heading) is kind
    )


def worded(cell: str, kind: Kind) -> str:
    """The indicators of one kind in a cell that has several of them in words."""
    return BETWEEN.join(each for each in _parts(cell) if kind_of(each) is kind)


def held(stored: str) -> list[str]:
    """The indicators of ``written`` or ``worded`` that hold, in words for a page."""
    found = []
    for part in _parts(stored):
        heading, means, cell = part.partition(MEANS)
        if not means:
            found.append(heading)
        elif cell.strip().lower() not in NOT_SO:
            is_yes = cell.strip().lower() in ("y", "yes", "true", "t", "1")
            found.append(heading if is_yes else f"{heading}{MEANS}{cell}")
    return found


def joined(stored: Iterable[str]) -> str:
    """Several texts of indicators as one."""
    return BETWEEN.join(each for each in stored if each)


def _parts(text: str) -> Iterator[str]:
    return (clipped(each.strip()) for each in re.split(r"[;|\n]", text) if each.strip())


def _plain(text: str) -> str:
    """A heading or cell without what stands between two of them."""
    return clipped(" ".join(re.sub(r"[;|\n:]", " ", text).split()))
