"""The demo's plan: the files to load, their order, and the contacts of advisers.

Nothing here loads anything. Every load and contact has the moment at which it is
supposed to have happened, so that an earlier state of knowledge can be shown.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

from tracker.domain.history.evidence import Statement

FeedName = Literal[
    "establishments",
    "nccis-file",
    "school-census",
    "provider-enrolment",
    "offers",
    "intended-destinations",
    "educated-elsewhere",
    "transfer-files",
    "plans",
    "care",
    "home-educated",
    "ilr",
    "youth-justice",
    "ucas",
    "pupil-information",
    "risk-lists",
]


@dataclass(frozen=True, slots=True)
class Load:
    """One loading of one or more files that belong together.

    ``institution`` is the URN, UKPRN or LAESTAB of the sender, where there is one, or
    the code of the council that sent it.
    ``as_at`` is None where the file gives its day itself. ``complete``: the file claims
    to list everybody at the place. ``recorded_at`` is the moment when the council
    received it, in UTC. ``new_sender`` is the name of a sender that is in no register.
    """

    feed: FeedName
    paths: tuple[Path, ...]
    institution: str | None
    as_at: date | None
    complete: bool
    recorded_at: datetime
    description: str
    new_sender: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A statement that an adviser recorded. ``person`` is a key of the truth."""

    person: str
    statement: Statement
    as_at: date
    recorded_at: datetime
    adviser: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The loads and the contacts, each in the order in which they happened.

    Each person with a contact is in a file that arrived before it. ``truth_path`` is
    the file with the true person of every line, ``wards`` that of the invented wards.
    """

    loads: tuple[Load, ...]
    contacts: tuple[Contact, ...]
    truth_path: Path
    people_path: Path
    folder: Path
    wards: Path


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of a working day."""
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)
