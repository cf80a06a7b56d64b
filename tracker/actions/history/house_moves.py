"""Questions about a house move, raised before an address or a cohort changes.

See decision 0100.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tracker import feeds
from tracker.domain.history.details.house_moves import AWAY, POSTCODE, Homes
from tracker.domain.history.identity.identity_questions import Claim
from tracker.domain.history.membership import Folded
from tracker.store.people.identity_questions import Derived, claim_as_json

#: A new postcode in our own area raises a question once this many sources agree on it:
#: of the postcodes that only one list gives, one in twenty is wrong.
AGREEING = 2
IN_ANOTHER_AREA = "in another authority"
HERE = "sources agree on another postcode"


def questions(
    folded: Iterable[tuple[int, Folded | None]], authority: str
) -> dict[int, list[Derived]]:
    """The questions about each person's address; for most people there are none."""
    pairs = list(folded)
    open_ = [
        (person, each.known.homes)
        for person, each in pairs
        if each is not None
        and each.known.homes is not None
        and each.known.departure is None
        and each.known.lead_authority in (None, authority)
    ]
    area = feeds.cells.postcodes.authorities_of(
        {
            postcode
            for _, homes in open_
            for postcode in (homes.held.value, *homes.earlier)
        }
    )
    found: dict[int, list[Derived]] = {person: [] for person, _ in pairs}
    for person, homes in open_:
        question = _question(homes, area, authority)
        if question is not None:
            found[person].append(question)
    return found


def _question(
    homes: Homes, area: dict[str, str | None], authority: str
) -> Derived | None:
    newer = homes.newer
    if newer is not None:
        there = area.get(newer.value)
        away = there not in (None, authority)
        if away or homes.agreeing >= AGREEING:
            alike = IN_ANOTHER_AREA if away else HERE
            lead = there if away else None
            return _derived(POSTCODE, homes, newer, claim_as_json(newer), alike, lead)
    there = area.get(homes.held.value)
    lived_here = any(area.get(each) == authority for each in homes.earlier)
    settled = (AWAY, homes.held.value) in homes.settled
    if there in (None, authority) or not lived_here or settled:
        return None
    other = {"value": there, "sources": []}
    alike = "address in another authority"
    return _derived(AWAY, homes, homes.held, other, alike, there)


def _derived(
    field: str,
    homes: Homes,
    claim: Claim,
    other: Mapping[str, Any],
    alike: str,
    lead: str | None,
) -> Derived:
    """The question whether ``claim`` or the address that is held is right."""
    source, institution, *_ = claim.sources[0]
    details = {
        "stands": claim_as_json(homes.held),
        "other": other,
        "alike": alike,
        "claimant": f"{source}|{institution or ''}",
        "authority": lead,
    }
    return Derived(field, claim.newest, details)
