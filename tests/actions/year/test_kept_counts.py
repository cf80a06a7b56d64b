"""A process counts a ledger once, and again after each way in which it can change.

Nothing here is committed: each change is undone at the end of its test.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from tests.acts import act
from tests.conftest import Small
from tests.factories import AUTHORITY
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.year import cohort_ledgers
from tracker.domain.figures.breakdowns import CUTS
from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import Name
from tracker.extensions import db
from tracker.store.database import base
from tracker.store.figures import ledger_counts
from tracker.store.figures.ledger_counts import Narrowed
from tracker.store.history.ledger import owed_rows
from tracker.store.history.ledger.owed_rows import Year
from tracker.store.law.disposals import removal

HERE = authority_scope(AUTHORITY)


class Undone(Exception):
    """Ends a transaction so that nothing of it stays."""


def counted_by_hand(year: Year) -> dict[str, int]:
    """The marks of a year, counted here from its rows."""
    found = db.session.execute(
        db.text(
            "SELECT marks FROM ledger_rows"
            ' WHERE authority = :here AND "left" = :left AND as_of = :day'
            " AND year_group IN (11, 12)"
        ),
        {"here": AUTHORITY, "left": year.left, "day": year.as_of},
    )
    return dict(Counter(found.scalars()))


def marks(year: Year) -> dict[str, int]:
    return dict(ledger_counts.marks(year, within=HERE))


def by_group(year: Year) -> dict[str, dict[str, int]]:
    return {
        group: dict(counts)
        for group, counts in ledger_counts.groups(year, CUTS[0], within=HERE).items()
    }


def someone(year: Year) -> int:
    _, (row, *_) = cohort_ledgers.people(year, within=HERE, limit=1)
    return row.person


def start_of_one(year: Year, on: date) -> None:
    """A young person without a place is heard to have started at one."""
    _, found = cohort_ledgers.people(year, within=HERE, limit=10_000)
    one = next(row.person for row in found if row.gap == Name.ENROLLED)
    heard = UserEvidence(one, (Doing("310", starts=date(2026, 9, 7)),), on)
    user = act("adviser@example.org", on=on)
    actions.history.evidence.record_inside(
        [heard], source="a call", tier=Tier.ADVISER, act=user
    )


def then_made(year: Year, on: date) -> None:
    start_of_one(year, on)
    cohort_ledgers.refresh(cohort_ledgers.all_of(on), within=HERE, on=on)


def made_twice(year: Year, on: date) -> None:
    """Two changes of one transaction, with a count between them."""
    for _ in range(2):
        then_made(year, on)
        assert marks(year) == counted_by_hand(year)


CHANGES: dict[str, Callable[[Year, date], Any]] = {
    "a change of one young person": start_of_one,
    "their row made again": then_made,
    "two changes": made_twice,
    "the disposal of a record": lambda year, on: removal.remove([someone(year)]),
    "the night": lambda year, on: owed_rows.forget_days(AUTHORITY, but=()),
    "another register": lambda year, on: store.history.derivations.forget_all(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_is_counted_again_after(
    change: Callable[[Year, date], Any], ledger: Year, small: Small
) -> None:
    before, groups = marks(ledger), by_group(ledger)
    assert before == counted_by_hand(ledger)
    with pytest.raises(Undone), base.transaction():
        change(ledger, small.on)
        assert marks(ledger) == counted_by_hand(ledger) != before
        assert by_group(ledger) != groups
        raise Undone
    assert (marks(ledger), by_group(ledger)) == (before, groups)


def test_it_is_counted_once(ledger: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    first, groups = marks(ledger), by_group(ledger)

    def never(*given: Any) -> Sequence[Any]:
        raise AssertionError(f"it was counted again: {given[0]}")

    monkeypatch.setattr(base, "lookup", never)
    monkeypatch.setattr(base, "stream", never)
    assert (marks(ledger), by_group(ledger)) == (first, groups)


def test_each_cohort_has_its_own_count(ledger: Year) -> None:
    of_each = [
        sum(ledger_counts.marks(ledger, within=HERE, narrowed=Narrowed(each)).values())
        for each in (LedgerCohort.YEAR_11, LedgerCohort.YEAR_12)
    ]
    assert all(of_each)
    assert sum(of_each) == sum(marks(ledger).values())


def test_another_councils_count_is_its_own(ledger: Year) -> None:
    assert marks(ledger)
    assert not ledger_counts.marks(ledger, within=authority_scope("888"))
