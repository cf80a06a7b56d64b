"""Adults on a college's list: only the records show which of them have a plan.

A vendor's template has no column for it; ours has one, and what it contains counts.
"""

import csv
from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
    SCHOOL,
    census,
    person,
    provider_list,
    pupil,
    register,
    unsure,
)

OCTOBER = date(2026, 10, 9)
TWENTY, TWENTY_FIVE = date(2005, 12, 1), date(2000, 12, 1)
NO_PLAN = (
    "This learner is an adult with no education, health and care plan on record. "
    "Leave adults out, or enter EHCP = Y."
)


@pytest.fixture
def registered(tmp_path, load):
    load("establishments", register(tmp_path / "edubasealldata.csv"))


def vendors(path, rows):
    """A list as a vendor's system writes it: without a column for plans."""
    ours = provider_list(path.with_suffix(".ours"), rows)
    with ours.open(encoding="utf-8", newline="") as file:
        table = [
            {name: text for name, text in row.items() if name != "EHCP"}
            for row in csv.DictReader(file)
        ]
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, table[0])
        written.writeheader()
        written.writerows(table)
    return path


def known_before(tmp_path, load, row, ehcp: str) -> None:
    """They were on a list of the year before, with or without a plan."""
    if ehcp == "unknown":
        return
    before = {**row, "start": "08/09/2025", "ehcp": ehcp}
    file = provider_list(tmp_path / "before.csv", [before])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2025, 10, 10))


@pytest.mark.parametrize(
    ("born", "before", "outcome"),
    [
        (TWENTY, "Y", "matched-update"),
        (TWENTY, "unknown", "invalid"),
        (TWENTY_FIVE, "unknown", "invalid"),
        (date(2007, 12, 1), "unknown", "new-in-area"),  # aged 18: no adult yet
        # aged 18 a year ago and known, without a plan
        (date(2006, 12, 1), "", "invalid"),
    ],
)
def test_a_line_without_a_column_of_plans(
    tmp_path, load, as_json, registered, born, before, outcome
) -> None:
    row = person(1, born)
    known_before(tmp_path, load, row, before)
    batch = load(
        "provider-enrolment",
        vendors(tmp_path / "vendor.csv", [row]),
        institution=COLLEGE,
        as_at=OCTOBER,
    )
    assert batch["outcomes"] == {outcome: 1}
    says = [(each["column"], each["message"]) for each in batch["problems"]]
    assert all(column == "DOB" for column, _ in says)
    if outcome == "invalid" and born != TWENTY_FIVE:
        assert says == [("DOB", NO_PLAN)]
    elif outcome != "invalid":
        assert says == []


@pytest.mark.parametrize(
    ("ehcp", "born", "before", "outcome"),
    [
        ("Y", TWENTY, "unknown", "new-in-area"),
        ("N", TWENTY, "unknown", "invalid"),
        ("N", TWENTY, "Y", "invalid"),
        ("Y", TWENTY_FIVE, "unknown", "invalid"),
        ("", TWENTY, "Y", "matched-update"),
        ("", TWENTY, "unknown", "invalid"),
    ],
)
def test_a_list_with_the_column_of_plans_is_believed(
    tmp_path, load, registered, ehcp, born, before, outcome
) -> None:
    row = person(1, born)
    known_before(tmp_path, load, row, before)
    file = provider_list(tmp_path / "list.csv", [{**row, "ehcp": ehcp}])
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    assert batch["outcomes"] == {outcome: 1}
    if outcome == "invalid":
        (problem,) = batch["problems"]
        assert problem["column"] == "DOB"


def test_a_line_that_may_be_about_a_person_with_a_plan_waits(
    tmp_path, load, registered
) -> None:
    """The ULN differs; the UPN is hidden at twenty, and so is no evidence any more."""
    row = person(1, TWENTY)
    known_before(tmp_path, load, row, "Y")
    other = person(2, TWENTY)["uln"]
    bare = {**unsure(row), "uln": other, "postcode": "WN7 1AB"}
    file = vendors(tmp_path / "vendor.csv", [bare])
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    assert batch["outcomes"] == {"possible": 1}


def test_an_adult_without_a_plan_makes_no_record(
    tmp_path, load, registered, everything
) -> None:
    before = everything()
    file = vendors(tmp_path / "vendor.csv", [person(1, TWENTY)])
    load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    after = everything()
    for table in ("people", "facts", "evidence"):
        assert after[table] == before[table]


@pytest.mark.parametrize(
    ("answer", "same_number", "plan", "outcome"),
    [
        ("Yes", True, False, "invalid"),
        ("No", True, False, "invalid"),
        ("No", False, False, "invalid"),
        ("No", True, True, "restricted"),
    ],
)
def test_a_restricted_adult_needs_a_plan_as_well(
    tmp_path, load, registered, answer, same_number, plan, outcome
) -> None:
    """The person of such a line is decided while the file is received."""
    row = pupil(1, date(2006, 12, 1), yssa=answer, year="14")
    load(
        "school-census",
        census(tmp_path / "census.csv", [row, pupil(2)]),
        institution=SCHOOL,
        as_at=date(2025, 10, 2),
    )
    if plan:
        known_before(tmp_path, load, row, "Y")
    row = {**row, "start": "08/09/2025"}
    listed = row if same_number else {**row, "upn": "", "uln": ""}
    batch = load(
        "provider-enrolment",
        vendors(tmp_path / "list.csv", [listed]),
        institution=SCHOOL,
        as_at=OCTOBER,
    )
    assert batch["outcomes"] == {outcome: 1}
    says = [each["message"] for each in batch["problems"]]
    assert says == ([NO_PLAN] if outcome == "invalid" else [])
