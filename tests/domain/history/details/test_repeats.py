"""A value changed by hand, and the lists that come after it. Everybody is invented.

Each case is what came in, in the order of its days, and the value that counts. The
month is in front: "1" is January. "by hand" is a change, other words are senders.
"""

from datetime import UTC, date, datetime

import pytest

from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.details_by_day import Details, particulars
from tracker.domain.history.evidence import Evidence, Source, Tier

OLD, NEW, THIRD = "07700 900001", "07700 900002", "07700 900003"


def given(sender: str, month: int, about: str, day: int = 15, **values: str):
    as_at = date(2026, month, day)
    if sender == "by hand":
        name = grounds.source_of(about, "a parent or carer")
        source = Source(Tier.ADVISER, name)
    else:
        source = Source(Tier.PROVIDER_ROLL, sender, f"{sender}.csv", 1, month)
    at = datetime(2026, month, day, 18, tzinfo=UTC)
    return Evidence(detail(about, **values), source, as_at, at)


def phones(*cases: tuple[str, int, str]) -> list[Evidence]:
    return [
        given(sender, month, "phone", phone=number)
        if number
        else given(sender, month, "phone", ended="Y")
        for sender, month, number in cases
    ]


@pytest.mark.parametrize(
    ("came", "stands"),
    [
        # A list from before the change comes late.
        ([("college", 1, OLD), ("by hand", 5, NEW), ("school", 3, THIRD)], NEW),
        # Lists repeat the old one, also in another way to write it.
        ([("college", 1, OLD), ("by hand", 5, NEW), ("college", 9, OLD)], NEW),
        ([("a", 1, OLD), ("by hand", 5, NEW), ("b", 9, "+447700900001")], NEW),
        # Of one day, what was entered by hand counts.
        ([("a", 1, OLD), ("by hand", 5, NEW), ("b", 5, OLD)], NEW),
        # A third value is news.
        ([("college", 1, OLD), ("by hand", 5, NEW), ("college", 9, THIRD)], THIRD),
        # So is the old one once it is entered again, and lists may repeat it then.
        ([("a", 1, OLD), ("by hand", 5, NEW), ("by hand", 7, OLD), ("a", 9, OLD)], OLD),
        ([("a", 1, OLD), ("by hand", 5, NEW), ("by hand", 7, OLD), ("a", 9, NEW)], OLD),
        # A number that does not reach them any more does not come back with a list.
        ([("a", 1, OLD), ("by hand", 5, ""), ("a", 9, OLD)], None),
        ([("a", 1, OLD), ("by hand", 5, ""), ("a", 9, NEW)], NEW),
        # Without a change the newest list counts.
        ([("a", 1, OLD), ("a", 5, NEW), ("b", 9, OLD)], OLD),
        # Nothing was there before: the first value of a list is news.
        ([("by hand", 5, NEW), ("a", 9, OLD)], OLD),
    ],
)
def test_a_phone(came, stands) -> None:
    evidence = phones(*came)
    assert particulars(evidence).phone == stands
    assert particulars(reversed(evidence)).phone == stands


@pytest.mark.parametrize(
    ("old", "repeated", "counts"),
    [
        ("12 Elm Street", "12 Elm Street", False),
        ("12 Elm Street", "12, ELM ST", False),
        ("Flat 3, 12 Elm Street", "12 Elm Street Flat 3", False),
        ("Rose Cottage", "rose  cottage", False),
        ("12 Elm Street", "14 Elm Street", True),
    ],
)
def test_an_address_is_the_same_however_it_is_written(old, repeated, counts) -> None:
    home = {"town": "Wigan", "postcode": "WN1 1AZ"}
    evidence = [
        given("school", 1, "address", line1=old, **home),
        given("by hand", 5, "address", line1="7 Oak Row", postcode="WN2 3AB"),
        given("school", 9, "address", line1=repeated, **home),
    ]
    known = particulars(evidence)
    assert known.address["line1"] == (repeated if counts else "7 Oak Row")


def test_a_home_from_which_they_moved_raises_the_question_of_a_move() -> None:
    evidence = [
        given("school", 1, "address", line1="12 Elm Row", postcode="WN1 1AZ"),
        given("by hand", 5, "address", line1="7 Oak Row", postcode="WN2 3AB"),
        given("school", 9, "address", line1="12 Elm Row", postcode="WN1 1AZ"),
    ]
    homes = particulars(evidence).homes
    assert homes is not None and homes.newer is not None
    assert (homes.held.value, homes.newer.value) == ("WN2 3AB", "WN1 1AZ")
    (source,) = homes.held.sources
    assert source.source == "change of address: a parent or carer"


def test_a_day_before_the_change_has_the_old_value() -> None:
    details = Details(phones(("a", 1, OLD), ("by hand", 5, NEW), ("a", 9, OLD)))
    months = [details.on(date(2026, month, 28)).phone for month in (2, 6, 10)]
    assert months == [OLD, NEW, NEW]


def test_a_plan_that_comes_again_is_news() -> None:
    evidence = [
        given("school", 1, "send", send="Y"),
        given("by hand", 5, "send", send="N", support="N"),
        given("school", 9, "send", send="Y"),
    ]
    assert particulars(evidence).send


def test_a_list_with_the_parents_name_keeps_the_phone_that_was_entered() -> None:
    entered = {"name": "Danuta Holtby", "relation": "mother", "phone": OLD}
    evidence = [
        given("school", 1, "parent", name="D Holtby", address="12 Elm Row"),
        given("by hand", 5, "parent", **entered),
        given("college", 9, "parent", name="danuta  HOLTBY", address="7 Oak Row"),
        given("school", 10, "parent", name="D Holtby", address="12 Elm Row"),
    ]
    parent = particulars(evidence).parent
    assert (parent["phone"], parent["relation"]) == (OLD, "mother")
    assert parent["address"] == "7 Oak Row"
    other = [*evidence, given("college", 11, "parent", name="Piotr Nowak")]
    assert particulars(other).parent == {"name": "Piotr Nowak"}


@pytest.mark.parametrize(
    ("added", "held"),
    [
        (("2026-05-14", 9), {"140"}),
        (("2026-05-15", 9), {"140"}),  # before the list was entered that day
        (("2026-05-15", 20), {"130", "140"}),
        (("2026-05-16", 9), {"130", "140"}),
    ],
)
def test_what_is_added_to_a_list_that_was_entered(added, held) -> None:
    as_at, hour = added
    at = datetime.fromisoformat(f"{as_at}T{hour:02}:00").replace(tzinfo=UTC)
    source = Source(Tier.ADVISER, "status update, according to the young person")
    addition = Evidence(
        detail("characteristic", code="130"), source, date.fromisoformat(as_at), at
    )
    entered = given("by hand", 5, "characteristics", codes="140")
    assert particulars([addition, entered]).characteristics == held
