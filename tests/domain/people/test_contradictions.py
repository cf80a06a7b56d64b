"""Contradictions between two records of one person."""

from datetime import date

import pytest

from tracker.domain.history.person import Identity
from tracker.domain.people.contradictions import contradictions

UPN, OTHER_UPN, TEMPORARY = "A359000000001", "B359000000002", "A35900000001B"
BORN, OTHER_BORN = date(2009, 3, 4), date(2009, 4, 3)

CASES = [
    ("nothing given", {}, {"born": BORN, "upn": UPN, "uln": "1234567890"}, []),
    (
        "another birthday",
        {"born": OTHER_BORN},
        {"born": BORN},
        ["They have different dates of birth: 4 March 2009 and 3 April 2009."],
    ),
    (
        "another UPN",
        {"upn": UPN},
        {"upn": OTHER_UPN},
        [f"They have different UPNs: {UPN} and {OTHER_UPN}."],
    ),
    ("a former UPN", {"upn": UPN}, {"upn": OTHER_UPN, "former_upns": (UPN,)}, []),
    ("a temporary UPN", {"upn": TEMPORARY}, {"upn": UPN}, []),
    (
        "another ULN",
        {"uln": "1234567890"},
        {"uln": "1234567891"},
        ["They have different ULNs: 1234567890 and 1234567891."],
    ),
    ("another sex", {"sex": "F"}, {"sex": "M"}, []),
]


@pytest.mark.parametrize(
    ("one", "other", "sentences"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_contradictions(one, other, sentences) -> None:
    found = contradictions([Identity(**one), Identity(**other)])
    assert [str(each) for each in found] == sentences


def test_each_value_of_three_records_is_named_once() -> None:
    given = [Identity(uln=uln) for uln in ("1", "2", "1", "3")]
    (found,) = contradictions(given)
    assert str(found) == "They have different ULNs: 1, 2 and 3."
