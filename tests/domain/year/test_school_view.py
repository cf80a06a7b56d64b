"""What a school is not shown of the steps of its pupils. Everybody is invented."""

from datetime import date

import pytest

from tests.domain.history.test_guarantee import applied, nowhere
from tests.domain.statements import ROLL, says
from tests.domain.year.test_ledger import STARTED, known
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.spells import spells
from tracker.domain.year.ledger import steps
from tracker.domain.year.ledger_steps import Name
from tracker.domain.year.school_view import as_seen

OFFER = applied("offer", "2026-05-12")
#: A gap year, and what is called other, at a place that would say which.
GAP_YEAR = says(ROLL, "260", "2026-09-07", "2026-09-08", "Far Away Trust")
WAITS = says(ROLL, "720", "2026-09-07", "2026-09-08", "House of Welcome")


@pytest.mark.law("N-09", "D-13")
@pytest.mark.parametrize(
    ("evidence", "name", "shown"),
    [
        (STARTED, Name.ENROLLED, ("Lake College", date(2026, 9, 7))),
        (GAP_YEAR, Name.ENROLLED, (None, None)),
        (WAITS, Name.ENROLLED, (None, None)),
        (WAITS, Name.WEEK_2, (None, None)),
        (OFFER, Name.OFFER, ("Lake College", date(2026, 5, 12))),
    ],
)
def test_of_what_is_called_other_no_place_and_no_day_is_seen(
    evidence: Evidence, name: Name, shown: tuple[str | None, date | None]
) -> None:
    of = known(evidence)
    found = steps(of, 2026, on=date(2026, 11, 1))
    seen = as_seen(found, spells([evidence], resolve=nowhere))
    assert [each.state for each in seen] == [each.state for each in found]
    one = next(each for each in seen if each.name is name)
    assert (one.place_name, one.on) == shown
