"""What the list reads: plans, the applications of this year, another address."""

from datetime import date

import pytest

from tests.actions.casework.not_known.whole_list import whole_list
from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, record_evidence, young
from tests.web.conftest import NOW
from tracker import actions
from tracker.access import Scope
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Intention, Offer
from tracker.domain.reference.institution import InstitutionRef

TODAY = date(2026, 9, 15)
LAST_SPRING, SPRING, JULY = date(2025, 3, 2), date(2026, 3, 2), date(2026, 7, 10)
AT = InstitutionRef(name="Lake College")
HOME = {"line1": "7 Sample Street", "postcode": "WN1 1AZ"}
MOVED = {"line1": "9 Hill Road", "postcode": "WN2 3AB"}


def first(within: Scope = HERE_ONLY) -> list[tuple[str, str]]:
    """The given name of each on the list, with the first source in words."""
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    found = whole_list(TODAY, within)
    return [(each.row.given, each.leads.best.reason) for each in found]


_AWAITED = "their list has not come; it is due by 18 September"
_LOOK_UP = "Look up in the housing register: whether the family has moved and where to"
_WRITE = "No number that works is on record; write or visit"


@pytest.mark.parametrize(
    ("evidence", "says"),
    [
        (
            [(SPRING, Offer(year=11, at=AT, stage="accepted"))],
            f"Accepted a place at Lake College; {_AWAITED}",
        ),
        # An application of the year before was for the September before.
        ([(LAST_SPRING, Offer(year=11, at=AT, stage="accepted"))], _LOOK_UP),
        (
            [(SPRING, Intention("121", AT))],
            f"Planned to go to Lake College; {_AWAITED}",
        ),
        # They planned, and were undecided later.
        ([(SPRING, Intention("121", AT)), (JULY, Intention("511"))], _LOOK_UP),
        (
            [(SPRING, detail("address", **HOME)), (JULY, detail("address", **MOVED))],
            "Address changed in July",
        ),
        # The census repeats the address: it changed no later than July.
        (
            [
                (SPRING, detail("address", **HOME)),
                (JULY, detail("address", **MOVED)),
                (TODAY, detail("address", **MOVED)),
            ],
            "Address changed in July",
        ),
        # A school and a college go on giving different addresses: no one has moved.
        (
            [
                (SPRING, detail("address", **HOME)),
                (SPRING, detail("address", **MOVED)),
                (JULY, detail("address", **HOME)),
                (TODAY, detail("address", **MOVED)),
            ],
            _WRITE,
        ),
        # A postcode alone is often wrong, and no move.
        (
            [
                (SPRING, detail("address", **HOME)),
                (JULY, detail("address", postcode="WN2 3AB")),
            ],
            _WRITE,
        ),
        # They moved before the first list that had an address.
        ([(SPRING, detail("address", **HOME))], _WRITE),
    ],
)
def test_the_first_source_follows_from_the_evidence(inside, evidence, says) -> None:
    person = young("Amina")
    for as_at, statement in evidence:
        record_evidence(person, statement, as_at=as_at)
    assert first() == [("Amina", says)]


def test_a_school_is_shown_no_one(inside) -> None:
    young("Amina")
    assert len(first()) == 1
    school = Scope(HERE_ONLY.authorities, leavers_of=frozenset(("urn:106500",)))
    assert first(school) == []


def test_the_evidence_of_a_merged_record_counts(inside) -> None:
    one, other = young("Amina"), young("Aminah")
    record_evidence(other, Offer(year=11, at=AT, stage="offer"), as_at=SPRING)
    actions.people.merging.merge(
        one, [other], within=HERE_ONLY, act=act(by="the tests", at=NOW, on=TODAY)
    )
    ((_, says),) = first()
    assert says == f"Offered a place at Lake College; {_AWAITED}"
