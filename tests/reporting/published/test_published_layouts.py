"""DfE's tables in every layout that they have had, by other hands and encodings.

The numbers are invented, but for the headings and the words in cells.
"""

import codecs

import pytest

from tracker import domain, reporting

PLACE = (
    "time_period,time_identifier,geographic_level,country_code,country_name,"
    "region_code,region_name,old_la_code,new_la_code,la_name"
)
ENGLAND = "Calendar year,National,E92000001,England,,,,,"
NORTH_WEST = "Calendar year,Regional,E92000001,England,E12000002,North West,,,"
WIGAN = (
    "Calendar year,Local authority,E92000001,England,E12000002,North West,359,"
    "E08000010,Wigan"
)


def lines(*parts: str) -> str:
    return "\n".join(parts) + "\n"


def read(
    tmp_path, text: str | bytes, name: str = "as-it-came.csv"
) -> reporting.published.loaded.ReadTable:
    """Read in our own process and in a confined one, with the same result."""
    path = tmp_path / name
    content = text.encode() if isinstance(text, str) else text
    path.write_bytes(content)
    found: list[reporting.published.loaded.ReadTable | str] = []
    for reads in (
        lambda: reporting.published.loaded.read(name, content),
        lambda: reporting.published.confined.read(path)[0],
    ):
        try:
            found.append(reads())
        except reporting.published.loaded.NotATable as refused:
            found.append(str(refused))
    here, there = found
    assert here == there
    if isinstance(here, str):
        raise reporting.published.loaded.NotATable(here)
    return here


BY_TYPE_2025 = lines(
    f"{PLACE},Participation_grouping,Participation_type,number,percent,annual_change",
    f"2025,{WIGAN},Headline_participation,cohort,8000,100,0",
    f"2025,{WIGAN},Headline_participation,Full-time education,6400,80,0.3",
    f"2025,{WIGAN},Headline_participation,Apprenticeship,480,6,-0.4",
    f"2025,{WIGAN},Headline_participation,Work based learning,80,1,0.1",
    f"2025,{WIGAN},Headline_participation,Part-time education,16,0.2,0",
    f"2025,{WIGAN},Headline_participation,"
    "TOTAL participating in education and training,7200,90,-1",
    f"2025,{WIGAN},Headline_participation,Activity not known,100,1.3,0",
    f"2025,{WIGAN},Duty_to_participate,Full-time education,6300,78.8,0",
)
BY_TYPE_2026 = (
    BY_TYPE_2025.replace("Participation_grouping", "participation_grouping")
    .replace("Participation_type,number", "participation_type,count")
    .replace("annual_change\n", "annual_change_percent\n")
    .replace("2025,", "2026,")
    .replace("Headline_participation", "Headline participation")
)


@pytest.mark.parametrize(("text", "year"), [(BY_TYPE_2025, 2025), (BY_TYPE_2026, 2026)])
def test_participation_by_type_is_read_under_both_its_names(tmp_path, text, year):
    found = read(tmp_path, text)
    assert found.kind is domain.figures.published_tables.PARTICIPATION_BY_TYPE
    (wigan,) = found.rows
    assert (wigan.year, wigan.area) == (year, "359")
    assert wigan.counts == {"march_cohort": 8000}
    assert wigan.percents == {
        "participating": 90,
        "full_time_education": 80,
        "apprenticeship": 6,
        # 7,200 less 6,400 less 480, of 8,000.
        "other_education_and_training": 4.0,
    }
    assert wigan.changes["participating"] == -1
    assert found.passed_over == 4
    assert found.unknown_columns == ()


def test_a_suppressed_authority_by_type_has_its_symbol_and_no_number(tmp_path):
    text = BY_TYPE_2026.replace("7200,90,-1", "c,c,c").replace("6400,80,0.3", "c,c,z")
    (wigan,) = read(tmp_path, text).rows
    assert wigan.symbols["participating"] == "c"
    assert wigan.symbols["other_education_and_training"] == "c"
    assert "participating" not in wigan.percents


NEET_2025 = lines(
    f"{PLACE},Age,Characteristic_grouping,Characteristic,avgcohort,avgNEETNK,avgNEET,"
    "avgNK,NEETNKprop,NEETprop,Notknownprop,annual_change_NEETNK",
    f"2025,{WIGAN},16,sex,Female,2000,60,40,20,3,2,1,0.1",
    f"2025,{WIGAN},16-17,sex,Female,4000,160,120,40,4,3,1,0.1",
    f"2025,{WIGAN},16-17,Total,Total,8000,400,300,100,5,3.8,1.3,-0.6",
)
NEET_2026 = lines(
    f"{PLACE},age,characteristic_grouping,characteristic,avg_cohort_count,"
    "avg_neet_nk_count,avg_neet_count,avg_nk_count,neet_nk_percent,neet_percent,"
    "nk_percent,annual_change_neet_nk_percent",
    f"2026,{WIGAN},16 to 17,sex,Female,4000,160,120,40,4,3,1,0.1",
    f"2026,{WIGAN},16 to 17,Total,Total,8000,400,300,100,5,3.8,1.3,-0.6",
)


@pytest.mark.parametrize("text", [NEET_2025, NEET_2026])
def test_neet_by_characteristic_is_read_only_for_everybody(tmp_path, text):
    found = read(tmp_path, text)
    assert found.kind is domain.figures.published_tables.NEET
    (wigan,) = found.rows
    assert wigan.percents == {"neet_or_not_known": 5, "neet": 3.8, "not_known": 1.3}
    assert wigan.changes == {"neet_or_not_known": -0.6}
    assert found.unknown_columns == ()


def test_participation_by_characteristic_is_of_march(tmp_path):
    found = read(
        tmp_path,
        lines(
            f"{PLACE},age,characteristic_grouping,characteristic,cohort_count,"
            "total_in_education_and_training_count,"
            "total_in_education_and_training_percent,annual_change_percent",
            f"2026,{ENGLAND},16 to 17,sex,Male,500,450,90,0",
            f"2026,{ENGLAND},16 to 17,Total,Total,1000,920,92,0",
        ),
    )
    assert found.kind is domain.figures.published_tables.PARTICIPATION
    assert [row.percents for row in found.rows] == [{"participating": 92}]


def test_a_september_belongs_to_the_year_of_the_march_after(tmp_path):
    """The scorecard of 2025 has the guarantee of September 2024, the data set 2024."""
    found = read(
        tmp_path,
        lines(
            f"{PLACE},cohort_number,offer_made_percentage,annual_change_offer_made,"
            "offer_not_appropriate,no_offer,not_recorded",
            f"2024,{WIGAN},8100,95.04094692,1.8,0.5,1.2,3.2",
        ),
    )
    assert found.kind is domain.figures.published_tables.GUARANTEE
    (wigan,) = found.rows
    assert wigan.year == 2025
    assert wigan.percents == {"september_guarantee_offers": 95.04094692}


LAIT = lines(
    "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region",
    "16-17 NEET,,2025,Wigan,3.7999,359.0,North West",
    "16-17 NEET,,2025,England,3.4,970.0,NA",
    "16-17 NEET,,2025,Yorkshire and the Humber,3.9,982.0,NA",
    "16-17 NEET,,2025,Camden,-,202.0,Inner London",
    "Sept_Guarantee,September Guarantee,2024,Wigan,95.04,359.0,North West",
    "16-17Ed&Training,,2025,Wigan,90.3,359.0,North West",
    "16-17_not known,,2025,Wigan,1.28,359.0,North West",
    "16-17_not known_NEET,,2025,Wigan,5,359.0,North West",
    "CareLeaversNEET,,2025,Wigan,36,359.0,North West",
)


def test_the_long_table_of_the_interactive_tool_is_read_by_area_and_year(tmp_path):
    found = read(tmp_path, LAIT, "lait.csv")
    assert found.kind is domain.figures.published_tables.LAIT
    assert found.passed_over == 1
    rows = {row.area: row for row in found.rows}
    assert rows["359"].percents == {
        "neet": 3.7999,
        "september_guarantee_offers": 95.04,
        "participating": 90.3,
        "not_known": 1.28,
        "neet_or_not_known": 5,
    }
    assert {row.year for row in found.rows} == {2025}
    assert rows["England"].level == "National"
    # Spelt as in the register of authorities, so that a region is one region.
    assert rows["Yorkshire and The Humber"].level == "Regional"
    assert rows["202"].symbols == {"neet": "-"}
    assert rows["202"].region == "London"


SCORECARD = f"{PLACE},Age,NEET_percent,Notknown_percent"


def test_a_line_without_an_area_code_is_left_out_by_name(tmp_path):
    """Two lines of 2021 in the layout of that year."""
    found = read(
        tmp_path,
        lines(
            SCORECARD,
            f"2021,{ENGLAND},16-17,2.8,2.7",
            "2021,Calendar year,Regional,E92000001,England,,Region demo,,,,16-17,3,2",
            "2021,Calendar year,Local authority,E92000001,England,,Region demo,,,"
            "LA demo,16-17,3.6,2",
        ),
    )
    assert [row.area for row in found.rows] == ["England"]
    assert found.without_code == ("Region demo", "LA demo")


def test_an_ons_code_is_an_area_code_too(tmp_path):
    found = read(
        tmp_path, lines(SCORECARD, f"2025,{WIGAN},16-17,3,2".replace(",359,", ",z,"))
    )
    assert [row.area for row in found.rows] == ["359"]


@pytest.mark.parametrize(
    ("cell", "number", "symbol"),
    [
        ("3.8", 3.8, None),
        ("3.8%", 3.8, None),
        (" 3.8 ", 3.8, None),
        ("0", 0.0, None),
        ("c", None, "c"),
        ("C", None, "c"),
        ("x", None, "x"),
        ("z", None, "z"),
        (":", None, ":"),
        ("low", None, "low"),
        ("~", None, "~"),
        ("-", None, "-"),
        ("", None, None),
        (" ", None, None),
    ],
)
def test_a_cell_is_a_number_a_symbol_or_nothing(tmp_path, cell, number, symbol):
    (row,) = read(tmp_path, lines(SCORECARD, f"2025,{WIGAN},16-17,{cell},2")).rows
    assert row.percents.get("neet") == number
    assert row.symbols.get("neet") == symbol


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            lines(SCORECARD, f"2025,{WIGAN},16-17,abc,2"),
            "line 2: neet_percent is 'abc'",
        ),
        (
            lines(SCORECARD, f"2025,{WIGAN},16-17,1_0,2"),
            "neither a number nor a symbol",
        ),
        (
            lines(SCORECARD, f"2025,{WIGAN},16-17,nan,2"),
            "neither a number nor a symbol",
        ),
        (lines(SCORECARD, f",{WIGAN},16-17,3,2"), "line 2: time_period is empty"),
        (lines(SCORECARD, f"2025,{WIGAN},16-17,-3,2"), "-3 is not a percentage"),
        (
            lines(
                SCORECARD, f"2025,{WIGAN},16-17,3,2".replace("Local authority", "MAT")
            ),
            "line 2: MAT, not National, Regional or Local authority",
        ),
        (
            lines(SCORECARD.replace("time_period,", ""), f"{WIGAN},16-17,3,2"),
            "it has no column time_period",
        ),
        (lines(f"{SCORECARD},NEET_percent", ""), "two columns called neet_percent"),
        (
            lines(NEET_2026.splitlines()[0], NEET_2026.splitlines()[1]),
            "no line that is",
        ),
        (lines(SCORECARD), "has headings but no rows"),
        (LAIT + "16-17 NEET,,2025,Wigan,3.8,359.0,North West\n", "a second line for"),
    ],
)
def test_an_unreadable_table_is_refused_in_one_sentence(tmp_path, text, says):
    with pytest.raises(ValueError, match=r"as-it-came.csv") as refused:
        read(tmp_path, text)
    assert says in str(refused.value)
    assert str(refused.value).count(". ") == 0


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: (text + ",,,,,,,,,,,,\n\n").encode(),
        lambda text: text.replace("NEET_percent", " neet_PERCENT ").encode(),
    ],
    ids=["bom", "utf16", "cp1252", "crlf", "semicolons", "tabs", "blank", "spelling"],
)
def test_a_table_is_read_however_it_was_saved(tmp_path, encode):
    text = lines(SCORECARD, f"2025,{WIGAN},16-17,3.8,1.3").replace("Wigan", "Wigân")
    (row,) = read(tmp_path, encode(text)).rows
    assert (row.name, row.percents) == ("Wigân", {"neet": 3.8, "not_known": 1.3})


def test_unknown_columns_are_named_and_the_rest_is_read(tmp_path):
    found = read(
        tmp_path,
        lines(
            f"{SCORECARD},NEET_trend",
            f"2025,{WIGAN},16-17,3.8,1.3,up",
            f"2027,{WIGAN},16-17,3.8,1.3,up".replace(",359,", ",990,"),
        ),
    )
    assert found.unknown_columns == ("neet_trend",)
    assert found.unknown_areas == ["Wigan (990)"]
    assert found.missing_years == [2026]


def row(area: str, year: int = 2025, **percents: float):
    return domain.figures.published_tables.PublishedRow(
        year, "Local authority", area, area, None, {}, percents, {}, {}, {}
    )


def test_for_a_year_and_measure_one_table_is_used_for_every_area():
    held = [
        ("lait", row("359", neet=3.7999, september_guarantee_offers=95.04)),
        ("lait", row("350", neet=4.11)),
        ("scorecard", row("359", neet=3.8)),
        ("kept", row("359", neet=1.0, participating=90.3)),
    ]
    for order in (held, held[::-1]):
        found = {
            each.area: each.percents
            for each in domain.figures.published_tables.merged(order)
        }
        assert found["359"] == {
            "neet": 3.8,
            "september_guarantee_offers": 95.04,
            "participating": 90.3,
        }
        # Bolton's figure is from another table and cannot be compared.
        assert found["350"] == {}
