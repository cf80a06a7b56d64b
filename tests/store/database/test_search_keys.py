"""The keys by which a person is found."""

from datetime import date

import pytest

from tracker.domain.history.details.particulars import BY_NAME, Particulars
from tracker.domain.history.person import Identity
from tracker.store.database.search_keys import joined, keys

KNOWN = Particulars(
    Identity(
        "Zoë",
        "O'Neill",
        born=date(2009, 3, 4),
        postcode="ZZ99 3AB",
        upn="Z35940221900A",
        former_upns=("B801200005001",),
        uln="1000000003",
    ),
    ypids=("3590000000001",),
    former_ypids=("8880000000202",),
    phone="+44 7700 900123",
    email="Zoe.O'Neill@Example.org",
    parent={"name": "Mairi O'Neill", "phone": "(01942) 000-017"},
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("born", "2009-03-04"),
        ("postcode", "zz993ab"),
        ("upn", "z35940221900a"),
        ("former_upns", "b801200005001"),
        ("uln", "1000000003"),
        ("ypids", "3590000000001"),
        ("former_ypids", "8880000000202"),
        ("phone", "07700900123"),
        ("email", "zoeoneillexampleorg"),
    ],
)
def test_a_person_is_found_by_each_detail_that_is_searched(name, key) -> None:
    assert BY_NAME[name].searched
    assert key in keys(KNOWN)


def test_names_half_a_postcode_and_the_number_of_a_parent_are_keys() -> None:
    found = set(keys(KNOWN))
    assert {"zoe", "oneill", "zz99", "01942000017"} <= found
    assert "mairi" not in found


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("01942 000017", "01942000017"),
        ("+44 1942 000017", "01942000017"),
        ("0044 (0)1942 000017", "01942000017"),
        ("441942000017", "01942000017"),
        ("+48 22 000 00 17", "48220000017"),
        ("4440000020091", "4440000020091"),  # an identifier and no number
        ("–", ""),
    ],
)
def test_a_number_is_the_same_with_and_without_its_country(number, key) -> None:
    assert joined(number) == key


def test_what_has_neither_letter_nor_digit_is_no_key() -> None:
    assert "" not in keys(Particulars(Identity("–", "Smith"), phone="-"))
