"""What is on record of a young person who is not known, as its reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.casework.council_systems import LookUp
from tracker.domain.history.guarantee import Application
from tracker.domain.history.position import Position


@dataclass(frozen=True, slots=True)
class PlaceList:
    """The list of a place in this academic year.

    ``sent`` is the day of the newest, None while none came, and ``complete`` that of
    the newest complete one. ``by`` is the day by which it is expected: the day of last
    year's where ``usual``, else that of the calendar. ``batches`` are the newest
    complete list and those after it, ``undecided`` how many of their lines wait for
    a decision about who they name.
    """

    by: date | None = None
    usual: bool = False
    sent: date | None = None
    complete: date | None = None
    batches: frozenset[int] = frozenset()
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """A contact, as its reader may see it: of a restricted one the day, and the number
    that everyone is warned of.
    """

    on: date
    outcome: Outcome | None = None
    channel: Channel | None = None
    number: str | None = None  # one that turned out to be wrong


@dataclass(frozen=True, slots=True)
class Relative:
    """Another young person who is known, of the same address or phone number.

    ``is_named_alike``: they share the family name, so that they can be called a brother
    or sister. In many families they do not.
    """

    person: int
    sex: str | None
    by_address: bool
    is_named_alike: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """What is on record of a young person who is not known, as its reader may see it.

    ``applications`` are those for this year, the best first. ``planned`` is the place
    of the newest plan (key, name), ``contacts`` are the newest first. ``guarded``: the
    address is confidential, or they are not named outward. ``has_address``: there is
    one to write to. ``named_by`` are the places (keys) whose newest list has them:
    what came after it ended that.
    """

    position: Position
    applications: Sequence[Application] = ()
    planned: tuple[str, str] | None = None
    contacts: Sequence[Attempt] = ()
    look_ups: Sequence[LookUp] = ()
    phone: str | None = None
    parent_phone: str | None = None
    relation: str = ""
    moved_on: date | None = None
    relative: Relative | None = None
    has_address: bool = False
    guarded: bool = False
    named_by: frozenset[str] = frozenset()
