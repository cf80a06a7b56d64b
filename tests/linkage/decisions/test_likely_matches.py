"""The records shown before a person is added: likely, best first, not too many."""

from datetime import date

from tracker.domain.history.person import Identity
from tracker.linkage.decisions.likely_matches import MOST_SHOWN, likely

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
