"""Places in words. All institutions here are invented."""

import pytest

from tracker.domain.reference.institution import Institution, InstitutionKind
from tracker.wording.places import place, with_town


@pytest.mark.parametrize(
    ("key", "name", "words"),
    [
        (None, None, ""),
        (None, "Testham Garage", "Testham Garage"),
        ("urn:106500", "Testham High", "Testham High"),
        ("urn:106500", None, "URN 106500, not in the register"),
        ("laestab:3594034", "", "DfE number 3594034, not in the register"),
        ("ukprn:10099991", None, "UKPRN 10099991, not in the register"),
        ("name:st mary's at: the hill", None, "St Mary's At: The Hill"),
    ],
)
def test_a_place_has_its_name_or_its_number(key, name, words) -> None:
    assert place(key, name) == words


def test_an_institution_is_distinguished_by_what_is_known() -> None:
    there = Institution("urn:1", "Testham High", InstitutionKind.SCHOOL, town="Testham")
    assert with_town(there) == "Testham High, Testham"
    assert with_town(there, None, "closed") == "Testham High, Testham, closed"
