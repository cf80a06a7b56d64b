"""What the demo asks to have done: which files to load, in which order, and who rang.

Nothing here loads anything. Times are the moments at which it is pretended to have
happened, so that an earlier state of knowledge can be asked about.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

from tracker.domain.history.evidence import Statement

FeedName = Literal[
    "establishments", "nccis-file", "school-census", "provider-enrolment"
]


@dataclass(frozen=True, slots=True)
class Load:
    """One loading of one or more files that belong together.

    ``institution`` is the URN, UKPRN or LAESTAB of who sent it, where one did.
    ``as_at`` is None where the file says it itself. ``complete``: it claims to name
    everybody who is there. ``recorded_at`` is when it reached us, in UTC.
    ``new_sender`` is the name of a sender that is in no register.
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
    """What an adviser learned and typed in. ``person`` is a key of the truth."""

    person: str
    statement: Statement
    as_at: date
    recorded_at: datetime
    adviser: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The loads and the contacts, each in the order in which they happened.

    Everybody whom a contact is about stands in a file that arrived before it.
    ``truth_path`` says of every line of the files whose it is.
    """

    loads: tuple[Load, ...]
    contacts: tuple[Contact, ...]
    truth_path: Path
    people_path: Path
    folder: Path


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of a working day."""
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)
