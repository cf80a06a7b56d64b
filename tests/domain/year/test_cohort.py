"""Who is on the list of a September Guarantee. All invented."""

from datetime import date

import pytest

from tests.domain.statements import ADVISER, CENSUS, ROLL, particular, says
from tracker.domain.history.members import Member
from tracker.domain.history.membership import fold
from tracker.domain.year.cohort import Cohort, Why, cohort

MAY = date(2027, 5, 31)
#: Where institutions lie, by their key; of Hill it is not known.
AREAS = {"name:here": "359", "name:there": "890", "name:hill": None}
YEAR_11, YEAR_12 = "2011-03-10", "2010-03-10"


def member(born: str, at: str | None = "Here", **departure: str) -> Member:
    """A young person on the roll of an institution in May 2027, or on none."""
    evidence = [particular(CENSUS, "birth", "2026-10-01", born=born)]
    if at is not None:
        code = "110" if born > "2010-09-01" else "230"
        evidence.append(says(ROLL, code, "2026-09-05", "2027-05-20", at))
    if departure:
        evidence.append(particular(ADVISER, "departure", "2027-03-01", **departure))
    found = fold(7, "359", evidence, on=[MAY], resolve=lambda ref: None)
    assert found is not None
    return found.members[0]


def of(*members: Member) -> Cohort:
    return cohort(members, authority="359", area_of=AREAS.get)


REASONS = [
    # born, place, why
    (YEAR_11, "Here", Why.EDUCATED_HERE),
    (YEAR_11, "Hill", Why.LIVES_HERE),
    (YEAR_11, None, Why.LIVES_HERE),
    (YEAR_12, "Here", Why.YEAR_12),
    (YEAR_12, "There", Why.YEAR_12),  # the authority where they live leads
    (YEAR_12, None, Why.YEAR_12),
    # the first and the last birthdays of the two years
    ("2010-09-01", "Here", Why.EDUCATED_HERE),
    ("2011-08-31", "Here", Why.EDUCATED_HERE),
    ("2009-09-01", "Here", Why.YEAR_12),
    ("2010-08-31", "Here", Why.YEAR_12),
]


@pytest.mark.parametrize(("born", "at", "why"), REASONS)
def test_why_a_young_person_is_on_the_list(born: str, at: str | None, why: Why) -> None:
    found = of(member(born, at))
    assert [each.why for each in found.listed] == [why]
    assert found.listed[0].year == (12 if why is Why.YEAR_12 else 11)
    assert found.others == set()


def test_the_authority_of_the_school_leads_for_year_11() -> None:
    found = of(member(YEAR_11, "There"))
    assert found.listed == []
    assert found.led_elsewhere == {7: "890"}
    assert found.others == {7}


@pytest.mark.parametrize("born", ["2011-09-01", "2009-08-31"])
def test_nobody_of_another_year_is_on_it(born: str) -> None:
    found = of(member(born))
    assert (found.listed, found.others) == ([], set())


@pytest.mark.parametrize("status", ["T", "E", "D"])
@pytest.mark.parametrize("born", [YEAR_11, YEAR_12])
def test_a_young_person_who_has_left_by_then_is_not_on_it(
    born: str, status: str
) -> None:
    found = of(member(born, status=status, on="2027-03-01"))
    assert found.listed == []
    assert found.others == {7}
