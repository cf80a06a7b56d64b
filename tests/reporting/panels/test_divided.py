"""Divided tables are protected in the same way on every page."""

import pytest

from tracker.domain.figures.disclosure import Suppression
from tracker.domain.figures.measures import Figure
from tracker.reporting.panels.divided import (
    FEW_EACH,
    OPEN,
    WHERE,
    divided,
    parts_of_participation,
)

PROTECTED = Suppression()


def figures(participating: int, other: int, neet: int, not_known: int) -> list[Figure]:
    """The figures of a group, by where its people are."""
    of = participating + other + neet + not_known
    counts = {
        "cohort_16_17": of,
        "participating": participating,
        "other_eet": other,
        "neet": neet,
        "not_known": not_known,
        "full_time_education": participating - 4,
        "apprenticeship": 3,
        "other_education_and_training": 1,
    }
    return [Figure(name, name, count, of) for name, count in counts.items()]


def shown(groups, suppression=PROTECTED):
    """The total and the counts of each group, as text."""
    return {
        by: {
            line.group: [
                str(line.total),
                *(str(line.counts[name]) for name in WHERE.measures),
            ]
            for line in table.lines
        }
        for by, table in divided(groups, WHERE, suppression).items()
    }


SEX = {"F": figures(300, 9, 20, 4), "M": figures(310, 8, 30, 12)}


def test_the_team_sees_every_number() -> None:
    table = shown({"sex": SEX}, OPEN)["sex"]
    assert table["F"] == ["333", "300", "9", "20", "4", "24"]


def test_a_small_number_is_hidden_with_those_that_would_reveal_it() -> None:
    table = shown({"sex": SEX})["sex"]
    female, male = table["F"], table["M"]
    assert female[4] == male[4] == "c"
    # The other of its row, and of the other row, so that neither can be subtracted.
    assert female.count("c") >= 2
    assert male.count("c") >= 2
    assert female[5] == "c", "the sum of a hidden number is hidden"


def test_a_table_of_the_same_people_reveals_nothing() -> None:
    """A number hidden by sex stays hidden by need, where no number is small."""
    groups = {"sex": SEX, "need": {"none": figures(610, 17, 50, 16)}}
    table = shown(groups)
    assert table["need"]["none"] == ["693", "610", "17", "50", "16", "66"]
    assert table["sex"] == shown({"sex": SEX})["sex"]


def test_groups_of_few_people_are_combined() -> None:
    areas = {
        "WN1": figures(300, 9, 20, 10),
        "WN2": figures(300, 8, 30, 20),
        "BL5": figures(4, 0, 0, 0),
        "PR7": figures(4, 0, 0, 0),
    }
    table = shown({"area": areas})["area"]
    assert set(table) == {"WN1", "WN2", FEW_EACH}
    assert table[FEW_EACH][0] == "8"
    assert set(shown({"area": areas}, OPEN)["area"]) == set(areas)


def test_overlapping_groups_are_each_protected_against_the_whole() -> None:
    groups = {
        "characteristic": {"110": figures(30, 2, 3, 9), "210": figures(40, 1, 12, 9)},
        "sex": SEX,
    }
    table = shown(groups, OPEN)["characteristic"]
    assert table["110"][:2] == ["44", "30"]
    hidden = shown(groups)["characteristic"]["110"]
    assert hidden[3] == "c"
    assert hidden.count("c") >= 2


def test_an_empty_breakdown_has_no_lines() -> None:
    table = divided(
        {"sex": {}, "need": {"none": figures(0, 0, 0, 0)}}, WHERE, PROTECTED
    )
    assert all(not each.lines for each in table.values())
    assert str(table["sex"].everybody.total) == "0"


def test_parts_that_are_not_the_whole_are_an_error() -> None:
    wrong = [*figures(10, 1, 1, 1)[1:], Figure("cohort_16_17", "", 14, 14)]
    with pytest.raises(ValueError, match="13 people are counted of 14"):
        divided({"sex": {"F": wrong}}, WHERE, OPEN)


def parts(found: list[Figure], suppression=PROTECTED):
    """Each kind of participation, beside the line of the whole cohort."""
    groups = {"everybody": {"": found}}
    line = divided(groups, WHERE, suppression)["everybody"].everybody
    return parts_of_participation(found, line, suppression)


def test_a_kind_of_participation_cannot_be_subtracted_from_the_sum() -> None:
    table = parts(figures(300, 9, 20, 10))
    assert {name for name, (count, _) in table.items() if count.value is None} == {
        "apprenticeship",
        "other_education_and_training",
    }
    assert parts(figures(300, 9, 20, 10), OPEN)["apprenticeship"][1].value == 0.9


def test_the_kinds_do_not_add_up_to_a_hidden_sum() -> None:
    """If 30 of 33 were known to participate, the three NEET would be too."""
    kinds = {
        "full_time_education": 18,
        "apprenticeship": 12,
        "other_education_and_training": 0,
    }
    table = parts(
        [
            *(each for each in figures(30, 0, 3, 0) if each.name not in kinds),
            *(Figure(name, name, count, 33) for name, count in kinds.items()),
        ]
    )
    assert all(str(count) == str(percent) == "c" for count, percent in table.values())


def test_percentages_are_of_the_group() -> None:
    table = divided({"sex": SEX}, WHERE, OPEN)["sex"]
    assert table.lines[0].percents["neet"].value == 6.0
    assert table.everybody.percents["neet_or_not_known"].value == 9.5
