"""An agreement by which something goes out to a school or college, signed at once."""

from datetime import date, timedelta
from typing import Any

from tests.acts import act
from tests.web.conftest import NOW
from tracker.actions.law import agreements, parties
from tracker.domain.law.gateways import GATEWAYS
from tracker.store.institutions.institution_keys import institution_of


def signed(key: str, gateway: str, on: date, **more: Any) -> int:
    """The number of a new agreement with an institution, in force on a day; ``more``
    are other terms.
    """
    ends = more.get("ends")
    given = {
        "reference": f"AL-{gateway}-{key}",
        "fields": GATEWAYS[gateway].fields,
        "starts": on - timedelta(days=30),
        "ends": None,
        "review_on": ends or on + timedelta(days=300),
        **more,
    }
    made = agreements.propose(
        *(parties.institution(institution_of(key)), gateway),
        **given,
        act=act("officer@example.org", NOW),
    )
    agreements.sign(made.id, act=act("owner@example.org", NOW))
    return made.id
