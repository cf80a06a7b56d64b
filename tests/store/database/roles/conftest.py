"""The small authority with its leavers, for the roles of the database."""

import pytest

from tests.conftest import SMALL_ON
from tracker import actions
from tracker.access import authority_scope
from tracker.actions.leavers import own_leavers
from tracker.actions.year import cohort_ledgers
from tracker.store.history.leaving import Stage


@pytest.fixture
def leavers(small) -> None:
    """The leavers and the ledger of every school are worked out and kept."""
    here = authority_scope("359")
    actions.leavers.destinations.keep_leavers(
        own_leavers.compared_years(SMALL_ON),
        Stage,
        as_of=SMALL_ON,
        within=here,
    )
    years = cohort_ledgers.current(SMALL_ON)
    cohort_ledgers.refresh(years, within=here, on=SMALL_ON)
