"""The key of an institution outside the register, and the activity of its students."""

import pytest

from tracker.domain.reference.activity_at_institution import activity_at
from tracker.domain.reference.institution import (
    REGISTER,
    Institution,
    InstitutionKind,
    InstitutionRef,
    key_of,
)


@pytest.mark.parametrize(
    ("ref", "key"),
    [
        (
            InstitutionRef("106543", "3594034", "10099991", "Hill"),
            "laestab:3594034",
        ),
        (InstitutionRef("106543", None, "10099991", "Hill"), "ukprn:10099991"),
        (InstitutionRef("106543", name="Hill"), "urn:106543"),
        (InstitutionRef(name="Hill SCHOOL"), "name:hill school"),
        (InstitutionRef(name=""), None),
        (InstitutionRef(), None),
    ],
)
def test_the_best_number_of_an_institution_is_its_key(ref, key) -> None:
    assert key_of(ref) == key


# kind, as stored, full time, part time
KINDS = [
    (InstitutionKind.SCHOOL, "school", "210", "250"),
    (InstitutionKind.SIXTH_FORM_COLLEGE, "sixth-form college", "220", "250"),
    (InstitutionKind.FURTHER_EDUCATION, "further education college", "230", "250"),
    (InstitutionKind.SPECIAL_POST_16, "special post-16 institution", "280", "250"),
    (InstitutionKind.HIGHER_EDUCATION, "higher education institution", "240", "250"),
    (InstitutionKind.TRAINING_PROVIDER, "training provider", "410", "410"),
    (InstitutionKind.CUSTODY, "secure institution", "290", "250"),
    (InstitutionKind.OTHER, "other", "270", "250"),
]


@pytest.mark.parametrize(("kind", "stored", "full", "part"), KINDS)
def test_the_kind_of_institution_decides_the_activity(kind, stored, full, part) -> None:
    there = Institution("urn:1", "Hill", kind)
    assert kind.value == stored
    assert activity_at(there, part_time=False).code == full
    assert activity_at(there, part_time=True).code == part


def test_every_kind_has_its_row() -> None:
    assert [row[0] for row in KINDS] == list(InstitutionKind)


def test_outside_the_register_it_counts_as_further_education() -> None:
    assert activity_at(None, part_time=False).code == "230"
    assert activity_at(None, part_time=True).code == "250"


def test_the_register_is_made_from_the_feed_of_establishments() -> None:
    assert REGISTER == "establishments"
