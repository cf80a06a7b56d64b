"""Whether a young person may have moved: postcodes on which sources differ.

A list with a postcode alone does not replace a full address, because one in twenty such
postcodes is wrong or that of the former home. It raises the question of a move. So
does a list that repeats the address from which they moved by their own account.

See decisions 0100 and 0184.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.domain.history.evidence import Source
from tracker.domain.history.identity.identity_questions import Claim, claim_sources

#: What a question is about: another postcode, or that the postcode in use lies in
#: another authority.
POSTCODE, AWAY = "postcode", "away"


class Home(NamedTuple):
    """A postcode that a source gives as at a day.

    ``place`` is the key of the institution that sent it, None where none did.
    """

    postcode: str
    as_at: date
    source: Source
    place: str | None


@dataclass(frozen=True, slots=True)
class Homes:
    """The postcode in use, a newer one that came without an address, and all others.

    ``agreeing`` counts the independent sources of the newer one. ``settled`` holds the
    (field, postcode) pairs that an officer has declined.
    """

    held: Claim
    newer: Claim | None
    agreeing: int
    earlier: frozenset[str]
    settled: frozenset[tuple[str, str]]


def homes(
    given: Sequence[Home], held: str | None, settled: frozenset[tuple[str, str]]
) -> Homes | None:
    """The postcodes for an officer to check, or None where sources give one only."""
    others = {home.postcode for home in given} - {held}
    if held is None or not others:
        return None
    confirmed = max(home.as_at for home in given if home.postcode == held)
    claims = [
        home
        for home in given
        if home.postcode != held
        and home.as_at > confirmed
        and (POSTCODE, home.postcode) not in settled
    ]
    newest = max(claims, key=lambda home: (home.as_at, home.postcode), default=None)
    agreeing = [home for home in claims if newest and home.postcode == newest.postcode]
    return Homes(
        _claim(given, held),
        _claim(agreeing, newest.postcode) if newest else None,
        len({(home.source.name, home.place) for home in agreeing}),
        frozenset(others),
        settled,
    )


def _claim(given: Sequence[Home], postcode: str) -> Claim:
    same = [home for home in given if home.postcode == postcode]
    sources = claim_sources(
        (0, home.source.name, home.place, home.as_at) for home in same
    )
    return Claim(postcode, sources)
