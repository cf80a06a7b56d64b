"""The details of a young person for the return, kept between two preparations.

A month's return is prepared several times, and folding all evidence again takes half of
that time. The part that a record needs is small and is kept as JSON. It is derived: it
can be deleted at any time and rebuilt the same.
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

#: The fields of the identity and of the particulars that a record has as plain text.
_IDENTITY = ("given", "family", "middle", "sex", "upn", "uln")
_TEXTS = (*("ethnicity", "level_of_need", "educated_authority", "year_11_authority"),)
_LISTS = ("ypids", "former_ypids")


@dataclass(frozen=True, slots=True)
class Returned:
    """Particulars as at a day, offers (the newest first), intention and institution.

    ``named`` is the institution where they are, as the newest source names it.
    """

    known: Particulars
    offers: tuple[Offer, ...] = ()
    intention: str | None = None
    named: InstitutionRef | None = None


def returned(
    known: Particulars, evidence: Sequence[Evidence], *, on: date, place: str | None
) -> Returned:
    """The details of a person for the return of ``on``, from their evidence.

    ``known`` are their particulars as at that day, ``place`` is the key of the
    institution where they are.
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
    """The institution as the newest source names it, with all its numbers."""
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


def to_json(kept: Returned) -> dict[str, Any]:
    """The details as plain JSON, without empty values."""
    identity, known = kept.known.identity, kept.known
    gone = known.departure
    values: dict[str, Any] = {
        **{name: getattr(identity, name) for name in _IDENTITY},
        "born": identity.born.isoformat() if identity.born else None,
        "address": dict(known.address),
        **{name: getattr(known, name) for name in _TEXTS},
        **{name: list(getattr(known, name)) for name in _LISTS},
        "departure": gone and [gone.status, gone.to, gone.on.isoformat()],
        "offers": [[it.year, it.status, it.authority] for it in kept.offers],
        "intention": kept.intention,
        "named": kept.named
        and {each.name: getattr(kept.named, each.name) for each in fields(kept.named)},
    }
    return {name: value for name, value in values.items() if value}


def from_json(stored: Mapping[str, Any]) -> Returned:
    """The details that ``to_json`` wrote."""
    gone = stored.get("departure")
    texts: dict[str, Any] = {name: stored.get(name) for name in _TEXTS}
    lists: dict[str, Any] = {name: tuple(stored.get(name, ())) for name in _LISTS}
    return Returned(
        known=Particulars(
            identity=Identity(
                **{name: stored[name] for name in _IDENTITY if name in stored},
                born=date.fromisoformat(stored["born"]) if "born" in stored else None,
            ),
            address=stored.get("address", {}),
            **texts,
            **lists,
            departure=gone and Departure(gone[0], gone[1], date.fromisoformat(gone[2])),
        ),
        offers=tuple(Offer(*each) for each in stored.get("offers", ())),
        intention=stored.get("intention"),
        named=InstitutionRef(**stored["named"]) if "named" in stored else None,
    )
