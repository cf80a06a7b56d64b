"""The small authority with its leavers, for the roles of the database."""

import pytest

from tests.conftest import SMALL_ON
from tracker import actions
from tracker.access import authority_scope
from tracker.actions.leavers import own_leavers
from tracker.store.history.leaving import Stage


@pytest.fixture
def leavers(small) -> None:
    """The leavers of every school are worked out and kept."""
    actions.leavers.destinations.keep_leavers(
        own_leavers.compared_years(SMALL_ON),
        Stage,
        as_of=SMALL_ON,
        within=authority_scope("359"),
    )
