"""What the return says of a young person beside where they are, kept between folds.

A month's return is prepared several times, and folding everybody's evidence again is
half of its time. What a record needs of it is small and can be kept as JSON. It is a
derivation: it can be thrown away, and made again it is the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from tracker.domain.history.details.particulars import Departure, Particulars
from tracker.domain.history.evidence import Doing, Evidence, Offer
from tracker.domain.history.person import Identity
from tracker.domain.history.spells import intentions, offers
from tracker.domain.reference.institution import InstitutionRef, key_of

#: What a record takes of who somebody is, and of their particulars as plain text.
_WHO = ("given", "family", "middle", "sex", "upn", "uln")
_TEXTS = (*("ethnicity", "level_of_need", "educated_authority", "year_11_authority"),)
_LISTS = ("ypids", "former_ypids")


@dataclass(frozen=True, slots=True)
class Returned:
    """Particulars as at a day, offers (the newest first), intention, and place named.

    ``named`` is how the newest source called the place where they are.
    """

    known: Particulars
    offers: tuple[Offer, ...] = ()
    intention: str | None = None
    named: InstitutionRef | None = None


def returned(
    known: Particulars, evidence: Sequence[Evidence], *, on: date, place: str | None
) -> Returned:
    """What the return of ``on`` says of a person, from their evidence.

    ``known`` are their particulars as at that day, ``place`` the key of the institution
    where they are.
    """
    return Returned(
        known=known,
        offers=tuple(offer for offer, item in offers(evidence) if item.as_at <= on),
        intention=next(
            (
                each.destination
                for each, item in intentions(evidence)
                if item.as_at <= on
            ),
            None,
        ),
        named=_named(evidence, place),
    )


def _named(evidence: Sequence[Evidence], place: str | None) -> InstitutionRef | None:
    """How the newest source named a place, with all the numbers that it gave."""
    if place is None:
        return None
    named = (
        (item.as_at, item.statement.at)
        for item in evidence
        if isinstance(item.statement, Doing)
        and item.statement.at is not None
        and key_of(item.statement.at) == place
    )
    newest = max(named, key=lambda each: each[0], default=None)
    return newest[1] if newest is not None else None


def to_json(said: Returned) -> dict[str, Any]:
    """What a record needs of it, without what is blank."""
    who, known = said.known.identity, said.known
    gone = known.departure
    told: dict[str, Any] = {
        **{name: getattr(who, name) for name in _WHO},
        "born": who.born.isoformat() if who.born else None,
        "address": dict(known.address),
        **{name: getattr(known, name) for name in _TEXTS},
        **{name: list(getattr(known, name)) for name in _LISTS},
        "departure": gone and [gone.status, gone.to, gone.on.isoformat()],
        "offers": [[it.year, it.status, it.authority] for it in said.offers],
        "intention": said.intention,
        "named": said.named
        and {each.name: getattr(said.named, each.name) for each in fields(said.named)},
    }
    return {name: value for name, value in told.items() if value}


def from_json(told: Mapping[str, Any]) -> Returned:
    """What ``to_json`` kept, with all that a record needs."""
    gone = told.get("departure")
    texts: dict[str, Any] = {name: told.get(name) for name in _TEXTS}
    lists: dict[str, Any] = {name: tuple(told.get(name, ())) for name in _LISTS}
    return Returned(
        known=Particulars(
            identity=Identity(
                **{name: told[name] for name in _WHO if name in told},
                born=date.fromisoformat(told["born"]) if "born" in told else None,
            ),
            address=told.get("address", {}),
            **texts,
            **lists,
            departure=gone and Departure(gone[0], gone[1], date.fromisoformat(gone[2])),
        ),
        offers=tuple(Offer(*each) for each in told.get("offers", ())),
        intention=told.get("intention"),
        named=InstitutionRef(**told["named"]) if "named" in told else None,
    )
