"""The return of a month, from what was known then and what was learned later."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from tests.factories import (
    COLLEGE,
    SCHOOL,
    census,
    nccis,
    people,
    person,
    provider_list,
    pupil,
    register,
)
from tracker.extensions import db
from tracker.store.nccis_return.runs import ReturnRun

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)
DOING = {"activity": "230", "start": "07/09/2026", "ascertained": "10/09/2026"}


@pytest.fixture
def prepare(as_json, tmp_path, clock):
    """Prepares the return of a month in the days after it: ID, status by surname."""
    made = []

    def run(month: str, *, freeze: bool = False, rerun: bool = False, on=None):
        year, number = map(int, month.split("-"))
        clock.set(on or date(year + number // 12, number % 12 + 1, 5))
        folder = tmp_path / f"return {len(made)}"
        words = ["--rerun"] if rerun else []
        made.append(
            as_json("returns", "prepare", "--period", month, "--out", folder, *words)
        )
        if freeze:
            as_json("returns", "freeze", made[-1]["run"])
        return list(ET.parse(made[-1]["file"]).iter("YoungPersonsRecord"))

    return run


def statuses(records) -> list[tuple[str, str]]:
    return sorted(
        (each.findtext(".//UniquePupilNumber"), each.findtext(".//CohortStatus"))
        for each in records
    )


def fields(records, row, *names: str) -> list[str | None]:
    (one,) = [r for r in records if r.findtext(".//UniquePupilNumber") == row["upn"]]
    return [one.findtext(f".//{name}") for name in names]


class TestLeaversLearnedOfLate:
    """Their move in September is recorded in October."""

    @pytest.fixture
    def rows(self, tmp_path, load, clock):
        clock.set(date(2026, 8, 20))
        load("establishments", register(tmp_path / "edubasealldata.csv"))
        rows = people(3)
        file = provider_list(tmp_path / "enrolled.csv", rows)
        load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 8, 20))
        return rows

    @pytest.fixture
    def moved(self, rows, tmp_path, load, clock, prepare):
        """September is frozen; then the old system reports who had been transferred."""

        def run(row, *, freeze: bool = True, status: str = "T") -> None:
            first = prepare("2026-09", freeze=freeze)
            assert {status for _, status in statuses(first)} == {"P"}
            clock.set(date(2026, 10, 12))
            gone = {**row, **DOING, "status": status, "verified": "11/09/2026"}
            file = nccis(tmp_path / "NCCIS.xml", SEPTEMBER, [gone])
            load("nccis-file", file)

        return run

    def test_they_are_returned_once_more_and_once_only(
        self, rows, moved, prepare
    ) -> None:
        moved(rows[0])
        october = statuses(prepare("2026-10", freeze=True))
        assert october == sorted(
            zip((r["upn"] for r in rows), ("T", "P", "P"), strict=True)
        )
        november = statuses(prepare("2026-11", freeze=True))
        assert november == sorted((row["upn"], "P") for row in rows[1:])

    def test_until_october_is_frozen_they_are_in_every_run_of_it(
        self, rows, moved, prepare
    ) -> None:
        moved(rows[0])
        for _ in range(2):
            assert (rows[0]["upn"], "T") in statuses(prepare("2026-10"))
        # November is compared with September, and reports them if October did not.
        assert (rows[0]["upn"], "T") in statuses(prepare("2026-11"))

    def test_a_person_never_returned_is_not_returned_as_a_leaver(
        self, rows, moved, prepare
    ) -> None:
        """September was not frozen: run again, it has them as they were then."""
        moved(rows[0], freeze=False)
        assert (rows[0]["upn"], "T") in statuses(prepare("2026-09"))
        assert len(statuses(prepare("2026-10"))) == 2

    def test_a_frozen_september_does_not_change(self, rows, moved, prepare) -> None:
        moved(rows[0])
        assert {status for _, status in statuses(prepare("2026-09"))} == {"P"}

    def test_a_death_that_was_recorded_late_is_returned_too(
        self, rows, moved, prepare
    ) -> None:
        moved(rows[0], status="D")
        assert (rows[0]["upn"], "D") in statuses(prepare("2026-10", freeze=True))
        assert len(statuses(prepare("2026-11"))) == 2


def with_intention(file, destination: str):
    """The NCCIS file with an intended destination for its one record."""
    tree = ET.parse(file)
    record = tree.find("YoungPersonsRecord")
    assert record is not None
    node = ET.Element("IntendedDestinationYr11")
    node.text = destination
    for place, child in enumerate(list(record)):
        if child.tag == "Activities":
            record.insert(place, node)
    tree.write(file, encoding="utf-8", xml_declaration=True)
    return file


@pytest.mark.parametrize(
    ("month", "written"), [("2026-09", None), ("2026-10", "121"), ("2026-11", "121")]
)
def test_an_intended_destination_is_returned_since_it_was_recorded(
    tmp_path, load, prepare, clock, month, written
) -> None:
    """September is run again after October's file with the destination."""

    clock.set(date(2026, 11, 24))
    row = person(1, date(2010, 10, 1))
    school = {
        **row,
        "activity": "110",
        "start": "05/09/2022",
        "ascertained": "10/09/2026",
    }
    load("nccis-file", nccis(tmp_path / "09.xml", SEPTEMBER, [school]))
    file = with_intention(nccis(tmp_path / "10.xml", OCTOBER, [school]), "121")
    load("nccis-file", file)
    records = prepare(month, on=date(2026, 12, 5))
    values = fields(records, row, "IntendedDestinationYr11")
    assert values == [written]


@pytest.mark.parametrize(
    ("named", "establishment", "ukprn"),
    [
        ({"laestab": "3598777", "ukprn": "10066666"}, "3598777", "10066666"),
        ({"laestab": "3598777"}, "3598777", None),
        ({"ukprn": "10066666"}, None, "10066666"),
    ],
)
def test_a_place_outside_the_register_is_returned_with_all_its_numbers(
    tmp_path, load, prepare, named, establishment, ukprn
) -> None:
    row = person(1, provider="Lake Training (invented)", **named)
    file = provider_list(tmp_path / "list.csv", [row])
    load("provider-enrolment", file, as_at=date(2026, 10, 9))
    found = fields(
        prepare("2026-10"),
        row,
        *("EstablishmentNumber", "UKProviderReferenceNumber", "EstablishmentName"),
    )
    assert found == [establishment, ukprn, "Lake Training (invented)"]


@pytest.mark.law("O2")
@pytest.mark.parametrize(
    ("month", "covered"), [("2026-10", 3), ("2026-11", 3), ("2026-12", 3)]
)
def test_the_guarantee_covers_everybody_of_its_cohort(
    tmp_path, load, as_json, clock, month, covered
) -> None:
    """No offer is recorded: the measure covers three of three."""
    rows = people(3)
    load(
        *("provider-enrolment", provider_list(tmp_path / "list.csv", rows)),
        institution=COLLEGE,
        as_at=date(2026, 10, 9),
    )
    clock.set(date(2027, 1, 5))
    figures = {each["name"]: each for each in as_json("measures", "--period", month)}
    figure = figures["september_guarantee_offers"]
    assert (figure["count"], figure["of"]) == (0, covered)


@pytest.mark.parametrize(
    ("month", "indicator", "status"),
    [("2026-10", "Y", "159"), ("2026-11", "N", None)],
)
def test_without_a_status_the_offer_is_returned_as_not_recorded(
    tmp_path, load, prepare, month, indicator, status
) -> None:
    row = person(1)
    file = provider_list(tmp_path / "list.csv", [row])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    records = prepare(month)
    assert fields(records, row, "GuaranteeStatusIndicator") == [indicator]
    assert fields(records, row, "GuaranteeStatus") == [status]


def test_octobers_return_has_the_address_of_novembers_list(
    tmp_path, load, clock, prepare
) -> None:
    """November's list is the first to name them; they lived somewhere in October."""
    clock.set(date(2026, 11, 12))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    row = pupil(1, date(2009, 10, 2), year="12", ethnicity="WIRI")
    file = census(tmp_path / "census.csv", [row])
    load("school-census", file, institution=SCHOOL, as_at=date(2026, 11, 10))
    october = prepare("2026-10", on=date(2026, 11, 20))
    found = fields(october, row, "Postcode", "Ethnicity", "ActivityCode")
    assert found == [row["postcode"], "WIRI", "210"]


@pytest.mark.law("L-12")
@pytest.mark.parametrize(
    ("month", "version"), [("2026-10", "2026-27"), ("2027-10", "2027-28")]
)
def test_a_return_keeps_the_version_of_the_rules_that_checked_it(
    tmp_path, load, prepare, inside, month, version
) -> None:
    """The older return keeps its own when a newer year is prepared after it."""
    row = person(1)
    file = provider_list(tmp_path / "list.csv", [row])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    prepare("2026-09", freeze=True)
    prepare(month)
    of_september, newest = [
        each.ruleset for each in db.session.scalars(select(ReturnRun).order_by("id"))
    ]
    assert of_september.startswith("2026-27")
    assert newest.startswith(version)
