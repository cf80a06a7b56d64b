"""A file being read: the facts about it, its raw rows, and why it cannot be read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.reference.institution import InstitutionRef
from tracker.refusal import Refusal


class Unreadable(Refusal):
    """A file cannot be received at all. Its text is one sentence for the sender."""


class TooMuch(Unreadable):
    """A file took more memory or time than it may have."""


class TooSlow(TooMuch):
    """A file was not read in time, for which a busy machine may be the cause."""


class Interrupted(Unreadable):
    """The reading of a file was stopped from outside, so it is tried again once."""


@dataclass(frozen=True, slots=True)
class Context:
    """The facts about a file that its rows do not hold.

    ``authority`` loads the file, ``institution`` sent it, ``complete`` is true where it
    claims to list every person who is there on ``as_at``. ``in_register`` answers
    whether the register has an institution, and so knows its kind; ``so_named`` how
    many open ones have a name; without a register, each is accepted. ``database`` is
    that of an earlier system.
    """

    authority: str
    as_at: date
    institution: InstitutionRef | None = None
    complete: bool = False
    in_register: Callable[[InstitutionRef], bool] = lambda ref: True
    so_named: Callable[[str], int] = lambda name: 0
    database: str = ""

    def passed_on_by(self, named: InstitutionRef | None) -> tuple[InstitutionRef, ...]:
        """The institution that a row names, and the sender of the file."""
        return tuple(dict.fromkeys(filter(None, (named, self.institution))))


@dataclass(frozen=True, slots=True)
class RawRow:
    """A line of a file as it is stored: text by our column names, empty cells left out.

    ``restricted``: the sender may pass on only the person's identity and address, and
    ``values`` has nothing else of the line. ``unstored`` then has all of its cells:
    they help to match the line in memory and are never kept.
    """

    line: int
    file: str
    values: dict[str, str]
    restricted: bool = False
    unstored: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class Reading:
    """A file being read. ``rows`` streams, and may itself raise Unreadable. ``as_at``
    and ``institution`` stand in the file itself. ``notes`` are sentences about it as a
    whole, complete when the rows have been read. ``headings`` gives the sender's
    heading for a column title where they differ, ``day_column`` the column of a row's
    own day. ``authorities`` are those of the header, None without a header.
    """

    layout: str
    rows: Iterable[RawRow]
    as_at: date | None = None
    institution: InstitutionRef | None = None
    notes: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    day_column: str | None = None
    authorities: tuple[str, ...] | None = None
