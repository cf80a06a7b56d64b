"""The details of a young person for the return, kept between two preparations.

A month's return is prepared several times, and folding all evidence again takes half of
that time. The part that a record needs is small and is kept as JSON. It can be deleted
at any time: the evidence gives it again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.history.details.declaration import plain
from tracker.domain.history.details.detail_folds import Departure
from tracker.domain.history.details.particulars import DETAILS, Particulars, value_of
from tracker.domain.history.evidence import Doing, Evidence, Intention, Offer
from tracker.domain.history.guarantee import YEARS, guarantee, offers_of
from tracker.domain.history.person import Identity
from tracker.domain.history.spells import newest_first
from tracker.domain.history.stays import Resolve
from tracker.domain.reference.institution import InstitutionRef, key_of

#: The details of a record that are text, or lists and dictionaries of it.
_PLAIN = [
    each
    for each in DETAILS
    if (each.returned or each.used_in_return) and each.name not in ("born", "departure")
]
#: What a return keeps of an institution; a council is none.
_NUMBERS = ("urn", "laestab", "ukprn", "name")


@dataclass(frozen=True, slots=True)
class Returned:
    """Particulars as at a day, guarantee statuses, intention and institution.

    ``offers`` has one status for each year of the guarantee with anything on record.
    ``named`` is the institution where they are, as the newest source names it.
    """

    known: Particulars
    offers: tuple[Offer, ...] = ()
    intention: str | None = None
    named: InstitutionRef | None = None


def returned(
    known: Particulars,
    evidence: Sequence[Evidence],
    *,
    on: date,
    place: str | None,
    resolve: Resolve,
) -> Returned:
    """The details of a person for the return of ``on``, from their evidence.

    ``known`` are their particulars as at that day, ``place`` is the key of the
    institution where they are.
    """
    meant = newest_first(Intention, evidence)
    return Returned(
        known=known,
        offers=tuple(_offers(evidence, on, resolve)),
        intention=next(
            (it.destination for it, item in meant if item.as_at <= on), None
        ),
        named=_named(evidence, place),
    )


def _offers(
    evidence: Sequence[Evidence], on: date, resolve: Resolve
) -> Iterator[Offer]:
    if offers := offers_of(evidence):
        for year in YEARS:
            found = guarantee(offers, year, on=on, resolve=resolve)
            if found is not None:
                yield Offer(year, found.status, found.authority)


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
        **{each.name: plain(value_of(known, each)) for each in _PLAIN},
        "born": identity.born.isoformat() if identity.born else None,
        "departure": gone and [gone.status, gone.to, gone.on.isoformat()],
        "offers": [[it.year, it.status, it.authority] for it in kept.offers],
        "intention": kept.intention,
        "named": kept.named and {name: getattr(kept.named, name) for name in _NUMBERS},
    }
    return {name: value for name, value in values.items() if value}


def from_json(stored: Mapping[str, Any]) -> Returned:
    """The details that ``to_json`` wrote."""
    gone, born = stored.get("departure"), stored.get("born")
    of_identity: dict[str, Any] = {"born": born and date.fromisoformat(born)}
    others: dict[str, Any] = {}
    for each in _PLAIN:
        value = stored.get(each.name)
        if value is not None:
            values = of_identity if each.of_identity else others
            values[each.name] = tuple(value) if isinstance(value, list) else value
    return Returned(
        known=Particulars(
            identity=Identity(**of_identity),
            departure=gone and Departure(gone[0], gone[1], date.fromisoformat(gone[2])),
            **others,
        ),
        offers=tuple(Offer(*each) for each in stored.get("offers", ())),
        intention=stored.get("intention"),
        named=InstitutionRef(**stored["named"]) if "named" in stored else None,
    )
