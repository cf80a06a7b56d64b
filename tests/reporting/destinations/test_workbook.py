"""The workbook as a school opens it. All people and places here are invented."""

import csv
import io
import json
from datetime import date
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from tracker import domain
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.history.evidence import Tier
from tracker.domain.history.position import Position
from tracker.domain.leavers.leaver import kinds
from tracker.domain.leavers.sustained import month_ends
from tracker.domain.reference.activity import ACTIVITIES
from tracker.reporting.destinations.as_json import as_json
from tracker.reporting.destinations.leaver_table import write_leavers
from tracker.reporting.destinations.workbook import write_workbook

NOW = date(2026, 11, 4)
LEFT = 2025


def person(number: int, code: str, at: str | None = "Testham College", **more):
    where = Position(
        day=NOW,
        activity=ACTIVITIES[code],
        starts=date(2025, 9, 3),
        ascertained=date(2025, 9, 12),
        verified=date(2026, 9, 20),
        institution=at,
        institution_name=at,
        tier=Tier.PROVIDER_ROLL,
    )
    left = more.pop("left", LEFT)
    return domain.leavers.leaver.leaver(
        person=number,
        upn=more.pop("upn", f"Z3594900{number:05d}"),
        given=more.pop("given", "Robin"),
        family=more.pop("family", f"Sample{number:03d}"),
        form_group=more.pop("form_group", "11B"),
        position=where,
        months=dict.fromkeys(month_ends(left), where),
        left=left,
        as_of=NOW,
        seen=True,
        **more,
    )


def school(*extra) -> domain.leavers.destinations.Destinations:
    people = [
        *(person(n, "230", sex="F") for n in range(60)),
        *(person(n, "220", sex="M") for n in range(60, 100)),
        *(person(n, "310", "Example Joinery", sex="M") for n in range(100, 112)),
        *(person(n, "650", None, sex="F") for n in range(112, 120)),
        *(person(n, "710", "HMP Nowhere", sex="M") for n in range(120, 122)),
        *extra,
    ]
    others = [person(n, "230", sex="F") for n in range(1000, 1400)]
    before = [person(n, "230", sex="F", left=2024) for n in range(50)]
    return domain.leavers.destinations.summarise(
        people,
        {2024: kinds(before), LEFT: kinds([*people, *others])},
        Suppression(),
        before={2024: kinds(before)},
        institution="school-1",
        institution_name="Testham & District High School (invented)",
        left=LEFT,
        as_of=NOW,
    )


def opened(
    destinations: domain.leavers.destinations.Destinations, tmp_path
) -> dict[str, list[list]]:
    path = tmp_path / "destinations.xlsx"
    write_workbook(path, destinations, authority_name="Testshire Council (invented)")
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def row_of(sheet: list[list], label: str) -> list:
    return next(row for row in sheet if row[0] == label)


def test_each_of_five_sheets_names_its_institution_and_date(tmp_path):
    sheets = opened(school(), tmp_path)
    assert list(sheets) == ["Leavers", "Totals", "By group", "Three years", "About"]
    for sheet in sheets.values():
        assert sheet[1][0] == (
            "OFFICIAL-SENSITIVE. For Testham & District High School (invented) only. "
            "As at 4 November 2026. From Testshire Council (invented)."
        )


def test_the_list_has_one_row_for_each_leaver(tmp_path):
    leavers = opened(school(), tmp_path)["Leavers"]
    assert leavers[3] == [
        "UPN",
        "Family name",
        "Given name",
        "Form group",
        "Where on 4 November 2026",
        "School, college or employer",
        "Since",
        "Confirmed on",
        "Confirmed by",
        "Still there in March 2026",
        "Two terms (provisional)",
        "What lasted two terms (provisional)",
    ]
    assert leavers[4] == [
        "Z359490000000",
        "Sample000",
        "Robin",
        "11B",
        "Education: further education",
        "Testham College",
        date(2025, 9, 3),
        date(2026, 9, 20),
        "the provider's own list",
        "yes",
        "sustained",
        "Education: further education",
    ]
    assert len(leavers) == 4 + 122


def test_no_reason_is_anywhere_in_the_workbook(tmp_path):
    """There are leavers who are pregnant and in custody, and no cell shows it."""
    sheets = opened(school(), tmp_path)
    text = " ".join(
        str(cell) for sheet in sheets.values() for row in sheet for cell in row
    ).casefold()
    for word in ("pregnan", "custody", "hmp", "650", "710", "offender"):
        assert word not in text


def test_a_withheld_leaver_is_counted_and_not_named(tmp_path):
    sheets = opened(
        school(person(500, "310", "Example Joinery", family="Hidden", unlisted=True)),
        tmp_path,
    )
    assert "Hidden" not in str(sheets)
    assert sheets["Leavers"][2][0].startswith("1 more leaver is not listed")
    # The school's own totals are those of its list; the authority's are protected.
    assert row_of(sheets["Totals"], "All leavers")[1] == 122
    assert row_of(sheets["Totals"], "All leavers")[3] == 523
    assert row_of(sheets["Totals"], "Apprenticeship")[3] == "c"


def test_totals_are_beside_the_authoritys_with_small_numbers_hidden(tmp_path):
    totals = opened(school(), tmp_path)["Totals"]
    assert totals[3] == [
        "Destination",
        "Your leavers",
        "%",
        "The authority",
        "The authority, %",
    ]
    assert row_of(totals, "Education: further education") == [
        "Education: further education", 60, 49.2, 460, 88.1,
    ]  # fmt: skip
    # Two are in custody, shown as other: the list names them, the authority's table
    # not.
    assert row_of(totals, "Other")[1:] == [2, 1.6, "c", "c"]
    assert "c" not in {cell for row in totals for cell in row[1:3]}
    assert row_of(totals, "Not in education, employment or training")[1] == 8


def test_groups_are_counted_here_and_in_the_authority(tmp_path):
    groups = opened(school(), tmp_path)["By group"]
    titles = [row[0] for row in groups if ":" in str(row[0]) and row[1] == ""]
    assert titles[:6] == [
        "Special educational needs: your leavers",
        "Special educational needs: the authority",
        "Free school meals: your leavers",
        "Free school meals: the authority",
        "Sex: your leavers",
        "Sex: the authority",
    ]
    assert row_of(groups, "Female")[3] == 60


def test_three_leaving_years_are_side_by_side(tmp_path):
    years = opened(school(), tmp_path)["Three years"]
    heading = next(row for row in years if "2023 leavers" in row)
    assert [text for text in heading if "leavers" in str(text)] == [
        "2023 leavers",
        "2024 leavers",
        "2025 leavers",
    ]
    college = row_of(years, "Education: further education")
    assert (college[1], college[2], college[5], college[9]) == (0, "z", 50, 60)
    assert any("(provisional)" in str(row[0]) for row in years)
    assert row_of(years, "Sustained")[5] == 50


def test_the_sheet_about_explains_the_terms(tmp_path):
    about = " ".join(row[0] for row in opened(school(), tmp_path)["About"])
    for words in (
        "provisional",
        "31 March 2026",
        "October 2025 to March 2026",
        "no reason is ever given",
        "leavers of 2024/25",
        "made by Testshire Council (invented)",
    ):
        assert words in about


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_a_name_that_is_a_formula_is_text(name, tmp_path):
    destinations = school(person(500, "230", family=name, given='=HYPERLINK("x")'))
    sheets = opened(destinations, tmp_path)
    listed = next(row for row in sheets["Leavers"] if row[0] == "Z359490000500")
    assert listed[1].startswith("'")
    assert listed[2] == '\'=HYPERLINK("x")'


def test_the_same_figures_make_the_same_bytes():
    first, second = io.BytesIO(), io.BytesIO()
    for target in (first, second):
        write_workbook(target, school(), authority_name="Testshire Council")
    assert first.getvalue() == second.getvalue()


def test_a_school_without_leavers_gets_a_workbook_too(tmp_path):
    destinations = domain.leavers.destinations.summarise(
        [], {}, Suppression(), institution="s", institution_name="S" * 300,
        left=LEFT, as_of=NOW,
    )  # fmt: skip
    sheets = opened(destinations, tmp_path)
    assert len(sheets["Leavers"]) == 4
    assert row_of(sheets["Totals"], "Apprenticeship")[1:3] == [0, "z"]


def test_the_csv_has_the_same_rows_as_the_list(tmp_path):
    destinations = school()
    stream = io.StringIO(newline="")
    assert write_leavers(stream, destinations) == 122
    rows = list(csv.reader(io.StringIO(stream.getvalue().lstrip("\ufeff"), newline="")))
    leavers = opened(destinations, tmp_path)["Leavers"][3:]
    assert rows == [
        [c.isoformat() if isinstance(c, date) else c for c in row] for row in leavers
    ]


def test_json_has_the_same_content_and_no_more():
    destinations = as_json(school(person(500, "310", family="Hidden", unlisted=True)))
    text = json.dumps(destinations)
    assert "Hidden" not in text and "custody" not in text
    assert len(destinations["leavers"]) == 122 and destinations["not_listed"] == 1
    totals = {row["name"]: row["count"] for row in destinations["totals"]}
    assert totals["All leavers"] == 122
    assert totals["Education: further education"] == 60
    assert totals["Other"] == 2
    beside = {row["name"]: row["authority_count"] for row in destinations["totals"]}
    assert beside["Other"] == "c"
    assert (
        destinations["reported_on"]
        == destinations["as_of"]
        == destinations["days"][0]["on"]
    )
    assert destinations["leavers"][0]["now"] == {
        name: destinations["leavers"][0][name]
        for name in destinations["leavers"][0]["now"]
    }
    assert [year["left"] for year in destinations["years"]] == [2023, 2024, 2025]


def parts(destinations: domain.leavers.destinations.Destinations) -> dict[str, str]:
    """The files that a workbook is made of, as text."""
    stream = io.BytesIO()
    write_workbook(stream, destinations, authority_name="Testshire Council (invented)")
    with ZipFile(stream) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_the_chart_does_not_cover_the_table_above_it(tmp_path):
    destinations = school()
    rows = opened(destinations, tmp_path)["Totals"]
    drawing = parts(destinations)["xl/drawings/drawing1.xml"]
    from_row = int(drawing.partition("<xdr:row>")[2].partition("<")[0])
    assert from_row - len(rows) == 2


def test_z_is_explained_where_there_is_one(tmp_path):
    sheets = opened(school(), tmp_path)
    explained = {
        name
        for name, rows in sheets.items()
        if any(str(row[0]).startswith("z: does not apply") for row in rows)
    }
    shown = {name for name, rows in sheets.items() if any("z" in row for row in rows)}
    assert explained == shown == {"Three years"}


def test_without_form_groups_there_is_no_column(tmp_path):
    destinations = domain.leavers.destinations.summarise(
        [], {LEFT: kinds([person(1, "230", form_group=None)])}, Suppression(),
        institution="s", institution_name="S", left=LEFT, as_of=NOW,
    )  # fmt: skip
    headings = opened(destinations, tmp_path)["Leavers"][3]
    assert "Form group" not in headings
    assert len(headings) == 11


def test_the_workbook_names_its_institution_and_prints_completely():
    made = parts(school())
    properties = made["docProps/core.xml"]
    assert "<dc:title>Destinations of 2025 leavers</dc:title>" in properties
    assert "<dc:creator>Testshire Council (invented)</dc:creator>" in properties
    assert "About!$A$1:$A$" in made["xl/workbook.xml"]
    assert 'fitToHeight="0"' in made["xl/worksheets/sheet5.xml"]
