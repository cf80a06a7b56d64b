"""What an institution may pass on about a young person with a restriction."""

from datetime import date

import pytest

from tracker.domain.history.details.restriction_answers import (
    Answer,
    By,
    How,
    Outcome,
    Restriction,
)
from tracker.domain.law.restrictions import (
    MAY_BE_PASSED_ON,
    State,
    allowed,
    binding,
    state,
    turned,
)

SCHOOL, COLLEGE = "urn:106500", "urn:130500"
JANUARY, MAY, OCTOBER = date(2026, 1, 15), date(2026, 5, 21), date(2026, 10, 1)
NO = Restriction(SCHOOL, JANUARY, MAY)
#: The sixteenth birthday is a leap day.
BORN, SIXTEEN = date(2012, 2, 29), date(2028, 2, 29)
BEFORE, AFTER = date(2028, 2, 28), date(2028, 3, 1)
PARENTS = Restriction(SCHOOL, MAY, MAY, By.PARENT, How.CENSUS, SIXTEEN)


@pytest.mark.law("L-07")
@pytest.mark.law("N-13")
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
    day, agreed = day_of_yes or OCTOBER, day_of_yes is not None
    assert bool(binding(institutions, [NO], day, agreed=agreed)) is binds
    columns = {"surname", "upn", "email", "postcode"}
    kept = allowed(institutions, [NO], day, columns, agreed=agreed)
    assert kept == ({"surname", "postcode"} if binds else columns)


def test_a_restriction_without_a_known_institution_binds_everywhere() -> None:
    unknown = Restriction(None, JANUARY, JANUARY)
    assert binding({COLLEGE}, [unknown], MAY) == (unknown,)


@pytest.mark.law("L-07")
def test_a_yes_in_a_census_does_not_lift_a_no_by_letter() -> None:
    letter = Restriction(SCHOOL, MAY, MAY, By.PARENT, How.LETTER, SIXTEEN)
    assert binding({SCHOOL}, [letter], OCTOBER, agreed=True) == (letter,)


@pytest.mark.law("L-07")
@pytest.mark.parametrize(
    ("day", "state_", "restricts_by_default", "restricts_if_signed"),
    [
        (BEFORE, State.STANDS, True, True),
        (SIXTEEN, State.TO_BE_ASKED, True, False),
        (AFTER, State.TO_BE_ASKED, True, False),
    ],
)
def test_a_parents_no_at_sixteen(
    day, state_, restricts_by_default, restricts_if_signed
) -> None:
    assert state(Outcome(PARENTS), day) is state_
    for signed, restricts in (
        (False, restricts_by_default),
        (True, restricts_if_signed),
    ):
        found = binding({SCHOOL}, [PARENTS], day, ends_at_sixteen=signed)
        assert bool(found) is restricts
    unsigned = allowed({SCHOOL}, [PARENTS], day, {"forename", "upn"})
    assert ("upn" not in unsigned) is restricts_by_default


def test_a_young_persons_own_no_is_not_asked_about() -> None:
    own = Restriction(SCHOOL, AFTER, AFTER, By.YOUNG_PERSON, How.LETTER)
    assert state(Outcome(own), date(2030, 1, 1)) is State.STANDS
    assert binding({SCHOOL}, [own], date(2030, 1, 1), ends_at_sixteen=True)


def test_what_was_lifted() -> None:
    assert state(Outcome(lifted_by=Answer(SCHOOL, MAY, True)), MAY) is State.LIFTED


def test_numbers_and_other_details_may_not_be_passed_on() -> None:
    assert MAY_BE_PASSED_ON.isdisjoint(
        {"upn", "uln", "former_upn", "sex", "ethnicity", "sen", "email", "phone"}
    )


@pytest.mark.law("N-13")
def test_what_a_school_may_pass_on_against_the_wish_of_a_parent() -> None:
    """Name, address, date of birth and a parent's name and address, by section 14(4) of
    the Education and Skills Act 2008; with the institution of the file and the answer.
    """
    assert {
        *("forename", "surname", "middle_names", "full_name", "surname_first"),
        *("forename_first", "dob", "postcode", "saon", "paon", "street", "locality"),
        *("town", "administrative_area", "post_town", "address_line_1"),
        *("address_line_2", "address_line_3", "address_line_4", "address_line_5"),
        *("parent_name", "parent_address", "lea", "estab", "laestab", "urn", "ukprn"),
        *("provider", "reference_date", "yssa"),
    } == MAY_BE_PASSED_ON


OLDER = PARENTS._replace(ask_from=MAY)
OWN = NO._replace(by=By.YOUNG_PERSON)


@pytest.mark.law("L-07")
@pytest.mark.parametrize(
    ("before", "after", "ends", "words"),
    [
        (PARENTS, OLDER, False, "It restricts until they answer"),
        (None, OLDER, False, "It restricts until they answer"),
        (PARENTS, OLDER, True, "as the owner has signed"),
        (OLDER, PARENTS, False, "a parent's No has force."),
        (None, PARENTS, False, "a parent's No has force."),
        (OWN, OLDER, False, "It restricts until they answer"),
        (OWN, PARENTS, False, "counts as a parent's"),
        (PARENTS, OWN, False, "counts as the young person's own"),
        (PARENTS, None, False, "no force any more"),
        # Nothing to say: the answer is the same, by whatever date of birth.
        (PARENTS, PARENTS._replace(ask_from=BEFORE), False, None),
        (OLDER, OLDER._replace(ask_from=JANUARY), False, None),
        (None, None, False, None),
    ],
)
def test_what_a_new_date_of_birth_makes_of_a_restriction(
    before, after, ends, words
) -> None:
    was, now = ([] if each is None else [each] for each in (before, after))
    found = list(turned(was, now, OCTOBER, ends_at_sixteen=ends))
    assert [key for key, _ in found] == ([SCHOOL] if words else [])
    assert not words or words in found[0][1]
