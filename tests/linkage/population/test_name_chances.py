"""How likely a stranger has a name, by the people on record and the country's table."""

from collections import Counter

import pytest

from tracker.linkage.names import name_table
from tracker.linkage.population.name_chances import NameChances

#: A hundred people: 40 named Ann Lee, one Zelqua Lee, 59 with names of their own.
NAMES = NameChances(
    Counter({("ANN", "LEE"): 40, ("ZELQUA", "LEE"): 1})
    + Counter({(f"ZELQ{n:03}", f"QUOR{n:03}"): 1 for n in range(59)})
)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the country one girl in 50 is called Ann, and one family in 100 Lee."""
    shares = {"given": {"ANN": 0.02}, "family": {"LEE": 0.01}}
    monkeypatch.setattr(name_table, "shares", lambda kind: shares[kind])


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("name", "share"),
    [
        # One of those who have it is the person themselves, counted as a half; the
        # table counts as 1,000 people.
        ("ANN", (39.5 + 20) / 1_100),
        ("ZELQUA", 0.5 / 1_100),
        # A name that no one has: rarer, the more people are known.
        ("ZELQUAX", 5e-7 + 0.02 / 1_100),
        # A name with short forms is a name all the same.
        ("ELIZABETH", 1e-4),
        ("LIZ", 1e-4),
    ],
)
def test_the_share_of_strangers_with_a_given_name(name: str, share: float) -> None:
    assert NAMES.given(name) == pytest.approx(share)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("LEE", (40.5 + 10) / 1_100),
        ("QUOR007", 0.5 / 1_100),
        ("ELIZABETH", 5e-7 + 0.02 / 1_100),
    ],
)
def test_the_share_of_strangers_with_a_family_name(name: str, share: float) -> None:
    assert NAMES.family(name) == pytest.approx(share)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("ANN", 39 / 1_100),  # more than in the table
        ("ZELQUA", 0.0),
        ("ELIZABETH", 0.0),
    ],
)
def test_a_name_is_registered_if_another_person_or_the_table_has_it(
    name: str, share: float
) -> None:
    assert NAMES.registered(name) == pytest.approx(share)
    assert NameChances({}).registered("ANN") == 0.02


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("given", "family"),
    [("ANN", "LEE"), ("ZELQUA", "LEE"), ("ANN", "QUOR007"), ("ELIZABETH", "OTHER")],
)
def test_the_chance_of_a_full_name_is_counted_and_expected(
    given: str, family: str
) -> None:
    """Two names occur together four times as often as by chance, with few people."""
    alone, other = NAMES.given(given), NAMES.family(family)
    expected = min(4 * alone * other, alone, other)
    others = {("ANN", "LEE"): 39}.get((given, family), 0)
    assert NAMES.full(given, family) == pytest.approx(
        (others + 1) / (100 + 1 / expected)
    )


@pytest.mark.usefixtures("table")
def test_a_full_name_is_no_likelier_than_the_rarer_of_its_names() -> None:
    many = NameChances({("ANN", "LEE"): 900, ("BEA", "ORR"): 1})
    share = min(many.given("ANN"), many.family("LEE"))
    assert 4 * many.given("ANN") * many.family("LEE") > share
    assert many.full("ANN", "LEE") == pytest.approx(900 / (901 + 1 / share))


def test_half_a_name_on_record_counts_for_no_name() -> None:
    found = NameChances({("ANN", ""): 500, ("", "LEE"): 500, ("ANN", "LEE"): 2})
    only = NameChances({("ANN", "LEE"): 2})
    for name in ("ANN", "LEE"):
        assert found.given(name) == only.given(name)
        assert found.family(name) == only.family(name)
    assert found.full("ANN", "LEE") == only.full("ANN", "LEE")


def communities(each: int) -> NameChances:
    """Two communities of so many people, and a few with a name of either."""
    names: Counter[tuple[str, str]] = Counter()
    for number in range(each):
        names[f"AGNIESZKA{number % 7}", f"KOWAL{number % 11}"] += 1
        names[f"MUHAMMAD{number % 7}", f"KHAN{number % 11}"] += 1
    names["AGNIESZKA1", "KHAN1"] += 3
    return NameChances(names)


def test_names_of_one_community_go_together_where_enough_people_are_known() -> None:
    """A community has 600 people at least: 1,199 are too few for two."""
    together = [("AGNIESZKA2", "KOWAL3"), ("MUHAMMAD2", "KHAN3")]
    apart = [("AGNIESZKA2", "KHAN3"), ("MUHAMMAD2", "KOWAL3")]
    found = communities(600)
    for given, family in together:
        assert found._groups.lift(given, family) == pytest.approx(2, rel=0.02)
    for given, family in apart:
        assert found._groups.lift(given, family) == 0.05
    assert found._groups.lift("UNHEARD", "KHAN3") is None
    assert found._groups.lift("MUHAMMAD2", "UNHEARD") is None
    assert communities(598)._groups.lift(*together[0]) is None


def test_the_lift_of_names_that_were_seen_in_both_communities() -> None:
    """To six figures: what every chance of a full name is multiplied by."""
    found = communities(600)
    lifts = {
        (given, family): found._groups.lift(given, family)
        for given in ("AGNIESZKA1", "MUHAMMAD1")
        for family in ("KOWAL1", "KHAN1")
    }
    assert lifts == {
        ("AGNIESZKA1", "KOWAL1"): pytest.approx(1.98409343, rel=1e-6),
        ("AGNIESZKA1", "KHAN1"): pytest.approx(0.10615978, rel=1e-6),
        ("MUHAMMAD1", "KOWAL1"): pytest.approx(0.05, rel=1e-6),
        ("MUHAMMAD1", "KHAN1"): pytest.approx(1.90225264, rel=1e-6),
    }


@pytest.mark.parametrize(("people", "groups"), [(599, 0), (1_200, 2), (9_000, 12)])
def test_there_is_a_community_for_each_600_people_and_at_most_twelve(
    people: int, groups: int
) -> None:
    names = Counter({(f"A{n % 40}", f"B{n % 70}"): 0 for n in range(people)})
    for number in range(people):
        names[f"A{number % 40}", f"B{number % 70}"] += 1
    assert NameChances(names)._groups._count == groups
