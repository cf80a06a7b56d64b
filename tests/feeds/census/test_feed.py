"""The school census in its three layouts. All people are invented."""

import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.history.details.detail_statements import detail, restriction
from tracker.domain.history.evidence import Detail, Doing, Statement
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.census.collect import census_day
from tracker.feeds.census.columns import WHEN_RESTRICTED
from tracker.feeds.census.feed import FEED
from tracker.feeds.file_reading import Context
from tracker.feeds.row_meaning import Interpretation

CENSUS_DAY = date(2026, 10, 1)
FLAT = (
    "Estab,UPN,Surname,Forename,DoB,EnrolStatus,EntryDate,LeavingDate,NCyearActual,"
    "SENprovision,YoungCarer,YSSA,Ethnicity,FSME on Census Day\n"
)


def about(found: Interpretation, subject: str) -> list[Detail]:
    return [
        each
        for each in found.statements
        if isinstance(each, Detail) and each.about == subject
    ]


def doing(found: Interpretation) -> Doing | None:
    return next((each for each in found.statements if isinstance(each, Doing)), None)


def named(found: list[Interpretation]) -> dict[str, Interpretation]:
    return {each.identity.family: each for each in found}


def test_the_flat_table_of_an_analyst(samples: Path, understand) -> None:
    found = understand("school-census", samples / "census_flat.csv")
    holt = named(found)["Holt"]
    assert holt.identity.given == "Amina"
    assert holt.identity.born == date(2011, 4, 3)
    assert holt.identity.postcode == "WN1 1AZ"
    assert holt.identity.upn == "F359403416001"
    assert holt.identity.uln == "1000000019"
    assert holt.identity.other_names == (("", "Holt-Rees"),)
    assert not holt.problems
    school = InstitutionRef(laestab="3594034")
    statements: tuple[Statement, ...] = (
        detail("name", given="Amina", family="Holt"),
        detail("other name", family="Holt-Rees"),
        detail("birth", born="2011-04-03", sex="F"),
        detail("upn", upn="F359403416001"),
        detail("uln", uln="1000000019"),
        detail("address", line1="12 Sample Street", town="Wigan", postcode="WN1 1AZ"),
        detail("ethnicity", ethnicity="WOTH"),
        detail("send", send="N", support="Y"),
        detail("meals", eligible="Y"),
        Doing(
            "110",
            at=school,
            starts=date(2022, 9, 5),
            expected_end=date(2027, 8, 31),
        ),
    )
    assert holt.statements == statements


def test_names_keep_their_spelling_and_former_ones_are_kept(
    samples: Path, understand
) -> None:
    found = named(understand("school-census", samples / "census_flat.csv"))["O'Dell"]
    assert (found.identity.given, found.identity.middle) == ("Zoë", "Mae")
    assert found.identity.other_names == (("", "Marsh"),)


def test_the_tables_of_collect_are_joined(samples: Path) -> None:
    reading = FEED.read([samples / "census_collect"])
    rows = {row.values["surname"]: row for row in reading.rows}
    assert reading.layout == "collect tables"
    assert reading.as_at == CENSUS_DAY
    assert set(rows) == {"Holt", "O'Dell", "Private", "Summers", "Early", "Sixth"}
    holt = rows["Holt"]
    assert (holt.file, holt.line) == ("pupilonroll.csv", 2)
    assert holt.values["saon"] == "Flat 3"  # the first address in order, not in file
    assert holt.values["estab"] == "4034"
    assert holt.values["urn"] == "106543"
    assert holt.values["meals"] == "Y"
    assert rows["O'Dell"].values["meals"] == "N"  # ended years before census day
    assert rows["O'Dell"].values["programme_start"] == "2026-Sep-07 00:00:00"
    assert rows["Summers"].values["postcode"] == "WN3 4AD"
    assert (
        "Pupils left out because they are neither in Years 9 to 14 nor 13 or older: 1."
    ) in reading.notes
    assert "senneeds.csv is not needed and was not read." in reading.notes


def test_a_folder_an_archive_and_loose_files_are_the_same(
    samples: Path, tmp_path: Path
) -> None:
    folder = samples / "census_collect"
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__MACOSX/._x", b"\0")
        for file in folder.iterdir():
            archive.write(file, f"spring/{file.name}")
    expected = [row.values for row in FEED.read([folder]).rows]
    assert [row.values for row in FEED.read([path]).rows] == expected
    loose = sorted(folder.iterdir())
    assert [row.values for row in FEED.read(loose).rows] == expected
    zipped = list(FEED.read([path]).rows)
    assert {row.file for row in zipped} == {
        "download.zip/spring/pupilonroll.csv",
        "download.zip/spring/pupilnolongeronroll.csv",
    }


def test_the_tables_of_one_school_name_the_school(
    samples: Path, tmp_path: Path
) -> None:
    for file in (samples / "census_collect").iterdir():
        shutil.copy(file, tmp_path / file.name)
    lines = (tmp_path / "schoolcensus.csv").read_text().splitlines()
    (tmp_path / "schoolcensus.csv").write_text("\n".join(lines[:2]))
    reading = FEED.read([tmp_path])
    assert reading.institution == InstitutionRef(urn="106543", laestab="3594034")


def test_names_of_the_files_do_not_matter(samples: Path, tmp_path: Path) -> None:
    for number, file in enumerate(sorted((samples / "census_collect").iterdir())):
        shutil.copy(file, tmp_path / f"export{number}.csv")
    assert len(list(FEED.read([tmp_path]).rows)) == 6


def test_the_xml_of_a_schools_own_system(samples: Path, understand) -> None:
    reading = FEED.read([samples / "census_message.xml"])
    assert reading.as_at == CENSUS_DAY
    assert reading.institution == InstitutionRef(laestab="3594034")
    found = named(understand("school-census", samples / "census_message.xml"))
    assert set(found) == {"Holt", "Private", "Summers"}
    assert [row.line for row in reading.rows] == [23, 57, 74]
    holt = found["Holt"]
    assert holt.as_at == CENSUS_DAY
    assert about(holt, "send") == [detail("send", send="N", support="Y")]
    assert about(holt, "meals") == [detail("meals", eligible="Y")]
    assert about(holt, "address") == [
        detail("address", line1="12 Sample Street", town="Wigan", postcode="WN1 1AZ")
    ]
    assert doing(found["Summers"]) == Doing(
        "110",
        at=InstitutionRef(laestab="3594034"),
        starts=date(2021, 9, 6),
        ends=date(2026, 8, 31),
    )


def test_three_layouts_give_the_same_statements_of_one_pupil(
    samples: Path, understand
) -> None:
    layouts = ["census_flat.csv", "census_collect", "census_message.xml"]
    found = [
        named(understand("school-census", samples / name))["Holt"] for name in layouts
    ]
    for each in found:
        assert each.identity.upn == "F359403416001"
        assert each.identity.born == date(2011, 4, 3)
        assert each.identity.postcode == "WN1 1AZ"
        activity = doing(each)
        assert activity is not None and activity.at is not None
        assert (activity.activity, activity.at.laestab) == ("110", "3594034")


@pytest.mark.parametrize("layout", ["census_collect", "census_message.xml", "flat"])
def test_only_permitted_cells_of_a_restricted_pupil_are_kept(
    samples: Path, write, understand, layout: str, context: Context
) -> None:
    path = samples / layout
    if layout == "flat":
        path = write(
            "flat.csv",
            FLAT + "4034,F359403416001,Private,Noor,09/05/2011,C,05/09/2022,,11,E,P,No,"
            "APKN,Y\n",
        )
    (row,) = [each for each in FEED.read([path]).rows if each.restricted]
    assert set(row.values) <= WHEN_RESTRICTED
    assert not {"upn", "sex", "sen", "ethnicity", "meals", "entry_date"} & set(
        row.values
    )
    (found,) = [each for each in understand("school-census", path) if each.restricted]
    assert found.identity.family == "Private"
    assert (found.identity.upn, found.identity.sex, found.identity.uln) == (None,) * 3
    subjects = {each.about for each in found.statements if isinstance(each, Detail)}
    assert subjects <= {"name", "birth", "address", "parent", "restriction"}
    activity = doing(found)
    assert activity is not None and activity.at is not None
    assert about(found, "restriction") == [restriction(True, activity.at)]
    assert activity.activity == "110"
    assert activity.at.laestab in ("3594612", "3594034")
    assert activity.starts is None


def test_a_restricted_pupil_who_left_has_only_an_identity(write, understand) -> None:
    row = "4034,,Private,Noor,09/05/2011,C,05/09/2022,18/09/2026,11,,,No,,\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    assert found.restricted
    assert doing(found) is None


@pytest.mark.parametrize("dob", ["01/09/2008", "31/08/2010"])
def test_a_restricted_sixth_former_is_one_by_age(write, understand, dob: str) -> None:
    path = write("flat.csv", FLAT + f"4034,,Private,Noor,{dob},C,,,13,,,No,,\n")
    (found,) = understand("school-census", path)
    activity = doing(found)
    assert activity is not None
    assert activity.activity == "210"


@pytest.mark.parametrize(
    ("yssa", "answers"), [("Yes", ["N"]), ("UNS", []), ("SNR", []), ("", [])]
)
def test_unsought_and_unanswered_are_no_refusal(
    write, understand, yssa: str, answers: list[str]
) -> None:
    path = write("flat.csv", FLAT + f"4034,,Holt,Ann,03/04/2011,C,,,11,K,,{yssa},,\n")
    (found,) = understand("school-census", path)
    assert not found.restricted
    assert [each.get("restricted") for each in about(found, "restriction")] == answers
    assert about(found, "send")


@pytest.mark.parametrize(
    ("provision", "plan", "support"),
    [("N", "N", "N"), ("K", "N", "Y"), ("E", "Y", "N"), ("S", "Y", "N")],
)
def test_special_needs(write, understand, provision, plan, support) -> None:
    row = f"4034,,Holt,Ann,03/04/2010,C,,,11,{provision},,,,\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    assert about(found, "send") == [detail("send", send=plan, support=support)]


@pytest.mark.parametrize(
    ("census", "returned"),
    [("WBRI", "WBRI"), ("WIRT", "WOTH"), ("AKPA", "APKN"), ("bsom", "BAFR")],
)
def test_ethnicity_in_the_words_of_the_return(
    write, understand, census, returned
) -> None:
    row = f"4034,,Holt,Ann,03/04/2010,C,,,11,,,,{census},\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    assert about(found, "ethnicity") == [detail("ethnicity", ethnicity=returned)]


@pytest.mark.parametrize(("given", "held"), [("P", 1), ("S", 1), ("N", 0), ("", 0)])
def test_young_carers(write, understand, given: str, held: int) -> None:
    row = f"4034,,Holt,Ann,03/04/2010,C,,,11,,{given},,,\n"
    (found,) = understand("school-census", write("flat.csv", FLAT + row))
    assert len(about(found, "characteristic")) == held


@pytest.mark.parametrize(
    ("row", "column", "says", "stops"),
    [
        ("4034,,,Ann,03/04/2010,C,,,11,,,,,", "Surname", "is missing", True),
        ("4034,,Holt,Ann,31/02/2010,C,,,11,,,,,", "DoB", "is not a real date", False),
        ("4034,,Holt,Ann,31/02/2010,C,,,11,,,,,", "DoB", "no UPN or ULN", False),
        ("4034,,Holt,Ann,03/04/2030,C,,,11,,,,,", "DoB", "in the future", False),
        ("4034,X1,Holt,Ann,03/04/2010,C,,,11,,,,,", "UPN", "has 2 characters", False),
        ("4034,,Holt,Ann,03/04/2010,C,,,11,Q,,,,", "SENprovision", "N, K or E", False),
        ("4034,,Holt,Ann,03/04/2010,C,,,11,,,,ZZ,", "Ethnicity", "is not an", False),
        ("4034,,Holt,Ann,03/04/2010,C,,,11,,,,,?", "FSME on", "Y or N", False),
        ("40,,Holt,Ann,03/04/2010,C,x,,11,,,,,", "EntryDate", "is not a date", False),
        (
            "4034,,Holt,Ann,3/4/10,C,31/09/2021,,11,,,,,",
            "EntryDate",
            "is not a real date",
            False,
        ),
        (
            "4034,,Holt,Ann,3/4/10,S,31/09/2021,,11,,,,,",
            "EntryDate",
            "is not a real date",
            False,
        ),
        ("4034,,Holt,Ann,3/4/10,Z,,,11,,,,,", "EnrolStatus", "Z is not an en", False),
        ("4034,,Holt,Ann,3/4/10,C,,,Q,,,,,", "NCyearActual", "9 to 14, X or", False),
        ("4034,X,Holt,Ann,,C,,,11,,,No,,", "DoB", "agreement to share it: if", False),
        (
            "4034,,Holt,Ann,03/04/2010,C,05/09/2022,01/09/2020,11,,,,,",
            "LeavingDate",
            "before 05/09/2022",
            False,
        ),
        ("4034,,Holt,Ann,03/04/2010,C,,,11,,,,,,,,x", "", "more cells than", True),
    ],
)
def test_a_problem_has_line_column_and_a_sentence(
    write, understand, row: str, column: str, says: str, stops: bool
) -> None:
    path = write("flat.csv", "Testham High,\n" + FLAT + row + "\n")
    (found,) = understand("school-census", path)
    (problem,) = [each for each in found.problems if says in each.message]
    assert problem.line == 3
    assert problem.column.startswith(column)
    assert problem.stops is stops
    assert problem.message.endswith(".")


def test_a_row_that_names_no_school_is_from_the_sender(
    write, understand: Callable[..., list[Interpretation]], context: Context
) -> None:
    text = "Surname,Forename,DoB,NCyearActual\nHolt,Ann,03/04/2010,11\n"
    (found,) = understand("school-census", write("flat.csv", text))
    activity = doing(found)
    assert activity is not None
    assert activity.at == context.institution


@pytest.mark.parametrize(
    ("term", "year", "day"),
    [
        ("Autumn", "2026", date(2026, 10, 1)),
        ("SPR", "2027", date(2027, 1, 21)),
        ("Summer", "2027", date(2027, 5, 20)),
        ("Autumn", "26", None),
        ("", "2026", None),
    ],
)
def test_census_day_goes_with_the_term(term: str, year: str, day: date | None) -> None:
    assert census_day(term, year) == day
