"""What a list's own numbered rows show of how the list is written."""

from dataclasses import replace
from datetime import date

import pytest

from tests.linkage.people import one_of_many, uln
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Level, prepare
from tracker.linkage.decisions.chances import Chances
from tracker.linkage.decisions.list_habits import as_listed
from tracker.linkage.decisions.namesake_rate import namesake_rate
from tracker.linkage.population.known_records import Population

PRIOR = {
    "given": {Level.SAME: (0.9, 0.01), Level.INITIAL: (0.01, 0.001)},
    "family": {Level.SAME: (0.9, 0.01), Level.ONE_LETTER: (0.07, 0.001)},
    "postcode": {Level.SAME: (0.96, 0.0001), Level.DIFFERENT: (0.02, 0.9)},
    "sex": {Level.SAME: (0.99, 0.5)},
}
PEOPLE = [(number, one_of_many(number)) for number in range(400)]
POPULATION = Population(PEOPLE)


def habits(rows: list[Identity]) -> dict[str, dict[Level, float]]:
    found = as_listed(PRIOR, [prepare(row) for row in rows], POPULATION)
    return {
        field: {level: m for level, (m, _) in levels.items()}
        for field, levels in found.items()
    }


def test_a_list_without_numbers_is_treated_as_an_ordinary_one() -> None:
    rows = [replace(one, upn=None, uln=None, postcode="M1 1AA") for _, one in PEOPLE]
    found = habits(rows)
    assert found["postcode"][Level.DIFFERENT] == pytest.approx(0.02)
    assert found["sex"] == {Level.SAME: 0.99}


def test_rows_with_numbers_show_that_many_have_moved() -> None:
    moved = [replace(one, postcode="M1 1AA") for _, one in PEOPLE[:100]]
    found = habits(moved + [one for _, one in PEOPLE[100:]])
    assert 0.15 < found["postcode"][Level.DIFFERENT] < 0.25
    assert found["postcode"][Level.SAME] < 0.85


def test_a_few_rows_change_little() -> None:
    found = habits([replace(PEOPLE[0][1], postcode="M1 1AA")])
    assert found["postcode"][Level.DIFFERENT] < 0.03


def test_a_number_of_another_person_does_not_count_for_spelling_of_names() -> None:
    """A relative's given name is no slip, and another birthday no row of theirs."""
    copied = [replace(one, given="Otto") for _, one in PEOPLE[:200]]
    older = [
        replace(one, given=one.given[0], born=date(2006, 2, 2))
        for _, one in PEOPLE[200:]
    ]
    assert habits(copied + older)["given"] == {Level.SAME: 0.9, Level.INITIAL: 0.01}


def rate(rows: list[Identity], people: Population = POPULATION) -> float:
    prepared = [(row, prepare(row)) for row in rows]
    chances = Chances(people, prepared, 0.1)
    return namesake_rate(prepared, people, chances)


COMMON = Population(
    (number, replace(one, given=given, family=family))
    for number, one in PEOPLE
    for given, family in [(("Mohammed", "Khan"), ("Amelia", "Smith"))[number % 2]]
)


def elsewhere(people: Population, count: int) -> list[Identity]:
    """Rows with the names and birthdays of people, at home and numbered elsewhere."""
    return [
        replace(
            people.identity(number),
            postcode="M1 1AA",
            upn=None,
            uln=uln(number + 5_000),
        )
        for number in range(count)
    ]


def test_namesakes_are_counted_on_rows_with_a_number() -> None:
    usual = Chances(POPULATION, [], 0.1).rates.namesakes
    without = [replace(one, uln=None) for one in elsewhere(COMMON, 40)]
    assert rate([], COMMON) == usual
    assert rate(without, COMMON) == usual
    same = [replace(one, postcode="M1 1AA") for _, one in PEOPLE[:40]]
    assert rate(same) == usual


def test_namesakes_have_common_names_and_mistakes_are_made_of_all_names() -> None:
    usual = Chances(POPULATION, [], 0.1).rates.namesakes
    people = Population(
        (number, replace(one, given="Muhammad", family="Khan") if number < 10 else one)
        for number, one in PEOPLE
    )
    strangers = [
        replace(one_of_many(number), uln=uln(9_000)) for number in range(900, 1_000)
    ]
    of_common_names = elsewhere(people, 5)
    of_rare_names = [
        replace(people.identity(number), postcode="M1 1AA", upn=None, uln=uln(6_000))
        for number in range(200, 220)
    ]
    assert rate(of_common_names + strangers, people) > usual + 1
    assert rate(of_rare_names + strangers, people) < usual + 0.1
