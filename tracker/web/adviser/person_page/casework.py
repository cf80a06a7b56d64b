"""The casework with a young person, as far as the user may see it: for their page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker import store
from tracker.access import Permission
from tracker.actions.year import cohort_ledgers, place_proposals
from tracker.domain.year.allocation import lacks_place
from tracker.store.accounts.users import User
from tracker.store.casework.contacts import Contact
from tracker.store.casework.follow_ups import FollowUp
from tracker.store.casework.place_proposals import PlaceProposal
from tracker.store.casework.plans import Plan
from tracker.store.casework.received import Received
from tracker.store.casework.record_parts import Part
from tracker.web.acting import act
from tracker.web.guard import may, may_see_contact, scope


@dataclass(frozen=True, slots=True)
class Places:
    """Places proposed for a young person, and the leaving year in which they have none.

    ``superseded`` has, by the number of a proposal, the words for what took its place.
    """

    proposed: Sequence[PlaceProposal] = ()
    superseded: Mapping[int, str] = field(default_factory=dict)
    lacks_place_of: int | None = None


@dataclass(frozen=True, slots=True)
class Casework:
    """What advisers did and plan, and whose caseload a young person is in."""

    contacts: Sequence[Contact]
    has_withdrawn_contacts: bool
    wrong_numbers: set[str]
    follow_up: FollowUp | None
    plans: Sequence[Plan]
    places: Places
    adviser: tuple[User, date] | None
    received: Received | None
    team: Sequence[User]


def casework(person: int, parts: frozenset[Part], day: date) -> Casework:
    """Reads the casework; ``parts`` are those of the record that have anything."""
    contacts = store.casework.contacts.of(person)
    adviser = store.casework.caseloads.adviser_of(person)
    sees_caseload = may(Permission.SEE_CASELOAD)
    return Casework(
        contacts=contacts,
        has_withdrawn_contacts=Part.WITHDRAWN_CONTACT in parts
        and any(map(may_see_contact, store.casework.contacts.withdrawn(person))),
        wrong_numbers=store.casework.contacts.wrong_numbers(contacts),
        follow_up=store.casework.follow_ups.of(person)
        if Part.FOLLOW_UP in parts
        else None,
        plans=store.casework.plans.of(person)
        if Part.PLAN in parts and sees_caseload
        else (),
        places=_places(person, parts, day) if sees_caseload else Places(),
        adviser=adviser,
        received=store.casework.received.of(person, within=scope())
        if adviser is not None and sees_caseload
        else None,
        team=store.casework.caseloads.advisers(within=scope())
        if may(Permission.HAND_OVER)
        else (),
    )


def _places(person: int, parts: frozenset[Part], day: date) -> Places:
    if parts.isdisjoint((Part.PLACE, Part.LEDGER)):
        return Places()
    proposed = store.casework.place_proposals.of(person) if Part.PLACE in parts else ()
    if proposed:
        # What they did since decides whether the place is still theirs.
        cohort_ledgers.make_few(within=scope(), act=act())
    rows = place_proposals.in_ledgers(person, on=day, within=scope())
    lacking = [left for left, row in rows.items() if lacks_place(row.marks)]
    return Places(
        proposed,
        place_proposals.superseded(proposed, rows),
        lacking[0] if lacking and all(each.closed_at for each in proposed) else None,
    )
