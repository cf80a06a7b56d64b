"""Scores of the names and dates of birth in the return.

A value is scored only if a register had it right.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

#: The columns of truth_people.csv that are compared, with their names in words.
FIELDS = {"family": "surnames", "given": "given names", "born": "dates of birth"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A person's identity in the return, with all values that the registers gave."""

    person: str  # the true person's key
    values: Mapping[str, str]
    registers: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Field:
    """Counts of one field's values.

    ``known``: a register had them right. ``wrong``: of those, wrong in the return.
    ``capitals``: in capitals throughout.
    """

    known: int = 0
    wrong: int = 0
    capitals: int = 0

    @property
    def right(self) -> float:
        return 1 - self.wrong / self.known if self.known else 1.0


def score(people_path: Path, shown: Iterable[Shown]) -> dict[str, Field]:
    """Compares each field with the truth, letter by letter."""
    with people_path.open(encoding="utf-8", newline="") as rows:
        truth = {row["person"]: row for row in csv.DictReader(rows)}
    found = {field: Field() for field in FIELDS}
    for each in shown:
        for field, counted in found.items():
            true, value = truth[each.person][field], each.values.get(field, "")
            letters = [sign for sign in value if sign.isalpha()]
            counted.capitals += len(letters) > 1 and value.isupper()
            if true in each.registers.get(field, ()):
                counted.known += 1
                counted.wrong += value != true
    return found
