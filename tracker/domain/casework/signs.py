"""What speaks for and against finding one who is not known in learning, with shares.

``found_in_100`` is of 100 young people with that sign, how many were found in learning
by the end of October. A row is a judgement until a council has counted its own of the
last September; then it writes its number, and "measured". See decision 0200.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log
from pathlib import Path

from tracker.domain.reference import tables


class Kind(StrEnum):
    BASE = "base"
    SOURCE = "source"
    AGAINST = "against"


class Basis(StrEnum):
    """Where a share comes from."""

    JUDGEMENT = "judgement"
    MEASURED = "measured"


class Name(StrEnum):
    """The signs, each a row of ``signs.csv``."""

    EVERYBODY = "everybody"
    ACCEPTED = "accepted"
    ENROLLED = "enrolled"
    OFFERED = "offered"
    APPLIED = "applied"
    PLANNED = "planned"
    PART_LIST = "part list"
    OWN_NUMBER = "own number"
    PARENT = "parent"
    SIBLING = "sibling"
    ADDRESS = "address"
    AGAIN = "again"
    LETTER = "letter"
    LOOK_UP = "look-up"
    NOTHING = "nothing"
    LEFT_OUT = "left out"
    ALL_ENDED = "all ended"
    LONG = "long"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Sign:
    """A row of the table: what it says in words, and its share."""

    name: Name
    kind: Kind
    title: str
    reason: str
    found_in_100: int
    basis: Basis


def _sign(row: Mapping[str, str]) -> Sign:
    share = int(row["found_in_100"])
    if not 0 < share < 100:
        raise ValueError("a share is from 1 to 99")
    return Sign(
        Name(row["sign"]),
        Kind(row["kind"]),
        row["title"],
        row["reason"],
        share,
        Basis(row["basis"]),
    )


SIGNS = {
    each.name: each
    for each in tables.read(Path(__file__).with_name("signs.csv"), _sign)
}
#: The sources in the order in which they are tried.
SOURCES = tuple(each for each in SIGNS.values() if each.kind is Kind.SOURCE)
#: Whether any share is still a judgement and not a council's own count.
IS_JUDGED = any(each.basis is Basis.JUDGEMENT for each in SIGNS.values())


def weight(name: Name) -> float:
    """How much a sign raises the odds, beside those of everybody."""
    return _odds(SIGNS[name].found_in_100) - _odds(SIGNS[Name.EVERYBODY].found_in_100)


def _odds(in_100: int) -> float:
    return log(in_100 / (100 - in_100))


def chance(signs: Iterable[Name]) -> float:
    """The chance that one with these signs is found in learning."""
    odds = _odds(SIGNS[Name.EVERYBODY].found_in_100) + sum(sorted(map(weight, signs)))
    return 1 / (1 + exp(-odds))
