"""A plan with one step, for tests of pages that need one. Everything is invented."""

from datetime import timedelta

from tests.acts import act
from tests.factories import AUTHORITY
from tests.web.adviser.young import TODAY
from tests.web.conftest import NOW
from tracker.access import authority_scope
from tracker.actions.casework.plans import agreeing
from tracker.domain.casework.plan import Actor, NewAction, NewPlan


def agreed_with(person: int, authority: str = AUTHORITY) -> int:
    """The number of a new plan with a young person."""
    week = timedelta(days=7)
    step = NewAction(1, Actor.ADVISER, "Ring the college", TODAY + week)
    return agreeing.agree(
        person,
        NewPlan("Work with engines", TODAY, TODAY + 12 * week, (step,)),
        within=authority_scope(authority),
        act=act(by="them", at=NOW, on=TODAY, authority=authority),
    )
