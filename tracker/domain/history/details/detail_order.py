"""The details of one person by subject, in the order from which they are folded."""

from collections.abc import Iterable
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple

from tracker.domain.history.details.changes.grounds import change_of
from tracker.domain.history.details.changes.repeats import Entry, without_repeats
from tracker.domain.history.evidence import Detail, Doing, Evidence, Source
from tracker.domain.history.identity.identity_statements import SUBJECTS
from tracker.domain.reference.institution import InstitutionRef

# Newest first, then the best source, then a stable order.
Held = dict[str, list[Entry]]

#: The field of a statement by hand that there is no such value any more.
ENDED = "ended"
#: A change by hand stands before every source of its day, whose tiers begin with 1.
BY_HAND = 0


class Gathered(NamedTuple):
    """The evidence about one person, sorted by its use.

    ``held`` are the details that may change from day to day, ``identity`` the evidence
    for the identity. ``addresses`` and ``upns`` are the evidence with an address or a
    UPN. ``places`` gives the institution that the line of a source is about.
    """

    held: Held
    identity: list[Evidence]
    addresses: list[Evidence]
    upns: list[Evidence]
    places: list[tuple[Source, InstitutionRef]]


def gather(evidence: Iterable[Evidence]) -> Gathered:
    """The details of a person by subject, each in order."""
    found = held, identity, addresses, upns, places = Gathered({}, [], [], [], [])
    line: tuple[Source, date, datetime] | None = None
    order: tuple[int, int, float] = (0, 0, 0.0)
    changed: set[str] = set()
    for item in evidence:
        detail, source, as_at, recorded, _ = item
        if isinstance(detail, Detail):
            about = detail.about
            if about in SUBJECTS:
                identity.append(item)
                continue
            if line is None or not (
                source is line[0] and as_at is line[1] and recorded is line[2]
            ):
                # All details of one line have the same day and source.
                line = source, as_at, recorded
                tier = int(source.tier)
                if source.batch is None and change_of(source.name) is not None:
                    tier = BY_HAND
                order = (-as_at.toordinal(), tier, item.tie_break)
            if order[1] == BY_HAND:
                changed.add(about)
            held.setdefault(about, []).append(((*order, detail.values), as_at, detail))
            if about == "address":
                addresses.append(item)
            elif about == "upn":
                upns.append(item)
        elif isinstance(detail, Doing) and detail.at is not None:
            places.append((source, detail.at))
    for entries in held.values():
        if len(entries) > 1:
            entries.sort(key=itemgetter(0))
    for about in changed:
        entries = held[about]
        by_hand = [each for each in entries if each[0][1] == BY_HAND]
        held[about] = without_repeats(about, entries, by_hand)
    return found


def until(entries: list[Entry], day: date | None) -> list[Entry]:
    """The entries up to a day, of entries in order: the newest come first."""
    if day is None or entries[0][1] <= day:
        return entries
    return [each for each in entries if each[1] <= day]


def first_of(entries: list[Entry]) -> list[Entry]:
    """The entries of the first day for which there are any."""
    day = min(as_at for _, as_at, _ in entries)
    return [each for each in entries if each[1] == day]


def newest_of(held: Held, about: str, name: str) -> str | None:
    """The newest value of one field of a subject; None where it has ended."""
    entries = held.get(about)
    if entries is None:
        return None
    for _, _, detail in entries:
        for key, text in detail.values:
            if key == name:
                return text
            if key == ENDED:
                return None
    return None


def all_of(held: Held, about: str, name: str) -> tuple[str, ...]:
    """Every value of one field of a subject, each once, the newest first."""
    found = dict.fromkeys(
        text
        for _, _, detail in held.get(about, ())
        for key, text in detail.values
        if key == name
    )
    return tuple(found)
