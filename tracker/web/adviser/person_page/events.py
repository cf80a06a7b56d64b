"""The history of a young person in one list: statuses and contacts, newest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.casework.contact import Outcome
from tracker.domain.history.position import Position
from tracker.domain.history.spells import Spell
from tracker.domain.reference.activity import NOT_KNOWN_COMPULSORY
from tracker.store.casework.contacts import Contact
from tracker.web.adviser.person_page import in_words


@dataclass(frozen=True, slots=True)
class Stretch:
    """A spell with its place, its evidence and the day after which it lapsed."""

    spell: Spell
    place: str
    lapsed_after: date | None
    evidence: Sequence[in_words.Piece]


class Cut(StrEnum):
    """The choices of the list: everything, statuses or contacts."""

    EVERYTHING = "everything"
    STATUSES = "statuses"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the list: a status or a contact; ``mark`` is the shape beside it."""

    on: date
    mark: str
    status: Stretch | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """The list as it is cut, and how many each cut would show."""

    shown: Sequence[Event]
    cut: Cut
    counts: dict[Cut, int]


def events(
    stretches: Sequence[Stretch],
    contacts: Sequence[Contact],
    *,
    cut: str | None,
    may_see_contact: Callable[[Contact], bool],
) -> Events:
    """The list, cut as the address says; a word that it does not know cuts nothing."""
    statuses = [
        Event(each.spell.starts, "is-status", status=each) for each in stretches
    ]
    met = [
        Event(
            each.made_on,
            _mark(each) if may_see_contact(each) else "is-closed",
            contact=each,
        )
        for each in contacts
    ]
    of = {
        Cut.EVERYTHING: sorted(
            [*met, *statuses], key=lambda each: each.on, reverse=True
        ),
        Cut.STATUSES: statuses,
        Cut.CONTACTS: met,
    }
    chosen = Cut(cut) if cut in tuple(Cut) else Cut.EVERYTHING
    return Events(of[chosen], chosen, {each: len(rows) for each, rows in of.items()})


def _mark(contact: Contact) -> str:
    return "is-reached" if Outcome(contact.outcome).reached else "is-tried"


@dataclass(frozen=True, slots=True)
class Currency:
    """How much of the currency of a status is used up, in percent."""

    used: float
    days_left: int
    review: float | None


def currency(position: Position | None, today: date) -> Currency | None:
    """The bar from the last confirmation to the lapse; None if nothing lapses.

    Up to Year 11 also "not known" has a last day, the end of the school year. It is
    nothing that can lapse.
    """
    if position is None or position.lapses is None:
        return None
    if position.activity == NOT_KNOWN_COMPULSORY:
        return None
    start = position.verified or position.ascertained
    whole = (position.lapses - start).days
    if whole <= 0:
        return None

    def at(day: date) -> float:
        return round(min(max((day - start).days / whole, 0), 1) * 100, 2)

    review = position.review
    return Currency(
        used=at(today),
        days_left=(position.lapses - today).days,
        review=at(review) if review and start <= review <= position.lapses else None,
    )
