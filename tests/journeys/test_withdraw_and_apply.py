"""Batches that are withdrawn and applied again, in any order, give the same result.

One test for each property, over every batch of a small authority: only its loading
takes time.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random

import pytest
from sqlalchemy import text

from tests.acts import act
from tests.conftest import SMALL_ON, Small
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db

SCOPE = authority_scope("359")
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
DATES = [
    *(date(2025, 3, 31), date(2025, 9, 30), date(2026, 5, 31), date(2026, 8, 31)),
    *(date(2026, 10, 31), SMALL_ON),
]

Held = dict[str, list[str]]


def rows(query: str) -> list[str]:
    return [str(tuple(row)) for row in db.session.execute(text(query))]


def held() -> Held:
    """Every column of every position on several dates, and of every person.

    What is encrypted differs each time, so it is opened.
    """
    actions.history.positions.refresh(DATES, within=SCOPE)
    days = ", ".join(f"'{day}'" for day in DATES)
    return {
        "positions": rows(
            "SELECT (to_jsonb(t) - 'counted')::text FROM positions t"
            f" WHERE as_of IN ({days}) ORDER BY as_of, person_id"
        ),
        "counted": [
            str((each._replace(characteristics=frozenset()), held))
            for day in DATES
            for each in store.history.positions.on(day, within=SCOPE)
            for held in [sorted(each.characteristics)]
        ],
        "people": rows("SELECT t::text FROM people t ORDER BY id"),
    }


def withdraw(number: int) -> None:
    batch = store.intake.import_batches.batch(number, within=SCOPE)
    assert batch is not None
    withdraw = (
        actions.intake.register.withdraw
        if actions.intake.register.is_of(batch)
        else actions.intake.apply.withdraw
    )
    withdraw(batch, act=act("test", AT, SMALL_ON))


def apply(number: int) -> None:
    batch = store.intake.import_batches.batch(number, within=SCOPE)
    assert batch is not None
    if actions.intake.register.is_of(batch):
        actions.intake.register.apply_again(
            batch, act=act(by="test", at=AT, on=SMALL_ON)
        )
    else:
        actions.intake.apply.apply(
            batch, act=act(by="test", at=AT, on=SMALL_ON), confirmed=True
        )


def same(before: Held, after: Held) -> bool:
    for name, lines in before.items():
        gone = set(lines) - set(after[name])
        come = set(after[name]) - set(lines)
        assert not (gone or come), f"{name}: {sorted(gone)[:2]} {sorted(come)[:2]}"
    return before == after


@pytest.mark.long
def test_every_batch_withdrawn_and_applied_again_leaves_all_as_it_was(
    small: Small,
) -> None:
    before = held()
    assert len(before["positions"]) > 500
    moved = 0
    for number in small.batches:
        withdraw(number)
        db.session.expire_all()
        moved += rows("SELECT t::text FROM people t ORDER BY id") != before["people"]
        apply(number)
        assert same(before, held()), f"batch {number}"
    # Withdrawing removes something, or this test would prove nothing. An offer or a
    # plan is in no row of a person.
    chosen = rows(
        "SELECT id FROM import_batches"
        " WHERE feed IN ('offers', 'intended-destinations')"
    )
    assert moved > (len(small.batches) - len(chosen)) / 5


@pytest.mark.sample("1", because="one order of three")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_arrival_does_not_matter(small: Small, seed: int) -> None:
    """The decisions are the same: each line keeps the person it was matched with."""
    before = held()
    order: Callable[[list[int]], None] = Random(seed).shuffle
    withdrawn = list(small.of_people)
    order(withdrawn)
    for number in withdrawn:
        withdraw(number)
    assert not held()["positions"]
    assert rows("SELECT id FROM people WHERE live") == []
    applied = list(small.of_people)
    order(applied)
    for number in applied:
        apply(number)
    assert same(before, held())


def test_the_register_may_come_after_the_lists(small: Small) -> None:
    """A college's list names it; its kind may be learned later from the register."""
    before = held()
    registers = [n for n in small.batches if n not in small.of_people]
    assert len(registers) == 2
    for number in small.batches:
        withdraw(number)
    assert len(store.institutions.register.directory()) == 0
    for number in (*small.of_people, *reversed(registers)):
        apply(number)
    assert same(before, held())
