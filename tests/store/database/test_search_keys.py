"""The keys by which a person is found."""

from datetime import date

import pytest

from tracker.domain.history.details.particulars import BY_NAME, Particulars
from tracker.domain.history.person import Identity
from tracker.store.database.search_keys import keys

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
    phone="07700 900123",
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
    ],
)
def test_a_person_is_found_by_each_detail_that_is_searched(name, key) -> None:
    assert BY_NAME[name].searched
    assert key in keys(KNOWN)


def test_names_and_the_first_half_of_a_postcode_are_keys_and_a_phone_is_not() -> None:
    assert {"zoe", "oneill", "zz99"} <= set(keys(KNOWN))
    assert "07700900123" not in keys(KNOWN)
