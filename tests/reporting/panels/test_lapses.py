"""What lapses, by month and by place."""

from datetime import date

import pytest

from tracker import reporting
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.figures.measures import Figure
from tracker.reporting.panels.divided import OPEN
from tracker.reporting.panels.panel import Panel, say

NAMES = {"urn:1": "Testham College", "urn:2": "Lake Sixth Form", "urn:3": "A Garage"}
ON = date(2026, 11, 24)
#: Places and months, and how many lapse; the garage has most, and all of it in summer.
FOUND = {
    "urn:1|2026-12": 6,
    "urn:1|2027-08": 40,
    "urn:2|2027-01": 12,
    "urn:2|2027-03": 1,
    "|2026-12": 3,
    "urn:3|2027-08": 90,
}


def found(counts: dict[str, int]) -> dict[str, list[Figure]]:
    return {
        group: [
            Figure("cohort_16_17", "", number, number),
            Figure("not_known", "", 0, number),
        ]
        for group, number in counts.items()
    }


def shown(panel: Panel) -> dict[str, list[str]]:
    return {
        row.title: [
            say(cell, column.kind)
            for cell, column in zip(row.cells, panel.columns, strict=True)
        ]
        for row in panel.all_rows
    }


def test_not_known_grows_by_each_month_until_summer() -> None:
    panel = reporting.panels.lapses.if_nothing_is_confirmed(
        reporting.panels.lapses.by_month(found(FOUND), suppression=OPEN),
        not_known=10,
        cohort=1000,
        as_of=ON,
    )
    assert shown(panel) == {
        "December 2026": ["9", "19", "1.9%"],
        "January 2027": ["12", "31", "3.1%"],
        "March 2027": ["1", "32", "3.2%"],
        "August 2027": ["130", "", ""],
        "All whose activity lapses": ["152", "", ""],
    }
    assert (
        "rises from 1.0% on 24 November 2026 to 3.1% after January 2027" in panel.about
    )


@pytest.mark.parametrize(
    ("counts", "on"),
    [
        ({}, ON),
        ({"urn:1|2027-08": 40}, ON),
        ({"urn:1|2027-10": 40}, date(2027, 8, 31)),
    ],
)
def test_without_anything_before_summer_nothing_rises(counts, on) -> None:
    panel = reporting.panels.lapses.if_nothing_is_confirmed(
        reporting.panels.lapses.by_month(found(counts), suppression=OPEN),
        not_known=10,
        cohort=0,
        as_of=on,
    )
    assert "rises" not in panel.about


def test_a_small_month_is_hidden_from_other_readers() -> None:
    panel = reporting.panels.lapses.by_month(found(FOUND), suppression=Suppression())
    assert shown(panel)["March 2027"] == ["c"]
    assert len(panel.columns) == 1


def test_the_place_with_most_to_confirm_soon_comes_first() -> None:
    panel = reporting.panels.lapses.by_place(found(FOUND), name_of=NAMES.get, as_of=ON)
    assert [column.heading for column in panel.columns] == [
        *("Dec 2026", "Jan 2027", "Mar 2027", "Aug 2027", "All")
    ]
    assert shown(panel) == {
        "Lake Sixth Form": ["0", "12", "1", "0", "13"],
        "Testham College": ["6", "0", "0", "40", "46"],
        "A Garage": ["0", "0", "0", "90", "90"],
        "At no school, college or provider": ["3", "0", "0", "0", "3"],
        "All places": ["9", "12", "1", "130", "152"],
    }


def test_of_places_without_anything_soon_the_earliest_comes_first() -> None:
    panel = reporting.panels.lapses.by_place(
        found({"urn:1|2027-08": 99, "urn:2|2027-03": 2, "|2026-12": 5}),
        name_of=NAMES.get,
        as_of=ON,
    )
    assert [row.title for row in panel.rows] == [
        "Lake Sixth Form",
        "Testham College",
        "At no school, college or provider",
    ]


def test_each_number_opens_its_place_and_month() -> None:
    panel = reporting.panels.lapses.by_place(found(FOUND), name_of=NAMES.get, as_of=ON)
    first, bottom = panel.rows[0], panel.bottom
    group = {"measure": "cohort_16_17", "breakdown": "lapses"}
    assert panel.opens(first, 0) is None  # nothing lapses there in December
    assert panel.opens(first, 1) == {**group, "group": "urn:2|2027-01"}
    assert panel.opens(first, 4) == {**group, "group": "urn:2|*"}
    assert bottom is not None
    assert panel.opens(bottom, 0) == {**group, "group": "*|2026-12"}
    assert panel.opens(bottom, 4) == {**group, "group": "*|*"}
