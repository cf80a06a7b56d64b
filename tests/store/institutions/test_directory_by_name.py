"""An institution that a source names by its name alone. All are invented."""

import pytest

from tracker.domain.reference.institution import InstitutionRef
from tracker.store.institutions.register import Directory


def entry(urn: str, name: str, **more: str) -> dict[str, str]:
    kind = "further education college"
    return {"key": urn, "urn": urn, "name": name, "kind": kind} | more


REGISTER = Directory(
    [
        entry("100001", "Leigh Colliery College", ukprn="10000001"),
        entry("100002", "St Ann's High School (Upholland)"),
        entry("100003", "Saint Helen School"),
        entry("100004", "Saint Helen School"),
        entry("100005", "Old Mill School", closed="2019-08-31"),
        entry("100006", "Old Mill School"),
        entry("100007", "Gone School", closed="2019-08-31"),
        # A school and the academy that it became are one, with the newer name.
        entry("100008", "Brook School", closed="2020-08-31", opened="1990-01-01"),
        entry("100009", "Brook Academy", opened="2020-09-01") | {"key": "100008"},
        # A younger school merged into an older one, which is open and keeps its name.
        entry("100010", "Hill High School", laestab="3594010"),
        entry("100011", "Vale Academy", opened="2013-09-01", closed="2026-08-31")
        | {"key": "100010", "laestab": "3594011"},
    ]
)


@pytest.mark.parametrize(
    ("name", "urn"),
    [
        ("Leigh Colliery College", "100001"),
        ("  LEIGH colliery-COLLEGE ", "100001"),
        ("St Anns High School, Upholland", "100002"),
        ("Saint Helen School", None),  # two have this name
        ("Old Mill School", "100006"),  # one of the two is closed
        ("Gone School", None),
        ("Brook Academy", "100009"),
        ("Brook School", None),
        ("Hill High School", "100010"),
        ("Vale Academy", None),
        ("Leigh Colliery", None),
        ("...", None),
        ("", None),
    ],
)
def test_a_name_that_one_open_institution_has_is_that_one(name, urn) -> None:
    found = REGISTER.resolve(InstitutionRef(name=name))
    assert (found.urn if found is not None else None) == urn


def test_a_number_goes_before_the_name_beside_it() -> None:
    name = "Leigh Colliery College"
    found = REGISTER.resolve(InstitutionRef(urn="100006", name=name))
    assert found is not None and found.urn == "100006"
    assert REGISTER.resolve(InstitutionRef(ukprn="10077777", name=name)) is None


def test_a_school_that_merged_into_another_is_that_one_by_its_old_number() -> None:
    found = REGISTER.resolve(InstitutionRef(laestab="3594011"))
    assert found is not None and (found.name, found.closed) == (
        "Hill High School",
        None,
    )


def test_namesakes_are_counted() -> None:
    assert len(REGISTER.named("SAINT HELEN SCHOOL")) == 2
    assert len(REGISTER.named("Moonbeam Skills")) == 0
