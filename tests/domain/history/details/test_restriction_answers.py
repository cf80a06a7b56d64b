"""The restrictions that stand at each institution after answers in any order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.history.details.restriction_answers import (
    Answer,
    By,
    How,
    Outcome,
    Restriction,
    outcomes,
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


BORN = date(2012, 2, 29)
BEFORE, SIXTEEN = date(2028, 2, 28), date(2028, 2, 29)
AUTUMN, LATER = date(2028, 10, 5), date(2029, 1, 18)
PARENT, OWN = By.PARENT, By.YOUNG_PERSON
#: An answer as (day, Yes or No, who answered, how); a census gives only the first two.
Given = tuple[date, str, By | None, How, bool]


def census(day: date, answer: str) -> Given:
    return day, answer, None, How.CENSUS, False


def letter(day: date, answer: str, by: By, *, late: bool = False) -> Given:
    return day, answer, by, How.LETTER, late


@pytest.mark.law("L-07")
@pytest.mark.law("N-13")
@pytest.mark.parametrize(
    ("given", "stands"),
    [
        ([census(MAY, "no")], (MAY, MAY, PARENT, How.CENSUS, SIXTEEN)),
        ([census(BEFORE, "no")], (BEFORE, BEFORE, PARENT, How.CENSUS, SIXTEEN)),
        # from the birthday on, the leap day, an answer is the young person's own
        ([census(SIXTEEN, "no")], (SIXTEEN, SIXTEEN, OWN, How.CENSUS, None)),
        # a census that repeats the parent's No is no answer of the young person
        (
            [census(MAY, "no"), census(AUTUMN, "no")],
            (MAY, AUTUMN, PARENT, How.CENSUS, SIXTEEN),
        ),
        ([census(MAY, "no"), census(AUTUMN, "yes")], None),
        # a parent writes at 15, and has nothing to say any more at 16
        ([letter(MAY, "no", PARENT)], (MAY, MAY, PARENT, How.LETTER, SIXTEEN)),
        ([letter(AUTUMN, "no", PARENT, late=True)], None),
        # but a parent who had the right by the date of birth on record then is heeded,
        # and the question is put to the young person
        (
            [letter(AUTUMN, "no", PARENT)],
            (AUTUMN, AUTUMN, PARENT, How.LETTER, SIXTEEN),
        ),
        ([letter(AUTUMN, "no", PARENT), letter(LATER, "yes", OWN)], None),
        (
            [letter(MAY, "no", PARENT), letter(AUTUMN, "yes", PARENT)],
            (MAY, MAY, PARENT, How.LETTER, SIXTEEN),
        ),
        # it is a parent's all the same: nothing of it comes after their own answer
        (
            [letter(SIXTEEN, "no", OWN), letter(AUTUMN, "no", PARENT)],
            (SIXTEEN, SIXTEEN, OWN, How.LETTER, None),
        ),
        # a new date of birth makes them younger: it is of a day before the birthday
        (
            [letter(BEFORE, "no", PARENT, late=True)],
            (BEFORE, BEFORE, PARENT, How.LETTER, SIXTEEN),
        ),
        (
            [letter(MAY, "no", PARENT), letter(SIXTEEN, "yes", PARENT)],
            (MAY, MAY, PARENT, How.LETTER, SIXTEEN),
        ),
        # the young person's letter decides, and no parent's after it
        ([census(MAY, "no"), letter(SIXTEEN, "yes", OWN)], None),
        (
            [
                census(MAY, "no"),
                letter(SIXTEEN, "yes", OWN),
                letter(AUTUMN, "no", PARENT),
            ],
            None,
        ),
        (
            [
                census(MAY, "yes"),
                letter(SIXTEEN, "no", OWN),
                letter(AUTUMN, "yes", PARENT),
            ],
            (SIXTEEN, SIXTEEN, OWN, How.LETTER, None),
        ),
        # nor what the school still has on record from the parent
        (
            [census(MAY, "no"), letter(SIXTEEN, "yes", OWN), census(AUTUMN, "no")],
            None,
        ),
        (
            [census(MAY, "yes"), letter(SIXTEEN, "no", OWN), census(AUTUMN, "yes")],
            (SIXTEEN, SIXTEEN, OWN, How.LETTER, None),
        ),
        # but a No that is new at the school is heeded
        (
            [
                census(MAY, "no"),
                letter(SIXTEEN, "yes", OWN),
                census(AUTUMN, "yes"),
                census(LATER, "no"),
            ],
            (LATER, LATER, OWN, How.CENSUS, None),
        ),
        (
            [letter(SIXTEEN, "yes", OWN), census(AUTUMN, "no")],
            (AUTUMN, AUTUMN, OWN, How.CENSUS, None),
        ),
        # their own No begins where the parent's did: nothing was allowed in between
        (
            [census(MAY, "no"), letter(AUTUMN, "no", OWN)],
            (MAY, AUTUMN, OWN, How.LETTER, None),
        ),
        # before sixteen the young person's Yes has no force, their No is heeded
        (
            [census(JANUARY, "no"), letter(MAY, "yes", OWN)],
            (JANUARY, JANUARY, PARENT, How.CENSUS, SIXTEEN),
        ),
        ([letter(MAY, "no", OWN)], (MAY, MAY, OWN, How.LETTER, None)),
        # of two letters of one day the No counts
        (
            [letter(MAY, "no", PARENT), letter(MAY, "yes", PARENT)],
            (MAY, MAY, PARENT, How.LETTER, SIXTEEN),
        ),
    ],
)
def test_who_decides_before_and_from_the_sixteenth_birthday(given, stands) -> None:
    answers = [
        Answer(SCHOOL, day, answer == "yes", *more) for day, answer, *more in given
    ]
    expected = () if stands is None else (Restriction(SCHOOL, *stands),)
    assert standing(answers, born=BORN) == expected
    assert standing(reversed(answers), born=BORN) == expected


def test_without_a_date_of_birth_nobody_is_sixteen() -> None:
    answers = [Answer(SCHOOL, AUTUMN, False, PARENT, How.LETTER)]
    found = Restriction(SCHOOL, AUTUMN, AUTUMN, PARENT, How.LETTER)
    assert standing(answers) == (found,)


def test_what_lifted_a_no_is_known_and_a_yes_alone_lifted_nothing() -> None:
    found = outcomes([no(JANUARY), yes(MAY), yes(OCTOBER), yes(MAY, COLLEGE)])
    assert found[SCHOOL] == Outcome(lifted_by=yes(MAY))
    assert found[COLLEGE] == Outcome()


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
