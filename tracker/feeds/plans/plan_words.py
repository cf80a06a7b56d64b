"""What SEND teams write about a plan, and why it ceased. An unknown word is no plan.

``plan_words.csv`` and ``cease_reasons.csv`` have the words. The codes of a reason are
those of SEN2.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import tables
from tracker.feeds.headings.matched_headings import heading_key


class State(StrEnum):
    """What a word says about a plan; ``NONE`` is neither a plan nor SEN support."""

    CURRENT = "current"
    CEASED = "ceased"
    NONE = "none"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a plan ceased; ``follows`` is a sentence on what that asks of a person."""

    code: str
    follows: str


_STATES = dict(
    tables.read(
        Path(__file__).with_name("plan_words.csv"),
        lambda row: (heading_key(row["word"]), State(row["state"])),
    )
)
_REASONS = tables.read(Path(__file__).with_name("cease_reasons.csv"), dict)


def _by_word() -> Iterator[tuple[str, Reason]]:
    for row in _REASONS:
        reason = Reason(row["code"], row["follows"])
        for word in (row["code"], *row["words"].split("|")):
            yield heading_key(word), reason


_BY_WORD = dict(_by_word())


#: "5 - Transferred to another LA", or "5.0" as a spreadsheet writes it.
_CODED = re.compile(r"(\d)(?:\.0)?(?:[\s\-–:.)]+(\D.*))?")


def state(cell: str) -> State | None:
    """What a cell says about a plan; None for a word that is not known."""
    return _STATES.get(heading_key(cell))


def reason(cell: str) -> Reason | None:
    """The reason in a cell, by its code, its words or both; None for an unknown one."""
    if (found := _BY_WORD.get(heading_key(cell))) is not None:
        return found
    coded = _CODED.fullmatch(cell.strip())
    known = _BY_WORD.get(coded[1]) if coded is not None else None
    if coded is None or known is None or not coded[2]:
        return known
    return known if _BY_WORD.get(heading_key(coded[2])) is known else None
