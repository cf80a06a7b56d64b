"""The September Guarantee of the invented authority: heard once each autumn."""

from collections import Counter
from datetime import date

from tracker import domain
from tracker.domain.history.evidence import Offer


def _offers(plan):
    return [each for each in plan.contacts if isinstance(each.statement, Offer)]


def test_nineteen_in_twenty_have_an_offer_in_each_autumn_since_the_move(plan):
    made = _offers(plan)
    assert {each.as_at for each in made} == {date(2025, 9, 24), date(2026, 9, 24)}
    for day in (date(2025, 9, 24), date(2026, 9, 24)):
        heard = [each.statement for each in made if each.as_at == day]
        assert {each.year for each in heard} == {11, 12}
        offered = Counter(
            domain.reference.codes.GUARANTEE_STATUSES[each.status].category
            for each in heard
        )
        assert offered["offer made"] / len(heard) > 0.9


def test_a_person_has_one_offer_in_one_autumn(plan):
    times = Counter((each.person, each.as_at) for each in _offers(plan))
    assert set(times.values()) == {1}


def test_a_status_that_was_not_recorded_makes_no_offer(plan):
    assert all(
        each.statement.status != domain.reference.codes.NOT_RECORDED
        for each in _offers(plan)
    )


def test_year_12_is_the_homes_to_see_to(plan):
    owed = {
        each.statement.authority for each in _offers(plan) if each.statement.year == 12
    }
    assert owed == {"359"}
