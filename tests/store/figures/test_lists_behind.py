"""A list behind a figure always has exactly the people who were counted."""

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
from tracker.domain.figures.breakdowns import (
    BETWEEN,
    BREAKDOWNS,
    BY_NAME,
    EVERY,
    EVERYBODY,
    FLOW,
)
from tracker.domain.figures.measures import ALL, COHORT, MEASURES, count

HERE = authority_scope(AUTHORITY)


@pytest.fixture
def people(inside) -> None:
    add_people()


def listed(**narrowed) -> set[int]:
    behind = store.figures.people_behind.behind(DAY, within=HERE, **narrowed)
    members = behind.people(offset=0, limit=50)
    assert behind.total == len(members)
    return {member.person for member in members}


@pytest.mark.usefixtures("people")
@ON_ONE_DATABASE
@given(members=MEMBERS)
def test_lists_and_figures_of_random_members(members) -> None:
    with store.database.base.transaction():
        store_members(members)
    assert store.history.positions.on(DAY, within=HERE) == list(members)
    tallies = store.history.tallies.of(DAY, EVERYBODY, within=HERE, sealed=False)
    assert ALL.figures(tallies[""], MEASURES) == count(members)
    for measure in MEASURES:
        assert listed(mask=ALL.mask(measure, counting=True)) == {
            each.person for each in members if measure.of(each) and measure.counts(each)
        }
    cohort = ALL.mask(COHORT, counting=True)
    in_cohort = [each for each in members if COHORT.counts(each)]
    for by in BREAKDOWNS:
        groups = {group for each in in_cohort for group in by.groups(each)}
        alike = store.history.tallies.of(DAY, by.name, within=HERE, sealed=False)
        for group in {*groups, *alike, "no such group"}:
            people = {each.person for each in in_cohort if group in by.groups(each)}
            assert listed(mask=cohort, breakdown=by.name, group=group) == people
            (figure,) = ALL.figures(alike.get(group, ()), [COHORT])
            assert figure.count == len(people)
        anyone = {each.person for each in in_cohort if by.groups(each)}
        assert listed(mask=cohort, breakdown=by.name, group=EVERY) == anyone


@pytest.mark.usefixtures("people")
@ON_ONE_DATABASE
@given(members=MEMBERS)
def test_a_flow_is_listed_by_school_by_destination_and_as_a_whole(members) -> None:
    with store.database.base.transaction():
        store_members(members)
    for each in members:
        for flow in BY_NAME[FLOW].groups(each):
            school, destination = flow.rsplit(BETWEEN, 1)
            for group in (
                flow,
                f"{school}{BETWEEN}{EVERY}",
                f"{EVERY}{BETWEEN}{destination}",
                f"{EVERY}{BETWEEN}{EVERY}",
            ):
                assert each.person in listed(mask=0, breakdown=FLOW, group=group)
