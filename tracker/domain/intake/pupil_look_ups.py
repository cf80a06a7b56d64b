"""The groups whose UPNs are looked up in Get Information About Pupils, and why.

Each look-up has its purpose and its law, as those in systems of the council have. The
information officer of a council confirms each, or takes it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tracker.domain.reference import tables

#: Get Information About Pupils takes so many numbers for one extract.
MOST = 500
#: After so many weeks a number may be looked up again: a census is due each term.
WEEKS = (4, 8, 12)
USUAL = 8
NOT_KNOWN, NO_SCHOOL, UNMATCHED = "not-known", "no-school", "unmatched"


@dataclass(frozen=True, slots=True)
class Group:
    """A group: what it is called, what its look-up is for, and by which law."""

    name: str
    title: str
    purpose: str
    law: str
    confirmed: bool


def _group(row: Mapping[str, str]) -> Group:
    return Group(
        row["group"],
        row["title"],
        row["purpose"],
        row["law"],
        tables.YES_OR_NO[row["confirmed"]],
    )


GROUPS: Mapping[str, Group] = {
    each.name: each for each in tables.read(Path(__file__).with_suffix(".csv"), _group)
}


def again(weeks: int) -> timedelta:
    """How long a number that was looked up is left out."""
    return timedelta(weeks=weeks)
