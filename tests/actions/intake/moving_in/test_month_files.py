"""Many months of an earlier system: their order, gaps, doubles, and where they stop."""

from itertools import pairwise

import pytest

from tests.factories import nccis, person, register
from tracker.actions.intake.moving_in.month_files import in_words
from tracker.domain.reference.academic_year import Period

DOING = {"activity": "230", "start": "07/09/2025", "ascertained": "10/09/2025"}


@pytest.fixture
def folder(tmp_path, load):
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    made = tmp_path / "months"
    made.mkdir()
    return made


@pytest.fixture
def month(folder):
    """Writes the file of a month under a name that says nothing."""

    def write(year: int, number: int, name: str = "", **changes: str):
        end = Period(year, number).end
        rows = [{**person(n), **DOING, **changes} for n in (1, 2)]
        return nccis(folder / f"{name or 99 - number}.xml", end, rows)

    return write


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ([(2026, 1)], "January 2026"),
        ([(2026, 1), (2026, 3)], "January 2026 and March 2026"),
        ([(2025, 11), (2025, 12), (2026, 1)], "November 2025 to January 2026"),
        (
            [(2025, 1), (2025, 3), (2025, 4), (2025, 9)],
            "January 2025, March 2025 to April 2025 and September 2025",
        ),
    ],
)
def test_missing_months_in_words(months, words) -> None:
    assert in_words([Period(*each) for each in months]) == words


def test_months_are_loaded_by_their_own_order_and_once(folder, month, as_json) -> None:
    for number in (9, 7, 8):
        month(2026, number)
    first = as_json("moving-in", "load", folder)
    assert [it["period"] for it in first["months"]] == ["2026-07", "2026-08", "2026-09"]
    batches = [it["batch"] for it in first["months"]]
    assert all(one < two for one, two in pairwise(batches))
    again = as_json("moving-in", "load", folder)
    assert [it["batch"] for it in again["months"]] == batches
    assert all(it["already_loaded"] for it in again["months"])


def test_a_month_missing_after_those_loaded_before_is_named(
    folder, month, flask, as_json
) -> None:
    month(2026, 6)
    as_json("moving-in", "load", folder)
    (folder / "93.xml").unlink()
    month(2026, 8)
    words = flask("moving-in", "load", folder, code=1)
    assert "There is no file of July 2026, among these or loaded before." in str(words)
    assert "Add --yes to load the others" in str(words)
    assert len(as_json("imports", "list")) == 2  # the register and June
    loaded = as_json("moving-in", "load", folder, "--yes")
    assert [it["period"] for it in loaded["months"]] == ["2026-08"]


def test_a_doubled_month_is_refused_before_anything(
    folder, month, flask, as_json
) -> None:
    month(2026, 7)
    month(2026, 8, "one")
    month(2026, 8, "two")
    words = str(flask("moving-in", "load", folder, code=2))
    assert "two files of one month. August 2026: one.xml and two.xml." in words
    assert len(as_json("imports", "list")) == 1


def test_a_file_that_is_none_is_refused_before_anything(folder, month, flask) -> None:
    month(2026, 7)
    (folder / "readme.xml").write_text("<notes/>")
    words = str(flask("moving-in", "load", folder, code=2))
    assert "readme.xml" in words


def test_a_month_that_is_refused_stops_there_and_is_gone_on_from(
    folder, month, flask, as_json
) -> None:
    month(2026, 7)
    broken = month(2026, 8)
    whole = broken.read_bytes()
    broken.write_bytes(whole[: whole.rindex(b"</YoungPersonsRecord>")])
    month(2026, 9)
    words = str(flask("moving-in", "load", folder, code=2))
    assert "August 2026 was not loaded:" in words
    assert "1 month before it is loaded. Start again to go on from there." in words
    assert len(as_json("imports", "list")) == 2
    broken.write_bytes(whole)
    loaded = as_json("moving-in", "load", folder)
    assert [it["already_loaded"] for it in loaded["months"]] == [True, False, False]


def test_a_late_month_does_not_overrule_a_newer_one(folder, month, as_json) -> None:
    month(2026, 9, activity="230", start="07/09/2026", ascertained="10/09/2026")
    as_json("moving-in", "load", folder)
    month(2026, 7, activity="619", start="01/07/2026", ascertained="05/07/2026")
    as_json("moving-in", "load", folder, "--yes")
    (found,) = as_json("people", "find", person(1)["uln"])
    shown = as_json("people", "show", found["person"], "--on", "2026-09-30")
    assert shown["position"]["activity"] == "230"


def test_progress_has_a_line_for_each_month(folder, month, flask) -> None:
    month(2026, 7)
    month(2026, 8)
    words = str(flask("moving-in", "load", folder))
    assert "2 of 2: August 2026 is loaded as batch" in words
