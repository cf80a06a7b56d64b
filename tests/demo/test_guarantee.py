"""The September Guarantee of the invented authority: heard once each autumn."""

from collections import Counter
from datetime import date

from tracker import domain
from tracker.domain.history.evidence import Offer


def _offers(plan):
    return [each for each in plan.contacts if isinstance(each.statement, Offer)]


def test_nineteen_in_twenty_have_an_offer_in_each_autumn_since_the_move(plan):
    told = _offers(plan)
    assert {each.as_at for each in told} == {date(2025, 9, 24), date(2026, 9, 24)}
    for day in (date(2025, 9, 24), date(2026, 9, 24)):
        heard = [each.statement for each in told if each.as_at == day]
        assert {each.year for each in heard} == {11, 12}
        offered = Counter(
            domain.reference.codes.GUARANTEE_STATUSES[each.status].category
            for each in heard
        )
        assert offered["offer made"] / len(heard) > 0.9


def test_nobody_is_asked_about_twice_in_one_autumn(plan):
    asked = Counter((each.person, each.as_at) for each in _offers(plan))
    assert set(asked.values()) == {1}


def test_what_was_not_recorded_is_not_told(plan):
    assert all(
        each.statement.status != domain.reference.codes.NOT_RECORDED
        for each in _offers(plan)
    )


def test_year_12_is_the_homes_to_see_to(plan):
    owed = {
        each.statement.authority for each in _offers(plan) if each.statement.year == 12
    }
    assert owed == {"359"}
