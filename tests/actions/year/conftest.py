"""The ledger of a small invented authority in November."""

from collections.abc import Iterator

import pytest

from tests.conftest import Small
from tests.factories import AUTHORITY
from tracker import store
from tracker.access import authority_scope
from tracker.actions.year import cohort_ledgers
from tracker.extensions import db
from tracker.store.history.ledger.owed_rows import Year


@pytest.fixture
def ledger(small: Small) -> Iterator[Year]:
    """The ledger of last summer's leavers, made new."""
    last, _ = cohort_ledgers.current(small.on)
    with store.database.base.transaction():
        store.history.ledger.owed_rows.forget_days(AUTHORITY, but=())
    cohort_ledgers.refresh(
        cohort_ledgers.all_of(small.on), within=authority_scope(AUTHORITY), on=small.on
    )
    yield last
    db.session.rollback()
