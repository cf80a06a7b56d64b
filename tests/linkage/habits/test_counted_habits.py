"""What a list's rows show of it, worked out by hand: moves, slips, namesakes."""

from dataclasses import replace

import pytest

from tests.linkage.habits.test_list_habits import PEOPLE, POPULATION, PRIOR, habits
from tests.linkage.habits.test_moved_rate import USUAL
from tests.linkage.people import one_of_many, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Level, prepare
from tracker.linkage.decisions.chances import Chances
from tracker.linkage.decisions.list_habits import as_listed
from tracker.linkage.decisions.moved_rate import homes_without_number, of_namesakes
from tracker.linkage.decisions.namesake_rate import namesake_rate
from tracker.linkage.population.known_records import Population

ONE = PEOPLE[0][1]


@pytest.mark.parametrize(
    ("changes", "field", "level"),
    [
        # one row beside a hundred of the model, and the level that it counts for
        ({}, "given", Level.SAME),
        ({}, "family", Level.SAME),
        ({}, "postcode", Level.SAME),
        ({"upn": None}, "postcode", Level.SAME),
        ({"uln": None}, "postcode", Level.SAME),
        ({"postcode": "M1 1AA"}, "postcode", Level.DIFFERENT),
        ({"family": ONE.family + "q"}, "family", Level.ONE_LETTER),
        ({"given": ONE.given[0]}, "given", Level.INITIAL),
    ],
)
def test_a_numbered_row_counts_as_one_beside_a_hundred(
    changes: dict[str, str], field: str, level: Level
) -> None:
    found = habits([replace(ONE, **changes)])[field]
    for each, (m, _) in PRIOR[field].items():
        assert found[each] == pytest.approx((100 * m + (each is level)) / 101)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        # what does not count for these fields
        ({"born": None}, ["given", "family", "postcode"]),
        ({"upn": None, "uln": None}, ["given", "family", "postcode"]),
        ({"upn": upn(2)}, ["given", "family", "postcode"]),  # two people's numbers
        ({"upn": upn(9_000), "uln": uln(9_000)}, ["given", "family", "postcode"]),
        ({"postcode": None}, ["given", "family", "postcode"]),
        ({"postcode": "M1 1AA"}, ["given", "family"]),
        ({"family": "Otherwise"}, ["given", "postcode"]),
        ({"family": ONE.family + "q"}, ["given", "postcode"]),
        ({"given": ONE.given + "q"}, ["family", "postcode"]),
        ({"given": "Otto"}, ["given", "family", "postcode"]),
        ({"family": ""}, ["given", "family", "postcode"]),
    ],
)
def test_a_row_counts_for_a_field_only_where_the_rest_agrees(
    changes: dict[str, str], fields: list[str]
) -> None:
    found = habits([replace(ONE, **changes)])
    for field in fields:
        assert found[field] == pytest.approx(
            {k: m for k, (m, _) in PRIOR[field].items()}
        )


def test_the_chance_of_a_level_between_strangers_stays_as_it_was() -> None:
    found = as_listed(PRIOR, [prepare(ONE)], POPULATION)
    for field, levels in found.items():
        assert {level: u for level, (_, u) in levels.items()} == {
            level: u for level, (_, u) in PRIOR[field].items()
        }


HELD = Population((n, replace(one, upn=None, uln=None)) for n, one in PEOPLE[:200])


def homes(
    rows: list[Identity], chance: float, strangers: float = 0.1
) -> dict[Level, float]:
    found = homes_without_number(
        USUAL,
        [(row, prepare(row)) for row in rows],
        HELD,
        lambda row: chance,
        strangers=strangers,
    )
    return {level: m for level, (m, _) in found.items()}


def bare(number: int, **changes: str) -> Identity:
    return replace(HELD.identity(number), **changes)


def test_people_at_home_and_people_who_moved_are_counted_beside_a_hundred() -> None:
    """Names that no stranger has: each row is the person's."""
    found = homes([bare(0), bare(1), bare(2, postcode="M1 1AA")], 0.0)
    assert found == {
        Level.SAME: pytest.approx((96 + 2) / 103),
        Level.DISTRICT: pytest.approx(2 / 103),
        Level.DIFFERENT: pytest.approx((2 + 1) / 103),
    }
    nearby = homes([bare(0, postcode="WN1 9ZZ")], 0.0)
    assert nearby[Level.DISTRICT] == pytest.approx((2 + 1) / 101)


def test_of_a_name_that_strangers_have_a_part_has_moved() -> None:
    """In the balance of 200 people and of strangers, who nearly all live elsewhere."""
    found = homes([bare(0, postcode="M1 1AA")], 0.001)
    m = found[Level.DIFFERENT]
    share = 0.1 * 100 / 101
    theirs = (1 - share) / 200 * m
    weight = theirs / (theirs + share * 0.001 * 0.91)
    assert m == pytest.approx((2 + weight) / (100 + weight), rel=1e-4)
    # The more rows are about people who are not on record, the fewer have moved.
    others = [replace(bare(0), given=f"Other{n}") for n in range(50)]
    more = homes([bare(0, postcode="M1 1AA"), *others], 0.001)
    share = (50 + 10) / 151
    theirs = (1 - share) / 200 * more[Level.DIFFERENT]
    weight = theirs / (theirs + share * 0.001 * 0.91)
    assert more[Level.DIFFERENT] == pytest.approx(
        (2 + weight) / (100 + weight), rel=1e-4
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"upn": upn(1)},
        {"uln": uln(1)},
        {"born": None},
        {"postcode": None},
        {"given": "Otto"},
    ],
)
def test_a_row_that_shows_no_move_changes_nothing(changes: dict[str, str]) -> None:
    rows = [bare(0, postcode="M1 1AA")]
    with_it = homes([*rows, bare(1, **{"postcode": "M1 1AA"} | changes)], 0.0)
    assert with_it == homes(rows, 0.0)


def test_twenty_namesakes_of_a_row_are_compared_and_the_closest_home_counts() -> None:
    alike = [(n, bare(0, postcode=f"M{n + 1} 1AA")) for n in range(25)]
    people = Population([*alike, (99, bare(0, postcode="WN1 5ZZ"))])
    row = bare(0, postcode="WN1 9ZZ")
    compared = list(of_namesakes(row, prepare(row), people))
    assert len(compared) == 20
    few = Population([*alike[:3], (99, bare(0, postcode="WN1 5ZZ"))])
    found = homes_without_number(
        USUAL, [(row, prepare(row))], few, lambda row: 0.0, strangers=0.1
    )
    assert found[Level.DISTRICT][0] == pytest.approx(3 / 101)
    assert found[Level.DIFFERENT][0] == pytest.approx(2 / 101)


COMMON = Population(
    (number, replace(one, given="Mohammed", family="Khan"))
    for number, one in PEOPLE[:40]
)


def rate(*rows: Identity) -> float:
    prepared = [(row, prepare(row)) for row in rows]
    return namesake_rate(prepared, COMMON, Chances(COMMON, prepared, 0.1))


def elsewhere(number: int, **changes: str | None) -> Identity:
    held = COMMON.identity(number)
    return replace(
        held, postcode="M1 1AA", upn=None, uln=uln(number + 5_000), **changes
    )


STRANGERS = [replace(one_of_many(n), uln=uln(9_000)) for n in range(900, 1_000)]


@pytest.mark.parametrize(
    ("rows", "strangers", "times"),
    [
        # rows of a person's name, other numbered rows, times as many as by chance
        (1, 0, 10.0),
        (10, 0, 10.153653),
        (40, 0, 48.240657),
        (1, 20, 28.334919),
        (5, 20, 46.875873),
        (5, 100, 39.836939),
    ],
)
def test_namesakes_are_counted_on_rows_of_another_number_and_home(
    rows: int, strangers: int, times: float
) -> None:
    """Ten times as many as by chance is usual, and no list has fewer."""
    found = rate(*map(elsewhere, range(rows)), *STRANGERS[:strangers])
    assert found == pytest.approx(times, rel=1e-6)


@pytest.mark.parametrize(
    "changes",
    [
        {"uln": None},
        {"postcode": None},
        {"given": "Otto"},
        {"born": None},
    ],
)
def test_a_row_that_shows_no_namesake_leaves_the_usual_rate(
    changes: dict[str, str | None],
) -> None:
    shown = [elsewhere(number) for number in range(5)]
    shows_none = [replace(each, **changes) for each in shown]
    assert rate(*shown, *STRANGERS) > 30
    assert rate(*shows_none, *STRANGERS) == 10
