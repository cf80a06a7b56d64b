"""After a No nothing that a school sends stores more than may be passed on.

Each of the school's layouts, each answer that follows the No, and each state of a
batch: after each of them the whole database is searched. Everybody is invented.
"""

from dataclasses import replace
from datetime import date
from functools import partial
from itertools import cycle

import pytest

from tests.factories import ACADEMY, COLLEGE, links, register
from tests.journeys.restrictions.restricted import (
    LAYOUTS,
    Pupil,
    collect,
    flat,
    leaks,
    listed,
    sender,
    xml,
)

MAY, OCTOBER, NOVEMBER = date(2025, 5, 15), date(2025, 10, 2), date(2026, 10, 1)
ANSWERS = (
    *("UNS", "SNR", "Unsought", "Sought, no reply", "  SOUGHT,NO  REPLY "),
    *("", "Withheld", "Yse", "No"),
)
OPEN = Pupil(9, "Wilfred", "Osterley", date(2009, 12, 3), yssa="Yes")
#: One pupil for each answer that follows; the school has received a No from each.
NAMES = (
    *(("Isolde", "Quennell"), ("Piers", "Hathersage"), ("Xanthe", "Ullathorne")),
    *(("Lorcan", "Maddox"), ("Fenella", "Strickland"), ("Caspian", "Wetherby")),
    *(("Rowena", "Tranmere"), ("Ignatius", "Popplewell"), ("Zelda", "Cleasby")),
)
PUPILS = [
    Pupil(10 + place, given, family, date(2009, 10, 1 + 2 * place), yssa="No")
    for place, (given, family) in enumerate(NAMES)
]
PUPIL = PUPILS[0]


@pytest.fixture
def no(tmp_path, load):
    """A school with pupils who answered No in October."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    (tmp_path / "first").mkdir()
    files = flat(tmp_path / "first", [*PUPILS, OPEN])
    return load("school-census", *files, as_at=OCTOBER)


@pytest.fixture
def later(tmp_path, load, no):
    """Sends the school's next file, in this layout, with these pupils."""
    return partial(sender(tmp_path, load), as_at=NOVEMBER)


def answering(*answers):
    """Each pupil with one of the answers in turn."""
    return [
        replace(pupil, yssa=yssa)
        for pupil, yssa in zip(PUPILS, cycle(answers), strict=False)
    ]


def test_the_search_finds_what_is_held(app, no) -> None:
    found = {name for name, _, _ in leaks(app, OPEN)}
    assert found == set(OPEN.secrets)
    assert leaks(app, *PUPILS) == []


@pytest.mark.sample("list", "xml", because="each form of file")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_whatever_the_school_answers_next(app, as_json, later, layout) -> None:
    batch = later(layout, *answering(*ANSWERS), OPEN)
    assert leaks(app, *PUPILS) == []
    assert leaks(app, OPEN)
    assert batch["outcomes"]["restricted"] == len(PUPILS)
    (kept,) = (each for each in batch["notes"] if "more may not be passed on" in each)
    assert kept.endswith(f": {len(PUPILS)}.")
    for line in as_json("imports", "show", batch["batch"])["lines"][: len(PUPILS)]:
        who = as_json("people", "show", line["person"])["identity"]
        assert who["restricted"] and who["upn"] is None
        assert [each["since"] for each in who["restrictions"]] == ["2025-10-02"]
    as_json("imports", "withdraw", batch["batch"])
    assert leaks(app, *PUPILS) == []
    as_json("imports", "apply", batch["batch"], "--yes")
    assert leaks(app, *PUPILS) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_late_older_file(app, later, layout) -> None:
    later(layout, *answering(*ANSWERS), OPEN, as_at=MAY)
    assert leaks(app, *PUPILS) == []


@pytest.mark.parametrize("layout", ["flat", "collect", "xml"])
def test_a_yes_of_an_older_day_lifts_nothing(app, as_json, later, layout) -> None:
    for day in (MAY, OCTOBER):
        later(layout, *answering("Yes", "y"), OPEN, as_at=day)
        assert leaks(app, *PUPILS) == []


@pytest.mark.parametrize("layout", ["flat", "collect", "xml"])
def test_a_yes_of_a_later_day_lifts_it(app, as_json, later, layout) -> None:
    batch = later(layout, replace(PUPIL, yssa="Yes"), OPEN)
    assert {name for name, _, _ in leaks(app, PUPIL)} >= {"upn", "uln", "ethnicity"}
    (line, _) = as_json("imports", "show", batch["batch"])["lines"]
    assert not as_json("people", "show", line["person"])["identity"]["restricted"]


@pytest.mark.sample("list", "xml", because="each form of file")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_doubtful_rows(app, as_json, later, layout) -> None:
    """Each pupil has moved, and has a similar name and another number."""
    doubtful = [
        replace(
            each, number=each.number + 20, given=f"{each.given}a", postcode="WN7 1AB"
        )
        for each in answering("UNS", "", "Withheld")
    ]
    batch = later(layout, *doubtful, OPEN)
    assert batch["outcomes"].get("possible") == len(PUPILS), batch
    assert leaks(app, *doubtful) == []
    lines = as_json("imports", "show", batch["batch"], "--outcome", "possible")["lines"]
    for line in lines[:2]:
        (candidate,) = as_json("matching", "show", line["row"])["candidates"]
        as_json("matching", "resolve", line["row"], "--person", candidate["person"])
    as_json("matching", "resolve", lines[2]["row"], "--new")
    assert leaks(app, *doubtful) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_load_that_stops_before_anybody_is_matched(
    app, as_json, later, monkeypatch, layout
) -> None:
    from tracker import actions

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(actions.intake.matching.match, "_elsewhere", stop)
        later(layout, *answering("UNS", "", "Withheld"), OPEN, code=None)
    assert as_json("imports", "list")[0]["status"] == "received"
    assert leaks(app, *PUPILS) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_row_that_cannot_be_used(app, later, layout) -> None:
    spoilt = replace(PUPIL, yssa="UNS", family="")
    later(layout, spoilt, OPEN, code=None)
    assert leaks(app, spoilt) == []


def test_another_school_passes_on_what_it_may(app, later, as_json) -> None:
    there = replace(PUPIL, number=3, yssa="Yes")
    later("list", there, institution=COLLEGE)
    # The rows name the school by its DfE number.
    assert leaks(app, PUPIL) == []


def test_the_college_has_its_own(app, tmp_path, load, no, as_json) -> None:
    folder = tmp_path / "college"
    folder.mkdir()
    files = listed(folder, [replace(PUPIL, number=3)], estab="8600")
    batch = load("provider-enrolment", *files, as_at=NOVEMBER, institution=COLLEGE)
    assert batch["outcomes"] == {"matched-update": 1}
    (line,) = as_json("imports", "show", batch["batch"])["lines"]
    who = as_json("people", "show", line["person"])["identity"]
    assert who["upn"] == replace(PUPIL, number=3).secrets["upn"]
    assert who["restricted"]


def test_the_academy_that_the_school_became(app, tmp_path, load, no, as_json) -> None:
    load(
        "establishments",
        register(tmp_path / "edubasealldata2.csv", academy=True),
        links(tmp_path / "links.csv"),
    )
    for layout in (flat, collect, xml, listed):
        folder = tmp_path / f"academy-{layout.__name__}"
        folder.mkdir()
        files = layout(folder, [replace(PUPIL, yssa="UNS"), OPEN], "4999")
        feed = "provider-enrolment" if layout is listed else "school-census"
        load(feed, *files, as_at=NOVEMBER, institution=ACADEMY)
        assert leaks(app, PUPIL) == []
