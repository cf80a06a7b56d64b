"""SEN2's tables joined: one row for each person with a plan. All invented."""

from datetime import date
from pathlib import Path

import pytest

from tests.feeds.plans.sen2 import person, tables, workbook
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS, recognise

FEED = FEEDS["plans"]
DAY = date(2027, 1, 21)
CONTEXT = Context("359", DAY)

CEASED = {"namedplan__ceasedate": "2026-Jul-31 00:00:00", "namedplan__ceasereason": "3"}
AT_COLLEGE = {
    "placementdetail__ukprn": "10002638",
    "placementdetail__sensetting": "",
    "placementdetail__placementrank": "1",
    "placementdetail__entrydate": "2026-Sep-07 00:00:00",
}
PHASE = {"activeplans__phasetransferduedate": "2027-Mar-31 00:00:00"}
FAMILY = (
    person(1, **PHASE),
    person(2, **CEASED, activeplans=None),
    person(3, **AT_COLLEGE),
    person(4, namedplan=None, activeplans=None),
)


def rows(*paths: Path) -> tuple[list[dict[str, str]], list[str]]:
    reading = FEED.read(paths, CONTEXT)
    return [row.values for row in reading.rows], reading.notes


def test_each_person_has_their_own_plan_and_place(tmp_path: Path) -> None:
    found, notes = rows(*tables(tmp_path / "sen2", *FAMILY))
    assert [row["surname"] for row in found] == ["Eastwickb", "Eastwickc", "Eastwickd"]
    assert found[0]["phase_due"].startswith("2027-Mar-31")
    assert found[1]["plan_end"].startswith("2026-Jul-31")
    assert found[1]["end_reason"] == "3"
    assert (found[2]["ukprn"], found[2]["entry"][:11]) == ("10002638", "2026-Sep-07")
    assert "plan_end" not in found[0] and "ukprn" not in found[0]
    assert notes == [
        "Persons left out because these tables have no plan of theirs, only a request "
        "or an assessment: 1."
    ]


def test_the_workbook_means_what_the_tables_mean(tmp_path: Path) -> None:
    of_tables, _ = rows(*tables(tmp_path / "sen2", *FAMILY))
    of_book, _ = rows(workbook(tmp_path / "sen2.xlsx", *FAMILY))
    assert of_book == of_tables


def test_every_table_is_known_and_goes_with_the_others(tmp_path: Path) -> None:
    more = {"senneed__sentype": "ASD", "plandetail__placementrank": "1"}
    for path in tables(tmp_path / "sen2", person(1, **PHASE, **AT_COLLEGE, **more)):
        assert recognise(path) == "plans", path.name


def test_a_plan_that_goes_on_counts_beside_one_that_ceased(tmp_path: Path) -> None:
    paths = tables(tmp_path / "sen2", person(1, **CEASED))
    named = next(path for path in paths if path.name == "namedplan.csv")
    again = named.read_text().splitlines()[1].replace("N1", "N9")
    cells = again.split(",")
    cells[2], cells[5:] = "2026-Sep-01 00:00:00", ["", ""]
    named.write_text(named.read_text() + ",".join(cells) + "\n")
    (found,), _ = rows(*paths)
    assert found["plan_start"].startswith("2026-Sep-01") and "plan_end" not in found


def test_lines_of_no_person_are_named(tmp_path: Path) -> None:
    paths = tables(tmp_path / "sen2", person(1))
    named = next(path for path in paths if path.name == "namedplan.csv")
    named.write_text(named.read_text() + "N8,A8,2020-Mar-02 00:00:00,,,,\n")
    found, notes = rows(*paths)
    assert len(found) == 1
    assert (
        "Lines of namedplan.csv that belong to no person in these tables: 3." in notes
    )


def test_a_place_to_come_is_planned_and_one_left_is_over(tmp_path: Path) -> None:
    next_year = AT_COLLEGE | {"placementdetail__entrydate": "2027-Sep-06 00:00:00"}
    left = AT_COLLEGE | {"placementdetail__leavingdate": "2026-Dec-18 00:00:00"}
    found, _ = rows(
        *tables(tmp_path / "sen2", person(1, **next_year), person(2, **left))
    )
    assert found[0]["next_ukprn"] == "10002638" and "ukprn" not in found[0]
    assert found[1]["leaving"].startswith("2026-Dec-18")


def test_tables_without_the_persons_are_refused(tmp_path: Path) -> None:
    paths = tables(tmp_path / "sen2", person(1))
    with pytest.raises(Unreadable, match=r"none of these files has the persons"):
        rows(*(path for path in paths if path.name != "person.csv"))


def test_persons_alone_have_no_plan_and_a_note(tmp_path: Path) -> None:
    found, notes = rows(tables(tmp_path / "sen2", person(1))[0])
    assert found == []
    assert any("neither a table of named plans" in note for note in notes)
