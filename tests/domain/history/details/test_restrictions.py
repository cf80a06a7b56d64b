"""The restrictions that stand at each institution after answers in any order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.history.details.restrictions import (
    MAY_BE_PASSED_ON,
    Answer,
    Restriction,
    allowed,
    binding,
    standing,
)

SCHOOL, COLLEGE = "urn:106500", "urn:130500"
JANUARY, MAY, OCTOBER = date(2026, 1, 15), date(2026, 5, 21), date(2026, 10, 1)


def no(day: date, at: str | None = SCHOOL) -> Answer:
    return Answer(at, day, False)


def yes(day: date, at: str | None = SCHOOL) -> Answer:
    return Answer(at, day, True)


@pytest.mark.parametrize(
    ("answers", "stands"),
    [
        ([], ()),
        ([yes(JANUARY)], ()),
        ([no(JANUARY)], (Restriction(SCHOOL, JANUARY, JANUARY),)),
        # a repeated No is no new restriction
        ([no(JANUARY), no(MAY)], (Restriction(SCHOOL, JANUARY, MAY),)),
        ([no(JANUARY), yes(MAY)], ()),
        # a late older No counts for its day, and the newer Yes stands
        ([yes(MAY), no(JANUARY)], ()),
        ([yes(JANUARY), no(MAY)], (Restriction(SCHOOL, MAY, MAY),)),
        # of two of one day the No counts
        ([yes(MAY), no(MAY)], (Restriction(SCHOOL, MAY, MAY),)),
        (
            [no(JANUARY), yes(MAY), no(OCTOBER)],
            (Restriction(SCHOOL, OCTOBER, OCTOBER),),
        ),
        # Yes to another institution lifts nothing
        ([no(JANUARY), yes(MAY, COLLEGE)], (Restriction(SCHOOL, JANUARY, JANUARY),)),
        ([no(JANUARY, None), yes(MAY)], (Restriction(None, JANUARY, JANUARY),)),
    ],
)
def test_the_restrictions_that_stand(answers, stands) -> None:
    assert standing(answers) == stands
    assert standing(reversed(answers)) == stands


def test_the_restrictions_that_stood_on_a_day() -> None:
    answers = [no(JANUARY), yes(MAY), no(OCTOBER)]
    assert standing(answers, on=date(2026, 1, 14)) == ()
    assert standing(answers, on=JANUARY) == (Restriction(SCHOOL, JANUARY, JANUARY),)
    assert standing(answers, on=MAY) == ()


NO = Restriction(SCHOOL, JANUARY, MAY)


@pytest.mark.parametrize(
    ("institutions", "day_of_yes", "binds"),
    [
        ({SCHOOL}, None, True),
        ({COLLEGE}, None, False),
        # a list that the college sends for the school, or the school for the college
        ({SCHOOL, COLLEGE}, None, True),
        # the institution of the file is not known
        (set(), None, True),
        ({SCHOOL}, JANUARY, True),
        ({SCHOOL}, MAY, True),
        ({SCHOOL}, OCTOBER, False),
    ],
)
def test_which_files_it_binds(institutions, day_of_yes, binds) -> None:
    assert bool(binding([NO], institutions, yes=day_of_yes)) is binds
    columns = {"surname", "upn", "email", "postcode"}
    kept = allowed([NO], institutions, columns, yes=day_of_yes)
    assert kept == ({"surname", "postcode"} if binds else columns)


def test_a_restriction_without_a_known_institution_binds_everywhere() -> None:
    unknown = Restriction(None, JANUARY, JANUARY)
    assert binding([unknown], {COLLEGE}) == (unknown,)


def test_numbers_and_other_details_may_not_be_passed_on() -> None:
    assert MAY_BE_PASSED_ON.isdisjoint(
        {"upn", "uln", "former_upn", "sex", "ethnicity", "sen", "email", "phone"}
    )


ANSWERS = st.lists(
    st.builds(
        Answer,
        st.sampled_from([SCHOOL, COLLEGE, None]),
        st.sampled_from([JANUARY, MAY, OCTOBER]),
        st.booleans(),
    )
)


@given(ANSWERS, st.randoms())
def test_the_order_in_which_they_come_makes_no_difference(answers, chance) -> None:
    shuffled = list(answers)
    chance.shuffle(shuffled)
    assert standing(shuffled) == standing(answers)


@given(ANSWERS, ANSWERS)
def test_only_a_later_yes_to_the_same_institution_lifts_one(before, after) -> None:
    for each in standing(before):
        lifted = any(
            answer.allows
            and answer.institution == each.institution
            and answer.as_at > each.latest
            for answer in after
        )
        places = {found.institution for found in standing([*before, *after])}
        assert each.institution in places or lifted
