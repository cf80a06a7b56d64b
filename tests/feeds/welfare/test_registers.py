"""Registers of education welfare: home, missing, alternative. Everybody is invented."""

from datetime import date
from pathlib import Path

import pytest

from tracker.domain.history.evidence import Detail, Doing
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS, recognise

ON = date(2026, 11, 20)
CONTEXT = Context("359", ON)
YEAR_11, YEAR_12, YEAR_5 = "2010-10-03", "2009-10-03", "2016-10-03"

#: The lists of three authors: the feed, the headings, and the cells before the day.
LISTS = {
    "home": (
        "home-educated",
        "Surname,Forename,DOB,UPN,NC Year,Last School,EHE Start Date,Date EHE Ended",
    ),
    "home, another author": (
        "home-educated",
        "Child's Surname;Child's Forename;Date of Birth;Home Educated Since;Notes",
    ),
    "missing": (
        "missing-education",
        "Pupil Name,DOB,Address,Postcode,Date became CME,Date CME closed,Outcome",
    ),
    "alternative": (
        "alternative-provision",
        "UPN,Surname,Forename,DOB,On roll at,AP Provider,AP Start Date,AP End Date",
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_register_is_known_by_its_own_headings(tmp_path: Path, name: str) -> None:
    feed, headings = LISTS[name]
    path = tmp_path / "list.csv"
    path.write_text(headings + "\n")
    assert recognise(path) == feed


def stated(feed: str, **cells: str):
    raw = {"surname": "O'Brien-Özil", "forename": "Zoë", "dob": YEAR_11, **cells}
    meaning = FEEDS[feed].interpret(raw, False, 7, CONTEXT)
    doing = [each for each in meaning.statements if isinstance(each, Doing)]
    codes = [
        each.get("code")
        for each in meaning.statements
        if isinstance(each, Detail) and each.about == "characteristic"
    ]
    return meaning, doing, codes


def day(text: str) -> date:
    return date.fromisoformat(text)


HOME, MISSING, OTHER = "home-educated", "missing-education", "alternative-provision"
MEANT = [
    # feed, cells, the activity with its days, the characteristics, what is over
    (HOME, {"start": "2026-09-07"}, ("120", "2026-09-07", None), [], ()),
    (
        HOME,
        {"start": "2025-09-08", "end": "2026-10-30"},
        ("120", "2025-09-08", "2026-10-30"),
        [],
        (),
    ),
    # A last day to come is a planned one.
    (
        HOME,
        {"start": "2026-09-07", "end": "2026-12-18"},
        ("120", "2026-09-07", None),
        [],
        (),
    ),
    (MISSING, {"start": "02/11/2026"}, ("140", "2026-11-02", None), [], ()),
    (OTHER, {"start": "02/11/2026", "provider": "The Forge"}, None, ["200"], ()),
    (OTHER, {"start": "02/03/2026", "end": "17/07/2026"}, None, [], ("200",)),
]


@pytest.mark.parametrize(("feed", "cells", "activity", "codes", "over"), MEANT)
def test_a_stay_means_what_its_register_is_for(
    feed, cells, activity, codes, over
) -> None:
    meaning, doing, found = stated(feed, **cells)
    assert not meaning.problems
    expected = (
        []
        if activity is None
        else [
            Doing(
                activity[0],
                starts=day(activity[1]),
                ends=day(activity[2]) if activity[2] else None,
            )
        ]
    )
    assert (doing, found, meaning.ended) == (expected, codes, over)


PROBLEMS = [
    # feed, cells, words of the problem, whether the line cannot be used
    (HOME, {}, "There is no first day", True),
    (HOME, {"start": "21/11/2026"}, "after the day of the list", True),
    (HOME, {"start": "02/11/2026", "end": "01/11/2026"}, "ends before it", True),
    (HOME, {"start": "31/13/2026"}, "is no day", True),
    # Past Year 11 it shows nothing; the line still finds the young person.
    (HOME, {"dob": YEAR_12, "start": "2026-09-07"}, "past Year 11", False),
    (MISSING, {"dob": YEAR_12, "start": "2026-09-07"}, "past Year 11", False),
]


@pytest.mark.parametrize(("feed", "cells", "words", "stops"), PROBLEMS)
def test_what_cannot_be_meant_is_a_problem_of_its_line(
    feed, cells, words, stops
) -> None:
    meaning, doing, _ = stated(feed, **cells)
    assert doing == []
    assert any(problem.stops is stops for problem in meaning.problems)
    if words != "is no day":
        assert any(words in problem.message for problem in meaning.problems)


@pytest.mark.parametrize(("feed", "code"), [(HOME, "120"), (MISSING, "140")])
def test_who_left_year_11_while_on_the_register_was_on_it_until_then(
    feed: str, code: str
) -> None:
    meaning, doing, _ = stated(feed, dob=YEAR_12, start="2024-09-02")
    assert doing == [Doing(code, starts=date(2024, 9, 2))]
    (problem,) = meaning.problems
    assert "past Year 11" in problem.message
    assert meaning.usable


def test_young_children_are_counted_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "Surname,Forename,DOB,NC Year,EHE Start Date,Suitable\n"
        f"Holtby,Amina,{YEAR_11},,07/09/2026,Y\n"
        f"Holtby,Bryn,{YEAR_5},,07/09/2026,Y\n"
        "Nguyễn,Thị Lan,,4,07/09/2026,N\n"
        "Ap Rhys,Dafydd,,10,07/09/2026,N\n"
    )
    reading = FEEDS[HOME].read([path], CONTEXT)
    assert [row.values["forename"] for row in reading.rows] == ["Amina", "Dafydd"]
    assert reading.notes == [
        "Columns not read: Suitable.",
        "Children left out because they are neither in Years 9 to 14 nor 13 or older: "
        "2.",
    ]


def test_a_register_of_another_kind_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "Surname,Forename,DOB,Date became CME\nHoltby,A,03/10/2010,1/9/26\n"
    )
    with pytest.raises(Unreadable, match="children missing education"):
        list(FEEDS[HOME].read([path], CONTEXT).rows)
