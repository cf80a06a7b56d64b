"""Where young people are expected, and whether they came. Everybody is invented."""

from datetime import date

import pytest

from tests.domain.history.test_guarantee import (
    HILL,
    LAKE,
    applied,
    nowhere,
    typed_stage,
)
from tests.domain.leavers.test_own_statements import OTHERS, UPN, line
from tests.domain.statements import (
    ADVISER,
    CENSUS,
    NOTICE,
    ROLL,
    day,
    evidence_from,
)
from tracker.domain.history.evidence import Doing, Evidence, Intention, Offer, Tier
from tracker.domain.leavers.expected_places import (
    Arrival,
    Expectation,
    ExpectedPlace,
    arrival,
    expected_places,
)
from tracker.domain.leavers.own_statement import OwnStatements
from tracker.domain.reference.institution import InstitutionRef

LEFT, ON = 2026, date(2026, 11, 24)
NAME = "name:lake college"


def planned(as_at: str, destination: str = "113", at: InstitutionRef | None = LAKE):
    return evidence_from(CENSUS, Intention(destination, at, "Art"), as_at)


def found(
    *evidence: Evidence, year_group: int = 11, on: date = ON, own: str = ""
) -> dict[str, ExpectedPlace]:
    """By place; ``own`` is the place whose users sent batch 7."""
    statements = OwnStatements({7: own} if own else {})
    places = expected_places(
        evidence, year_group, LEFT, on=on, own=statements, resolve=nowhere
    )
    return {each.place: each for each in places}


HOW = [
    ([planned("2026-03-01")], Expectation.PLANNED),
    # They changed their mind, or have no plan any more.
    ([planned("2026-03-01"), planned("2026-05-01", at=HILL)], None),
    ([planned("2026-03-01"), planned("2026-05-01", at=None)], None),
    # A plan of the year before.
    ([planned("2025-03-01")], None),
    ([applied("applied", "2026-03-01")], Expectation.APPLIED),
    ([applied("waiting", "2026-03-01")], Expectation.APPLIED),
    ([applied("conditional", "2026-03-01")], Expectation.OFFERED),
    ([applied("offer", "2026-03-01")], Expectation.OFFERED),
    ([applied("accepted", "2026-03-01")], Expectation.ACCEPTED),
    ([applied("enrolled", "2026-03-01")], Expectation.ACCEPTED),
    ([applied("declined", "2026-03-01")], None),
    ([applied("withdrawn", "2026-03-01")], None),
    ([applied("refused", "2026-03-01")], None),
    ([applied("offer", "2026-03-01"), applied("withdrawn", "2026-05-01")], None),
    ([applied("offer", "2026-03-01", year=12)], None),
    ([typed_stage("proposed", "2026-10-01")], Expectation.PROPOSED),
    ([typed_stage("allocated", "2026-10-01")], Expectation.ALLOCATED),
    ([typed_stage("turned-down", "2026-10-01")], Expectation.TURNED_DOWN),
    # What is furthest counts, and an own offer is more than a proposal.
    ([planned("2026-05-01"), applied("applied", "2026-03-01")], Expectation.APPLIED),
    (
        [typed_stage("proposed", "2026-10-01"), applied("offer", "2026-03-01")],
        Expectation.OFFERED,
    ),
    (
        [evidence_from(ADVISER, Offer(11, "110", at=LAKE), "2026-05-01")],
        Expectation.OFFERED,
    ),
    # A day to come, for which a file was recorded early.
    ([applied("offer", "2026-12-01")], None),
]


@pytest.mark.parametrize(("evidence", "how"), HOW)
def test_why_a_young_person_is_expected(
    evidence: list[Evidence], how: Expectation | None
) -> None:
    place = found(*evidence).get(NAME)
    assert (place.how if place is not None else None) is how


def test_two_colleges_each_expect_the_one_who_applied_to_both() -> None:
    both = found(
        applied("offer", "2026-03-01"), applied("applied", "2026-03-01", at=HILL)
    )
    assert {key: each.how for key, each in both.items()} == {
        NAME: Expectation.OFFERED,
        "ukprn:10000002": Expectation.APPLIED,
    }


OFFER = applied("offer", "2026-05-01")


def there(tier: Tier, as_at: str, at: str = "Lake College", ends: str | None = None):
    """A list or a notice that has them at a place since September."""
    doing = Doing(
        "230", InstitutionRef(name=at), starts=date(2026, 9, 7), ends=day(ends)
    )
    return evidence_from(tier, doing, as_at)


CAME = [
    ([], None, None),
    # Only its own lists count: not an adviser, and not another college.
    ([there(ADVISER, "2026-09-10")], None, None),
    ([there(ROLL, "2026-09-10", "Hill College")], None, None),
    ([there(ROLL, "2026-09-10")], "2026-09-10", None),
    ([there(CENSUS, "2026-10-01")], "2026-10-01", None),
    # A list of the year before.
    ([there(ROLL, "2026-05-10")], None, None),
    (
        [there(ROLL, "2026-09-10"), there(NOTICE, "2026-10-02", ends="2026-10-01")],
        "2026-10-02",
        "2026-10-01",
    ),
]


@pytest.mark.parametrize(("evidence", "came_on", "left_on"), CAME)
def test_whether_they_came_is_read_from_the_places_own_lists(
    evidence: list[Evidence], came_on: str | None, left_on: str | None
) -> None:
    place = found(OFFER, *evidence)[NAME]
    assert (place.came_on, place.left_on) == (day(came_on), day(left_on))


DAY = date(2026, 9, 10)
ARRIVALS = [
    (None, None, date(2026, 8, 20), Arrival.NOT_YET),
    (DAY, None, date(2026, 8, 20), Arrival.CAME),
    (None, None, ON, Arrival.NOT_LISTED),
    (DAY, None, ON, Arrival.CAME),
    (DAY, DAY, ON, Arrival.LEFT),
    # They leave next week.
    (DAY, date(2026, 12, 1), ON, Arrival.CAME),
]


@pytest.mark.parametrize(("came_on", "left_on", "on", "state"), ARRIVALS)
def test_the_state_of_an_arrival(
    came_on: date | None, left_on: date | None, on: date, state: Arrival
) -> None:
    assert arrival(came_on, left_on, LEFT, on=on) is state


OWN_LINE = [each._replace(as_at=date(2026, 5, 1)) for each in line(7)]
IDENTIFIED = [each._replace(as_at=date(2026, 5, 1)) for each in line(7, upn=UPN)]


@pytest.mark.law("D-08", "L-14")
@pytest.mark.parametrize(
    ("its_line", "others", "sees"),
    [
        # Anyone at the college can write a list with a name on it.
        (OWN_LINE, OTHERS, False),
        (IDENTIFIED, OTHERS, True),
        (OWN_LINE, [*OTHERS, planned("2026-03-01")], True),
    ],
)
def test_its_own_list_of_applications_gives_it_no_sight(
    its_line: list[Evidence], others: list[Evidence], sees: bool
) -> None:
    own = applied("offer", "2026-05-01")
    source = its_line[0].source
    everything = [own._replace(source=source), *its_line, *others]
    assert (NAME in found(*everything, own=NAME, on=ON)) is sees
    # To another college's own list it is the statement of somewhere else.
    assert NAME in found(*everything, own="ukprn:10000002")
