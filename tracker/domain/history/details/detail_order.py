"""The details of one person by subject, in order: what all else is folded from."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from tracker.domain.history.evidence import Detail, Doing, Evidence, Source
from tracker.domain.history.identity.identity_statements import SUBJECTS
from tracker.domain.reference.institution import InstitutionRef

# Newest first, then the best source, then a stable order; beside it day and detail.
Order = tuple[int, int, float, tuple[tuple[str, str], ...]]
Entry = tuple[Order, date, Detail]
Told = dict[str, list[Entry]]


class Gathered(NamedTuple):
    """Evidence sorted out: what of the day is ``told``, and ``who`` somebody is.

    ``lived`` and ``numbered`` are what gives an address or a UPN, ``placed`` says of
    which institution the line of a source speaks.
    """

    told: Told
    who: list[Evidence]
    lived: list[Evidence]
    numbered: list[Evidence]
    placed: list[tuple[Source, InstitutionRef]]


def gather(evidence: Iterable[Evidence]) -> Gathered:
    """The details of a person by subject, each in order."""
    found = told, who, lived, numbered, placed = Gathered({}, [], [], [], [])
    line: tuple[Source, date, datetime] | None = None
    order: tuple[int, int, float] = (0, 0, 0.0)
    for item in evidence:
        detail, source, as_at, recorded, _ = item
        if isinstance(detail, Detail):
            about = detail.about
            if about in SUBJECTS:
                who.append(item)
                continue
            if line is None or not (
                source is line[0] and as_at is line[1] and recorded is line[2]
            ):
                # All that one line tells is of one day and one source.
                line = source, as_at, recorded
                order = (-as_at.toordinal(), int(source.tier), item.tie_break)
            told.setdefault(about, []).append(((*order, detail.values), as_at, detail))
            if about == "address":
                lived.append(item)
            elif about == "upn":
                numbered.append(item)
        elif isinstance(detail, Doing) and detail.at is not None:
            placed.append((source, detail.at))
    for said in told.values():
        if len(said) > 1:
            said.sort(key=_in_order)
    return found


def _in_order(entry: Entry) -> Order:
    return entry[0]


def until(said: list[Entry], day: date | None) -> list[Entry]:
    """What was told of a day and before, of entries in order: the newest come first."""
    if day is None or said[0][1] <= day:
        return said
    return [each for each in said if each[1] <= day]


def first_of(said: list[Entry]) -> list[Entry]:
    """What was told of the first day that anybody spoke of."""
    day = min(as_at for _, as_at, _ in said)
    return [each for each in said if each[1] == day]


def newest_of(told: Told, about: str, name: str) -> str | None:
    """The newest value of one field of a subject."""
    said = told.get(about)
    if said is None:
        return None
    for _, _, detail in said:
        for key, text in detail.values:
            if key == name:
                return text
    return None


def all_of(told: Told, about: str, name: str) -> tuple[str, ...]:
    """Every value that was told, each once, the newest first."""
    found: dict[str, None] = {}
    for _, _, detail in told.get(about, ()):
        for key, text in detail.values:
            if key == name:
                found[text] = None
    return tuple(found)
