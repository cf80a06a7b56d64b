"""What the documents say of each signed setting, by the choice that holds.

``signed_choices.csv`` has the words of every choice, for all readers and for young
people, and the handlings and the activities that it is about (Law D-12, N-13).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tracker.domain.history.details.handling import HANDLINGS
from tracker.domain.reference import tables


@dataclass(frozen=True, slots=True)
class SignedChoice:
    """A choice of a signed setting in words; ``plain`` is for young people."""

    setting: str
    choice: str
    words: str
    plain: str
    handlings: frozenset[str]
    activities: frozenset[str]


def _choice(row: dict[str, str]) -> SignedChoice:
    handlings = frozenset(row["handlings"].split("; "))
    if unknown := handlings - HANDLINGS.keys():
        raise ValueError(f"{min(unknown)} is no handling")
    return SignedChoice(
        row["setting"],
        row["choice"],
        row["words"],
        row["plain"],
        handlings,
        frozenset(row["activities"].split("; ")),
    )


#: Every choice by its setting and its words in the settings.
CHOICES: Mapping[tuple[str, str], SignedChoice] = {
    (each.setting, each.choice): each
    for each in tables.read(Path(__file__).with_name("signed_choices.csv"), _choice)
}


def holding(
    chosen: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, SignedChoice]:
    """The choice that holds of each signed setting, by its name.

    ``chosen`` has choices in the words of the settings; of another setting the first
    one of the file holds, as without a signature. Raises KeyError.
    """
    held: dict[str, str] = {}
    for setting, choice in CHOICES:
        held.setdefault(setting, choice)
    held.update(chosen)
    return {setting: CHOICES[setting, choice] for setting, choice in held.items()}
