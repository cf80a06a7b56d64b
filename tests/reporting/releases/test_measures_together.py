"""Several measures of one day: what is left of them is a small group too."""

from collections.abc import Mapping

import pytest

from tests.reporting.releases.test_differencing import content, made, sent
from tracker.domain.figures.releases import COUNTED, OTHERS, WHOLE, Placed

#: People by year group and what they do: of both year groups a few do something else.
COHORT = {
    ("Y12", "school"): 65,
    ("Y12", "apprentice"): 4,
    ("Y12", "other"): 3,
    ("Y12", "neet"): 2,
    ("Y12", "gap year"): 1,
    ("Y13", "school"): 60,
    ("Y13", "apprentice"): 6,
    ("Y13", "other"): 1,
    ("Y13", "neet"): 7,
    ("Y13", "gap year"): 1,
}
PARTICIPATES = ("school", "apprentice", "other")


def release(measure: str, counts: tuple[str, ...], *by: str, times: int = 1) -> Placed:
    places: dict[int, tuple[str, ...]] = {}
    for (year, doing), many in COHORT.items():
        outcome = COUNTED if doing in counts else OTHERS
        for _ in range(many * times):
            places[len(places)] = (year, outcome) if by else (outcome,)
    return Placed(content(*by, measure=measure), places)


def numbers(given: Placed) -> Mapping[tuple[str, ...], int]:
    return {
        cell: sum(cell in set(given.cells_of(place)) for place in given.places.values())
        for cell in given.shown
    }


@pytest.mark.law("O10", "D-17")
@pytest.mark.parametrize("by", [(), ("year group",)])
def test_the_rest_of_a_measure_that_is_broken_down_is_hidden(by) -> None:
    """139 participate, 125 in school: with 10 apprentices, 4 do something else."""
    first = sent(release("participating", PARTICIPATES, *by), number=1)
    assert numbers(first)[(*[WHOLE] * len(by), COUNTED)] == 139
    second = sent(release("full_time_education", ("school",)), [first], number=2)
    assert numbers(second)[(COUNTED,)] == 125
    third = made(release("apprenticeship", ("apprentice",)), [first, second])
    assert (COUNTED,) in third.hidden


@pytest.mark.law("O10", "D-17")
@pytest.mark.parametrize("by", [(), ("year group",)])
def test_what_neither_of_two_measures_counts_is_hidden(by) -> None:
    """Of 150, 139 participate; with 9 NEET, two do neither."""
    first = sent(release("participating", PARTICIPATES, *by), number=1)
    second = made(release("neet", ("neet",)), [first])
    assert (COUNTED,) in second.hidden or second.refused is not None


@pytest.mark.law("O10")
def test_measures_of_large_groups_pass_beside_each_other() -> None:
    first = release("participating", PARTICIPATES, "year group", times=40)
    earlier = [sent(first, number=1)]
    for measure, doing in (
        ("full_time_education", "school"),
        ("apprenticeship", "apprentice"),
        ("neet", "neet"),
    ):
        new = release(measure, (doing,), "year group", times=40)
        assert made(new, earlier).hidden == {}, measure
        earlier.append(sent(new, earlier, number=len(earlier) + 1))
