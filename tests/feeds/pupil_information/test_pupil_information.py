"""Results of Get Information About Pupils. Everybody is invented."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import uln, upn
from tracker.domain.history.evidence import Doing
from tracker.domain.intake.leaver_questions import LeaverQuestion
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.pupil_information.feed import FEED, NAME
from tracker.feeds.pupil_information.looked_up_on import day_of
from tracker.feeds.registry import recognise
from tracker.feeds.row_meaning import Interpretation

HERE = Context("359", as_at=date(2026, 11, 6))
CENSUS = (
    "PupilMatchingRef,AcademicYear,CensusTerm,LA,Estab,LAEstab,URN,PHASE,UPN,FormerUPN,"
    "Surname,Forename,Sex,DOB,Ethnicity,FSMeligible,EnrolStatus,EntryDate,NCyearActual,"
    "SENProvision,PrimarySENeedsType"
)


def line(**changes: str) -> str:
    cells = {
        "PupilMatchingRef": "XYZ1",
        "AcademicYear": "2025/2026",
        "CensusTerm": "Summer",
        "LA": "359",
        "Estab": "4034",
        "URN": "106999",
        "UPN": upn(1),
        "Surname": "Holt",
        "Forename": "Amina",
        "Sex": "F",
        "DOB": "03/10/2009",
        "Ethnicity": "WBRI",
        "FSMeligible": "1",
        "EnrolStatus": "C",
        "EntryDate": "2021-09-01",
        "NCyearActual": "11",
        "SENProvision": "K",
        "PrimarySENeedsType": "MLD",
    } | changes
    return ",".join(cells.get(each, "") for each in CENSUS.split(","))


def read(folder: Path, *lines: str, headings: str = CENSUS, name: str = "giap.csv"):
    path = folder / name
    path.write_text("\n".join((headings, *lines)) + "\n", encoding="utf-8")
    reading = FEED.read([path], HERE)
    return list(reading.rows), reading


def meant(folder: Path, *lines: str, **more: str) -> list[Interpretation]:
    rows, _ = read(folder, *lines, **more)
    return [FEED.interpret(row.values, False, row.line, HERE) for row in rows]


def doing(found: Interpretation) -> Doing | None:
    return next((it for it in found.statements if isinstance(it, Doing)), None)


def test_a_census_gives_numbers_and_the_school_on_its_day(tmp_path: Path) -> None:
    (found,) = meant(tmp_path, line(FormerUPN=upn(2)))
    assert (found.identity.upn, found.identity.former_upns) == (upn(1), (upn(2),))
    assert found.as_at == date(2026, 5, 21)
    there = doing(found)
    assert there is not None and there.at is not None
    assert there.at.laestab == "3594034"
    assert there.starts == date(2021, 9, 1)
    assert found.finds_only
    assert found.question is None
    assert found.problems == ()


def test_what_has_no_purpose_is_not_stored_and_named(tmp_path: Path) -> None:
    (row,), reading = read(tmp_path, line())
    kept = " ".join(row.values.values())
    for value in ("WBRI", "MLD", "XYZ1"):
        assert value not in kept
    assert any(
        "Ethnicity, FSMeligible, PrimarySENeedsType" in it for it in reading.notes
    )


def test_a_school_of_another_council_is_a_question(tmp_path: Path) -> None:
    (found,) = meant(tmp_path, line(LA="350", URN=""))
    assert found.question is LeaverQuestion.UNSURE
    assert doing(found) is not None


@pytest.mark.parametrize("code", ["S", "F"])
def test_a_guest_is_at_no_school_by_it(tmp_path: Path, code: str) -> None:
    (found,) = meant(tmp_path, line(EnrolStatus=code))
    assert doing(found) is None


def test_an_unknown_status_is_noted_and_claims_nothing(tmp_path: Path) -> None:
    (found,) = meant(tmp_path, line(EnrolStatus="Z"))
    assert doing(found) is None
    assert [each.column for each in found.problems] == ["EnrolStatus"]


@pytest.mark.parametrize(
    ("year", "term", "day"),
    [
        ("2025/26", "Autumn", date(2025, 10, 2)),
        ("2025/2026", "SPR", date(2026, 1, 15)),
        ("202526", "Sum", date(2026, 5, 21)),
        ("2526", "summer term", date(2026, 5, 21)),
        ("2026-27", "AUT", date(2026, 10, 1)),
        ("2026", "Autumn", None),
        ("2025/27", "Autumn", None),
        ("2025/26", "Winter", None),
        ("", "Autumn", None),
    ],
)
def test_the_day_of_a_census_is_never_guessed(year, term, day) -> None:
    assert day_of({"academic_year": year, "term": term}) == day


def test_a_year_alone_dates_nothing(tmp_path: Path) -> None:
    (found,) = meant(tmp_path, line(AcademicYear="2026"))
    assert doing(found) is None
    assert {each.column for each in found.problems} == {"CensusTerm", "SENProvision"}
    assert not any(getattr(it, "about", "") == "send" for it in found.statements)


def test_a_census_after_the_file_is_a_wrong_year(tmp_path: Path) -> None:
    (found,) = meant(tmp_path, line(AcademicYear="2027/28"))
    assert doing(found) is None
    assert "is after 6 November 2026" in found.problems[0].message


@pytest.mark.parametrize(
    ("headings", "cells", "given"),
    [
        (
            "KS4_ACADYR,KS4_UPN,KS4_SURNAME,KS4_FORENAMES,KS4_DOB,KS4_SEX,KS4_LAESTAB,"
            "KS4_PTSCORE",
            f"2025/26,{upn(1)},Holt,Amina,03/10/2009,F,3594034,48",
            (upn(1), None),
        ),
        (
            "UPN,Surname,Forename,Sex,DOB,NCYear,DeprivationPupilPremium,LastFSM",
            f"{upn(1)},Holt,Amina,F,03/10/2009,11,1,2024-01-18",
            (upn(1), None),
        ),
        (
            "ULN,Surname,Forename,Sex,DOB,NCYear,SEN_PROVISION,ACAD_YEAR",
            f"{uln(1)},Holt,Amina,F,03/10/2009,12,K,2025/26",
            (None, uln(1)),
        ),
        (
            "ULN,Surname,Forename,Sex,DOB,NCYear,Pupil_Premium_FTE",
            f"{uln(1)},Holt,Amina,F,03/10/2009,12,1.0",
            (None, uln(1)),
        ),
    ],
)
def test_the_other_extracts_give_the_identity_alone(
    tmp_path: Path, headings: str, cells: str, given: tuple
) -> None:
    (found,) = meant(tmp_path, cells, headings=headings)
    assert recognise(tmp_path / "giap.csv") == NAME
    assert (found.identity.upn, found.identity.uln) == given
    assert doing(found) is None
    assert {getattr(each, "about", "") for each in found.statements} <= {
        *("name", "birth", "upn", "uln"),
    }


def test_other_names_and_cultures_are_kept_as_they_are_written(tmp_path: Path) -> None:
    rows = [
        line(Surname="Nguyễn Thị", Forename="Ánh"),
        line(Surname="'t Hooft", Forename="Zoë", UPN=upn(2)),
        line(Surname="O'Brien-Åkesson", Forename="", UPN=upn(3)),
    ]
    found = meant(tmp_path, *rows)
    assert [each.identity.family for each in found] == [
        *("Nguyễn Thị", "'t Hooft", "O'Brien-Åkesson"),
    ]
    assert all(each.usable for each in found)


def test_young_children_are_counted_and_left_out(tmp_path: Path) -> None:
    rows, reading = read(tmp_path, line(), line(NCyearActual="4", DOB="03/10/2016"))
    assert len(rows) == 1
    assert any(note.endswith("or older: 1.") for note in reading.notes)


def test_a_damaged_number_is_a_problem_of_its_line(tmp_path: Path) -> None:
    (found,) = meant(tmp_path, line(UPN="A12345678901"))
    assert [(each.line, each.column) for each in found.problems] == [(2, "UPN")]


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Forename,Surname,DOB\nA,B,03/10/2009\n", encoding="utf-8")
    with pytest.raises(Unreadable):
        list(FEED.read([path], HERE).rows)
