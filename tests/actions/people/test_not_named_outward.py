"""A young person who may be named on no list for schools, until that is lifted.

The same holds after a death: a school hears of it from people, not from a list.
"""

from datetime import date

import pytest

from tests.factories import SCHOOL, census, nccis, pupil, register

LEFT = date(2026, 5, 21)
BORN = [date(2009, 10, day) for day in range(1, 21)]


@pytest.fixture
def school(tmp_path, load):
    """Twenty leavers of a school in 2026."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n, day) for n, day in enumerate(BORN, start=1)]
    load("school-census", census(tmp_path / "census.csv", rows), as_at=LEFT)
    return rows


@pytest.fixture
def listed(as_json):
    """The names on the school's list, the number not listed, and the total."""

    def ask():
        answer = as_json("destinations", "--institution", SCHOOL, "--left", 2026)
        return (
            {(each["given"], each["family"]) for each in answer["leavers"]},
            answer["not_listed"],
            answer["totals"][-1]["count"],
        )

    return ask


def number_of(as_json, row) -> int:
    (found,) = as_json("people", "find", row["upn"])
    number: int = found["person"]
    return number


def test_a_withheld_person_is_left_out_of_the_list_and_its_totals(
    school, as_json, listed
) -> None:
    everybody, unnamed, count = listed()
    assert (len(everybody), unnamed, count) == (20, 0, 20)
    hidden = school[:6]
    for row in hidden:
        number = number_of(as_json, row)
        assert as_json("people", "withhold", number) == {
            "person": number,
            "withheld": True,
        }
    names, not_listed, count = listed()
    assert (len(names), not_listed, count) == (14, 6, 14)
    assert not names & {(row["given"], row["family"]) for row in hidden}


def test_subtracting_the_list_from_the_total_discloses_no_withheld_person(
    school, as_json, listed
) -> None:
    as_json("people", "withhold", number_of(as_json, school[0]))
    # The totals are those of the list: subtracting one from the other gives nothing.
    assert listed()[1:] == (1, 19)


def test_a_person_no_longer_withheld_is_listed_again(school, as_json, listed) -> None:
    number = number_of(as_json, school[0])
    before = listed()
    as_json("people", "withhold", number)
    assert as_json("people", "withhold", number, "--lift") == {
        "person": number,
        "withheld": False,
    }
    assert listed() == before
    assert not as_json("people", "show", number)["identity"]["withheld"]


def test_earlier_days_show_whether_they_were_withheld(school, as_json, clock) -> None:
    number = number_of(as_json, school[0])
    clock.set(date(2026, 11, 25))
    as_json("people", "withhold", number)
    clock.set(date(2026, 11, 28))
    as_json("people", "withhold", number, "--lift")
    answers = {
        moment: as_json("people", "show", number, "--known-at", moment)["identity"][
            "withheld"
        ]
        for moment in ("2026-11-24", "2026-11-25", "2026-11-27", "2026-11-28")
    }
    assert list(answers.values()) == [False, True, True, False]


def test_other_evidence_about_them_does_not_lift_it(school, as_json, load, tmp_path):
    """The next census has a Yes to everything that a school may pass on."""
    number = number_of(as_json, school[0])
    as_json("people", "withhold", number)
    again = census(tmp_path / "again.csv", [school[0]])
    load("school-census", again, as_at=date(2026, 6, 26))
    assert as_json("people", "show", number)["identity"]["withheld"]


def test_a_withheld_person_is_in_the_return(school, as_json, tmp_path) -> None:
    """DfE receives it: the return is no list for schools."""
    as_json("people", "withhold", number_of(as_json, school[0]))
    made = as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path)
    assert made["records"] == 20


def test_a_person_who_died_is_counted_and_not_listed(
    school, as_json, load, tmp_path, listed
) -> None:
    file = nccis(
        tmp_path / "NCCIS.xml",
        date(2026, 10, 31),
        [{**school[0], "status": "D", "activity": "810", "start": "01/10/2026"}],
    )
    load("nccis-file", file)
    names, not_listed, _ = listed()
    assert (len(names), not_listed) == (19, 1)
    assert (school[0]["given"], school[0]["family"]) not in names


@pytest.mark.parametrize("words", [(), ("--lift",)])
def test_a_missing_record_cannot_be_withheld(school, flask, everything, words) -> None:
    before = everything()
    answer = flask("people", "withhold", 999, *words, code=2)
    assert answer.err == "There is no young person 999.\n"
    assert everything() == before


def test_a_merged_record_is_withheld_as_its_survivor(
    school, as_json, flask, everything
) -> None:
    one, other = number_of(as_json, school[0]), number_of(as_json, school[1])
    as_json("people", "merge", "--yes", one, other)
    before = everything()
    answer = flask("people", "withhold", other, code=2)
    assert str(one) in answer.err
    assert everything() == before
