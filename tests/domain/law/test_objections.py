"""Objections to research: from which day to which they keep a young person out."""

from datetime import date

import pytest

from tracker.domain.law.objections import Objection, To, may_be_in_research

MARCH = date(2028, 3, 1)
LEAP_DAY = date(2028, 2, 29)


@pytest.mark.law("N-05", "D-10")
@pytest.mark.parametrize(
    ("objections", "day", "may"),
    [
        ([], MARCH, True),
        ([Objection(To.RESEARCH, LEAP_DAY)], date(2028, 2, 28), True),
        ([Objection(To.RESEARCH, LEAP_DAY)], LEAP_DAY, False),
        # A refusal ends it on its day; another one still stands.
        ([Objection(To.RESEARCH, LEAP_DAY, ended=MARCH)], LEAP_DAY, False),
        ([Objection(To.RESEARCH, LEAP_DAY, ended=MARCH)], MARCH, True),
        (
            [
                Objection(To.RESEARCH, LEAP_DAY, ended=MARCH),
                Objection(To.PUBLIC_TASK, LEAP_DAY),
            ],
            MARCH,
            False,
        ),
        ([Objection(To.ALL_USE, LEAP_DAY)], MARCH, False),
    ],
)
def test_an_objection_keeps_out_of_research_from_the_day_it_arrives(
    objections, day, may
) -> None:
    assert may_be_in_research(objections, day) is may
