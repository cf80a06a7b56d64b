"""Each field that differs, and what it makes of a pair: a match, a review, no match.

Everything else agrees: the same name, birthday, sex and home, and no number. "Likely"
is a chance of one in ten and more.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.linkage.people import BARE
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Agreement, Level, compare, prepare
from tracker.linkage.decisions.identifiers_first import likeness
from tracker.linkage.decisions.judgement import Verdict, judge
from tracker.linkage.decisions.likely_matches import MOST_SHOWN, _worth_showing, likely

L = Level
ALIKE = compare(prepare(BARE), prepare(BARE))
NO, LOOK, COUNTED = Verdict.NO_MATCH, Verdict.LOOK, Verdict.COUNTED
LIKELY, UNLIKELY = 0.1, 0.0999


def pair(**changes: Level) -> Agreement:
    return replace(ALIKE, **changes)


AWAY = L.DIFFERENT

#: What differs, and the verdict on a likely and on an unlikely pair.
TABLE: list[tuple[Agreement, Verdict, Verdict]] = [
    (pair(), COUNTED, COUNTED),
    # Name and birthday are enough wherever they live, the name being their own.
    (pair(postcode=AWAY), COUNTED, COUNTED),
    (pair(postcode=AWAY, given=L.KNOWN), COUNTED, COUNTED),
    (pair(postcode=AWAY, given=L.PART), COUNTED, COUNTED),
    (pair(postcode=AWAY, given=L.SHORT_FORM), COUNTED, COUNTED),
    (pair(postcode=AWAY, family=L.KNOWN), COUNTED, COUNTED),
    (pair(postcode=AWAY, given=L.MIDDLE), COUNTED, NO),
    (pair(postcode=AWAY, given=L.ONE_LETTER), COUNTED, NO),
    (pair(postcode=AWAY, given=L.SIMILAR), COUNTED, NO),
    (pair(postcode=AWAY, given=L.INITIAL), COUNTED, NO),
    (pair(postcode=AWAY, family=L.PART), COUNTED, NO),
    (pair(postcode=AWAY, family=L.ONE_LETTER), COUNTED, NO),
    # Birthday and home are enough, whatever the given name.
    (pair(given=L.ONE_LETTER), COUNTED, COUNTED),
    (pair(given=L.SIMILAR), COUNTED, COUNTED),
    (pair(given=L.CROSSED, family=L.CROSSED), LOOK, LOOK),
    (pair(given=L.SWAPPED, family=L.SWAPPED), COUNTED, COUNTED),
    (pair(postcode=L.DISTRICT, given=L.SIMILAR), COUNTED, NO),
    # A slip in the date of birth is always looked at, if it is likely at all.
    (pair(born=L.SWAPPED), LOOK, NO),
    (pair(born=L.ONE_DIGIT), LOOK, NO),
    # Another date of birth: the very name, at home, and not of another sex.
    (pair(born=L.DIFFERENT), LOOK, LOOK),
    (pair(born=L.DIFFERENT, given=L.PART), NO, NO),
    (pair(born=L.DIFFERENT, postcode=L.DISTRICT), NO, NO),
    (pair(born=L.DIFFERENT, sex=L.DIFFERENT), NO, NO),
    (pair(born=L.DIFFERENT, sex=L.MISSING), LOOK, LOOK),
    # No date of birth: likely, and at home or of the very name.
    (pair(born=L.MISSING), LOOK, NO),
    (pair(born=L.MISSING, given=L.SIMILAR), LOOK, NO),
    (pair(born=L.MISSING, postcode=AWAY), LOOK, NO),
    (pair(born=L.MISSING, postcode=AWAY, given=L.SIMILAR), NO, NO),
    (pair(born=L.MISSING, sex=L.DIFFERENT), LOOK, NO),
    (pair(born=L.MISSING, sex=L.DIFFERENT, given=L.SIMILAR), NO, NO),
    # A new surname: likely, the same birthday, at home and not of another sex.
    (pair(family=L.DIFFERENT), COUNTED, NO),
    (pair(family=L.DIFFERENT, given=L.SIMILAR), COUNTED, NO),
    (pair(family=L.DIFFERENT, given=L.CROSSED), LOOK, NO),
    (pair(family=L.MISSING), NO, NO),
    (pair(given=L.MISSING), NO, NO),
    (pair(family=L.DIFFERENT, born=L.SWAPPED), NO, NO),
    (pair(family=L.DIFFERENT, sex=L.DIFFERENT), NO, NO),
    (pair(family=L.DIFFERENT, postcode=AWAY), NO, NO),
    # Nearby it needs the same middle name and the very given name as well.
    (pair(family=L.DIFFERENT, postcode=L.DISTRICT), COUNTED, NO),
    (pair(family=L.DIFFERENT, postcode=L.DISTRICT, middle=L.MISSING), NO, NO),
    (pair(family=L.DIFFERENT, postcode=L.DISTRICT, given=L.PART), NO, NO),
    (pair(family=L.DIFFERENT, postcode=AWAY, middle=L.SAME), NO, NO),
    # Another given name may be a twin's, who is of either sex.
    (pair(given=L.DIFFERENT), LOOK, LOOK),
    (pair(given=L.DIFFERENT, sex=L.DIFFERENT), NO, NO),
    (pair(given=L.DIFFERENT, postcode=AWAY), NO, NO),
    (pair(given=L.DIFFERENT, family=L.DIFFERENT), NO, NO),
    (pair(sex=L.DIFFERENT), LOOK, LOOK),
    # Another number: it needs name and birthday, and a person looks at it.
    (pair(upn=L.DIFFERENT), LOOK, LOOK),
    (pair(upn=L.DIFFERENT, given=L.PART), LOOK, LOOK),
    (pair(upn=L.DIFFERENT, given=L.DIFFERENT), NO, NO),
    (pair(upn=L.DIFFERENT, born=L.SWAPPED), NO, NO),
    (pair(upn=L.DIFFERENT, family=L.DIFFERENT), NO, NO),
    # Two ULNs are two people, unless name and date of birth are exactly the same.
    (pair(uln=L.DIFFERENT), LOOK, LOOK),
    (pair(uln=L.DIFFERENT, given=L.KNOWN), LOOK, LOOK),
    (pair(uln=L.DIFFERENT, given=L.PART), NO, NO),
    (pair(uln=L.DIFFERENT, born=L.SWAPPED), NO, NO),
    (pair(uln=L.SAME, upn=L.SAME), COUNTED, COUNTED),
]


@pytest.mark.parametrize(("agreement", "likely", "unlikely"), TABLE)
def test_the_verdict_on_a_pair_by_what_differs(
    agreement: Agreement, likely: Verdict, unlikely: Verdict
) -> None:
    assert judge(agreement, LIKELY) is likely
    assert judge(agreement, UNLIKELY) is unlikely


NEAR, NONE = L.DISTRICT, L.MISSING
#: What differs from a record, and whether it is shown before a person is added.
SHOWN: list[tuple[Agreement, bool]] = [
    (pair(), True),
    # A number in common, whatever else differs.
    (pair(upn=L.SAME, given=L.DIFFERENT, family=L.DIFFERENT, born=L.MISSING), True),
    (pair(uln=L.SAME, given=L.DIFFERENT, family=L.DIFFERENT, born=L.MISSING), True),
    (pair(uln=L.DIFFERENT, given=L.DIFFERENT, family=L.DIFFERENT), True),
    # A close name, with nearly the same birthday, or at home, or exactly the name.
    (pair(given=L.PART, postcode=AWAY), True),
    (pair(given=L.PART, postcode=AWAY, born=L.SWAPPED), True),
    (pair(given=L.PART, postcode=AWAY, born=L.ONE_DIGIT), True),
    (pair(given=L.PART, postcode=AWAY, born=L.MISSING), True),
    (pair(given=L.PART, postcode=AWAY, born=L.DIFFERENT), False),
    (pair(given=L.PART, born=L.DIFFERENT), True),
    (pair(postcode=AWAY, born=L.DIFFERENT), True),
    # The birthday, at home, or with one of the names near to it.
    (pair(given=L.DIFFERENT, family=L.DIFFERENT), True),
    (pair(given=L.DIFFERENT, family=L.DIFFERENT, postcode=NEAR), False),
    (pair(given=L.DIFFERENT, postcode=NEAR), True),
    (pair(family=L.DIFFERENT, postcode=NEAR), True),
    (pair(given=L.DIFFERENT, postcode=NONE), True),
    (pair(given=L.DIFFERENT, postcode=AWAY), False),
    (pair(given=L.DIFFERENT, born=L.SWAPPED), False),
    (pair(given=L.DIFFERENT, postcode=NEAR, born=L.SWAPPED), False),
]


@pytest.mark.parametrize(("agreement", "shown"), SHOWN)
def test_a_record_is_shown_before_a_person_is_added(
    agreement: Agreement, shown: bool
) -> None:
    assert _worth_showing(agreement) is shown


@pytest.mark.parametrize(
    ("agreement", "share"),
    [
        (pair(), 1.0),
        (pair(given=L.DIFFERENT), 0.833),
        (pair(given=L.SIMILAR, upn=L.DIFFERENT), 0.857),
        (pair(given=L.DIFFERENT, family=L.DIFFERENT, middle=L.MISSING), 0.6),
    ],
)
def test_likeness_is_the_share_of_fields_on_both_sides_that_agree(
    agreement: Agreement, share: float
) -> None:
    assert likeness(agreement) == share


def test_records_without_a_field_in_common_are_not_alike() -> None:
    nothing = Agreement(*[L.MISSING] * 8)
    assert likeness(nothing) == 0


WHO = Identity("Amina", "Holtby", born=date(2009, 12, 3), postcode="WN1 1AZ")


def test_the_closest_record_comes_first() -> None:
    people = {
        1: Identity("Amina", "Holtby", born=date(2008, 1, 1), postcode="WN1 1AZ"),
        2: Identity("Amena", "Holtby", born=date(2009, 12, 3), postcode="WN7 1AB"),
        3: WHO,
        4: Identity("Rhys", "Orrell", born=date(2009, 12, 3), postcode="WN7 1AB"),
    }
    assert [each.person for each in likely(WHO, people.items())] == [3, 2, 1]


def test_a_twin_is_shown_too() -> None:
    twin = Identity("Bryn", "Holtby", born=WHO.born, postcode=WHO.postcode)
    (found,) = likely(WHO, [(1, twin)])
    assert "Differs: given name (Amina here, Bryn on record)." in found.reasons


def test_only_the_first_few_are_shown() -> None:
    assert len(likely(WHO, [(n, WHO) for n in range(50)])) == MOST_SHOWN
