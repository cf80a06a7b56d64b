"""A proposed place, for tests of pages that need one. Everything is invented."""

from datetime import timedelta

from tests.acts import act
from tests.factories import AUTHORITY
from tests.web.adviser.young import TODAY
from tests.web.conftest import NOW
from tracker import store
from tracker.actions.year.place_proposals import SOURCE
from tracker.store.casework.place_proposals import PlaceProposal


def proposed_for(person: int, authority: str = AUTHORITY) -> int:
    """The number of a new proposal for any young person, in the ledger or not."""
    by = act(by="them", at=NOW, on=TODAY, authority=authority)
    with store.database.base.transaction():
        proposal = PlaceProposal(
            authority=authority,
            person_id=person,
            left=TODAY.year,
            year_group=11,
            institution="name:lake college",
            institution_name="Lake College",
            course="",
            why="Near home",
            proposed_on=TODAY,
            due=TODAY + timedelta(days=7),
            proposed_at=NOW,
            proposed_by=by.by,
            entry_id=by.open_entry(SOURCE),
        )
        store.database.base.insert(proposal)
        return proposal.id
