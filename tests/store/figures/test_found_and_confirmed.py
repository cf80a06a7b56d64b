"""Numbers counted by an index are those of the lists behind them.

A list judges each person by their own row; the numbers go by the tallies of the day.
"""

from datetime import date

import pytest
from hypothesis import given

from tests.factories import AUTHORITY
from tests.store.random_members import (
    DAY,
    MEMBERS,
    ON_ONE_DATABASE,
    add_people,
    store_members,
)
from tracker import store
from tracker.access import authority_scope
from tracker.domain.figures.found_since import FOUND, GROUPS, before
from tracker.domain.figures.last_confirmed import BANDS, CONFIRMED
from tracker.domain.figures.measures import ALL, COHORT, NEET
from tracker.domain.history.evidence import Tier
from tracker.domain.history.members import Member

HERE, THERE = authority_scope(AUTHORITY), authority_scope("350")
NEXT = date(2026, 11, 30)
_MASKS = [ALL.mask(each, counting=True) for each in (COHORT, NEET)]


@pytest.fixture
def people(inside) -> None:
    add_people()


def as_on(day: date, members: tuple[Member, ...]) -> tuple[Member, ...]:
    return tuple(
        each._replace(as_of=day, position=each.position._replace(day=day))
        for each in members
    )


def listed(day: date, breakdown: str, group: str, mask: int) -> int:
    behind = store.figures.people_behind.behind(
        day, within=HERE, mask=mask, breakdown=breakdown, group=group
    )
    return behind.total


def found(day: date, mask: int) -> dict[Tier, int]:
    return dict(store.figures.found.by_source(day, within=HERE, mask=mask))


@pytest.mark.usefixtures("people")
@ON_ONE_DATABASE
@given(earlier=MEMBERS, later=MEMBERS)
def test_numbers_and_lists_of_random_members(earlier, later) -> None:
    assert before(NEXT) == DAY
    # The last person has a position on the second day only, the first on the first.
    newcomers = tuple(each._replace(person=each.person + 1) for each in later)
    with store.database.base.transaction():
        store_members(earlier)
        store.history.positions.write(as_on(NEXT, newcomers))
    for mask in _MASKS:
        by_list = {
            tier: people
            for group, tier in GROUPS.items()
            if (people := listed(NEXT, FOUND, group, mask))
        }
        assert found(NEXT, mask) == by_list
        ages = store.figures.confirmed.ages(NEXT, within=HERE, mask=mask)
        assert ages == tuple(
            listed(NEXT, CONFIRMED, band.group, mask) for band in BANDS
        )
        # No one has a position on the day before; in another authority there is no one.
        assert found(DAY, mask) == {}
        by_source = store.figures.found.by_source
        assert by_source(NEXT, within=THERE, mask=mask) == {}
        elsewhere = store.figures.confirmed.ages(NEXT, within=THERE, mask=mask)
        assert set(elsewhere) == {0}
    with store.database.base.transaction():
        store.history.forgetting.forget_days(AUTHORITY, but=[NEXT])
    assert found(NEXT, _MASKS[0]) == {}


@pytest.mark.usefixtures("people")
@ON_ONE_DATABASE
@given(members=MEMBERS)
def test_more_than_a_number_may_be_concerned_by_the_turn(members) -> None:
    with store.database.base.transaction():
        store_members(members)
    turning = store.figures.turning
    many = turning.how_many(DAY, within=HERE)
    for number in range(len(members) + 1):
        more = turning.are_more_than(number, DAY, within=HERE)
        assert more == (many > number)
    assert not turning.are_more_than(0, DAY, within=THERE)
