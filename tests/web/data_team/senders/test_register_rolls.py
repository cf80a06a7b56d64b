"""Year 11 of each school against the register. Every school is invented."""

import csv
from datetime import date

import pytest

from tests.factories import census, pupil, register
from tests.web.conftest import NOW
from tests.web.data_team.conftest import WITHIN
from tests.web.management.reading import main_text
from tracker import actions

PAGE = "/senders/missing"
HEADINGS = (
    *("URN", "LA (code)", "EstablishmentNumber", "EstablishmentName"),
    *("TypeOfEstablishment (code)", "EstablishmentStatus (name)", "CloseDate"),
    *("PhaseOfEducation (code)", "StatutoryLowAge", "StatutoryHighAge"),
    *("CensusDate", "NumberOfPupils"),
)
HIGH = ("106500", "359", "4034", "Testham High School", "1", "Open", "", "4")
GRANGE = ("106501", "359", "6001", "Grange (independent)", "11", "Open", "", "0")
OTHER = ("106502", "359", "", "Other School", "1", "Open")
#: The rows of a register, and the lines of the page in order.
SCHOOLS = {
    "a school whose pupils are on no list": (
        [
            (*HIGH, "11", "18", "15-01-2026", "1050"),
            (*GRANGE, "3", "18", "15-01-2026", "300"),
        ],
        [
            "Testham High School 1,050 15 Jan 2026 11 to 18 150 3 147 fewer on record",
            "Grange (independent)On no list of 2026/27 300 15 Jan 2026 3 to 18 20 0"
            " 20 fewer on record",
            "All 2 schools 1,350 170 3 167 fewer on record",
        ],
    ),
    "more on record than the register has": (
        [(*HIGH, "11", "16", "", "5")],
        ["Testham High School 5 11 to 16 1 3 2 more on record"],
    ),
    "an even share that is exact": (
        [(*HIGH, "11", "16", "", "15")],
        ["Testham High School 15 11 to 16 3 3 None"],
    ),
    "others than open schools with Year 11 in the area": (
        [
            (*HIGH[:5], "Closed", "31-08-2024", "4", "11", "16", "", "500"),
            (*OTHER, "", "4", "9", "14", "", "90"),
            ("106503", "352", *OTHER[2:], "", "4", "11", "16", "", "90"),
            ("106504", *OTHER[1:], "", "4", "11", "16", "", ""),
            ("106505", *OTHER[1:], "", "4", "16", "11", "", "50"),
            ("106506", *OTHER[1:], "", "4", "11", "16", "", "SUPP"),
        ],
        [],
    ),
}


@pytest.mark.parametrize("case", SCHOOLS)
def test_each_school_is_compared_with_the_register(desk, load, tmp_path, case) -> None:
    rows, lines = SCHOOLS[case]
    file = tmp_path / "edubasealldata20260901.csv"
    with file.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream).writerows((HEADINGS, *rows))
    load("establishments", file)
    pupils = [pupil(number) for number in range(1, 4)]
    load("school-census", census(tmp_path / "c.csv", pupils), as_at=date(2026, 10, 1))
    with desk.pages.app_context():
        actions.history.positions.refresh([NOW.date()], within=WITHIN)
    page = main_text(desk.get(f"{PAGE}?year=2026"))
    for line in lines:
        assert line.replace(" ", "") in page.replace(" ", ""), page
    if not lines:
        assert "against the register of schools" not in page


def test_a_register_without_numbers_leads_to_the_next(desk, load, tmp_path) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    pupils = [pupil(number) for number in range(1, 4)]
    load("school-census", census(tmp_path / "c.csv", pupils), as_at=date(2026, 10, 1))
    page = main_text(desk.get(f"{PAGE}?year=2026"))
    assert "No open school of this area has a number on roll" in page
