"""Finding a school or college by any name, town or number that it has had."""

import pytest

from tests.factories import ACADEMY, COLLEGE, SCHOOL, links, register
from tracker import store


@pytest.fixture
def named(app, tmp_path, load):
    load(
        "establishments",
        register(tmp_path / "edubasealldata.csv", academy=True),
        links(tmp_path / "links_edubasealldata.csv"),
    )
    with app.app_context():
        yield store.institutions.institution_names


def found(named, words: str) -> list[str | None]:
    return [each.institution.urn for each in named.find(words)]


@pytest.mark.parametrize(
    ("words", "urns"),
    [
        ("testham college", [COLLEGE]),
        ("coll test", [COLLEGE]),
        (COLLEGE, [COLLEGE]),
        (SCHOOL, [ACADEMY]),
        ("testham high", [ACADEMY]),
        ("3594034", [ACADEMY]),
        ("10099991", [COLLEGE]),
        ("Wigan academy", [ACADEMY]),
        ("nothing of the kind", []),
        ("", []),
    ],
)
def test_it_is_found(named, words, urns) -> None:
    assert found(named, words) == urns


def test_an_old_name_says_that_it_is_one(named) -> None:
    (match,) = named.find("testham high")
    assert match.institution.name == "Testham Academy (invented)"
    assert match.formerly == "Testham High School (invented)"


def test_a_newer_register_is_searched_at_once(named, tmp_path, as_json, load) -> None:
    assert found(named, "testham college") == [COLLEGE]
    batch = as_json("imports", "list")[0]["batch"]
    as_json("imports", "withdraw", batch)
    assert found(named, "testham college") == []


def test_no_more_are_given_than_requested(named) -> None:
    assert len(named.find("wigan", limit=2)) == 2
