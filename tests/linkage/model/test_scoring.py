"""Pairs scored by the model on DuckDB: the table it reads, and what it answers."""

import logging
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.linkage.people import ELLA, row, upn
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import prepare
from tracker.linkage.model.scoring import Record, Scored, frame, quiet_linker, score
from tracker.linkage.population.blocking import keys
from tracker.linkage.population.known_records import NameCounts, Population

NAMES = NameCounts(100, {"ELIZABETH": 1}, {"PENNINGTONSHAW": 1})


def records(*who: Identity, first: int = 0) -> list[Record]:
    made = [prepare(one) for one in who]
    return [(first + number, one, keys(one)) for number, one in enumerate(made)]


def test_the_table_has_sorted_lists_and_nothing_where_nothing_is_given() -> None:
    who = row(upn=upn(2), former_upns=(upn(1),), middle="", postcode=None)
    table = frame(
        [(7, prepare(who), {"b", "a"}), (8, prepare(Identity()), ())], more=[1, 2]
    )
    first, second = table.to_pylist()
    assert first == {
        "unique_id": 7,
        "keys": ["a", "b"],
        "given": "ELIZABETH",
        "family": "PENNINGTONSHAW",
        "given_names": ["ELIZABETH"],
        "family_names": ["PENNINGTONSHAW"],
        "given_parts": ["ELIZABETH"],
        "all_given_parts": ["ELIZABETH"],
        "family_parts": ["PENNINGTON", "SHAW"],
        "given_links": sorted(prepare(who).given_links),
        "middle": None,
        "born": "2009-03-04",
        "born_unordered": "2009:3:4",
        "sex": "F",
        "postcode": None,
        "district": None,
        "upns": sorted([upn(1), upn(2)]),
        "uln": None,
        "more": 1,
    }
    assert second.pop("unique_id") == 8
    assert second.pop("keys") == []
    assert second.pop("more") == 2
    assert set(second.values()) == {None}


MOVED = replace(ELLA, postcode="BL5 1AA")
COUSIN = replace(ELLA, given="Matilda", born=date(2011, 8, 9), upn=None, uln=None)


def test_pairs_that_share_a_key_come_in_order_with_their_own_numbers() -> None:
    left = records(row(), row(family="Shaw"), first=50)
    right = records(MOVED, ELLA, COUSIN, first=3)
    found = score(left, right, NAMES)
    assert [(pair.left, pair.right) for pair in found] == [
        *((50, 3), (50, 4), (50, 5), (51, 3), (51, 4)),
    ]
    by_pair = {(pair.left, pair.right): pair.probability for pair in found}
    assert by_pair[50, 4] > by_pair[50, 3] > by_pair[50, 5]
    # The lower number may be on either side.
    turned = score(records(row()), records(ELLA, first=9), NAMES)
    again = score(records(row(), first=9), records(ELLA), NAMES)
    assert [(pair.left, pair.right) for pair in turned + again] == [(0, 9), (9, 0)]
    assert turned[0].probability == pytest.approx(again[0].probability)


def test_pairs_below_the_least_probability_are_left_out() -> None:
    right = records(MOVED, ELLA, COUSIN, first=3)
    every = score(records(row()), right, NAMES)
    least = sorted(pair.probability for pair in every)[1]
    kept = score(records(row()), right, NAMES, least - 1e-9)
    assert [pair.right for pair in kept] == [3, 4]


def test_without_a_right_side_the_pairs_are_within_the_left() -> None:
    found = score(records(ELLA, MOVED, COUSIN), None, NAMES)
    assert [(pair.left, pair.right) for pair in found] == [(0, 1), (0, 2)]


@pytest.mark.parametrize(("left", "right"), [([], None), ([], [ELLA]), ([ELLA], [])])
def test_without_records_there_are_no_pairs(left: list[Any], right: Any) -> None:
    others = None if right is None else records(*right)
    assert score(records(*left), others, NAMES) == []


@pytest.mark.parametrize(
    ("counts", "likeness"),
    [
        # people, those with this given name, and with this family name
        ((100, 1, 1), 1.0),
        ((100, 50, 1), 2 / 51),
        ((100, 1, 50), 2 / 51),
        ((100, 0, 1), 2.0),
        ((4_000, 1, 1), 8.1632),
    ],
)
def test_a_common_name_proves_less_than_a_rare_one(
    counts: tuple[int, int, int], likeness: float
) -> None:
    """By how much the odds change: each name is taken to be borne by one more.

    The share of a name is (people who have it + 1) / (all people + 2,000).
    """

    def odds(people: int, given: int, family: int) -> float:
        names = NameCounts(people, {"ELIZABETH": given}, {"PENNINGTONSHAW": family})
        [pair] = score(records(row()), records(COUSIN_OF_THE_NAME), names)
        found = pair.probability / (1 - pair.probability)
        return found * max(people, 1_000)  # how often two agree by chance

    assert odds(*counts) / odds(100, 1, 1) == pytest.approx(likeness, rel=1e-3)


#: Agrees in the two names alone, so that the probability is far from certain.
COUSIN_OF_THE_NAME = Identity(ELLA.given, ELLA.family, born=date(2006, 11, 28))


def test_the_model_runs_in_memory_and_fetches_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened_with: list[tuple[Any, ...]] = []
    opened = []
    connect = duckdb.connect

    def connected(*place: str, **options: Any) -> Any:
        opened.append(connect(*place, **options))
        opened_with.append((*place, options))
        return opened[-1]

    monkeypatch.setattr(duckdb, "connect", connected)
    log = logging.getLogger("splink")
    before = log.level
    with quiet_linker(records(ELLA), None, 1_000):
        made = [each for each in opened_with if each[-1]]
        assert log.level == logging.ERROR
    assert log.level == before
    assert made == [
        (
            ":memory:",
            {
                "config": {
                    "threads": 2,
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                }
            },
        )
    ]
    with pytest.raises(duckdb.ConnectionException):
        opened[0].execute("select 1")


def test_a_failure_inside_closes_the_model_too() -> None:
    log = logging.getLogger("splink")
    before = log.level
    with pytest.raises(ZeroDivisionError), quiet_linker(records(ELLA), None, 1_000):
        1 / 0  # noqa: B018 - what fails inside
    assert log.level == before


def test_the_names_of_a_population_are_counted_for_the_model() -> None:
    people = Population([(1, ELLA), (2, COUSIN), (3, Identity(given="Zoë"))])
    assert people.name_counts() == NameCounts(
        3, {"ELIZABETH": 1, "MATILDA": 1, "ZOE": 1}, {"PENNINGTONSHAW": 2}
    )
    assert Scored(1, 2, 0.5).probability == 0.5
