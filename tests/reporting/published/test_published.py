"""DfE's published table: columns of any year, symbols, and the built-in rows."""

import pytest

from tracker import domain, reporting

HEADER_2025 = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name,Age,Cohort_DJFavg,"
    "NEET_not_known_percent,NEET_percent,Notknown_percent,"
    "annual_change_ppts_NEET_not_known,annualchange_NEET,annualchange_notknown,"
    "cohort_March,TOTAL_participating_in_education_and_training_percent,"
    "Full_time_education_percent,Apprenticeship_percent,"
    "Other_education_and_training_percent,VG_cohort_DJF_avg,VG_cohort_percentage,"
    "VG_NEET_NK_percentage,NEET_quintile\n"
)
WIGAN = (
    "2025,Calendar year,Local authority,E92000001,England,E12000002,North West,359,"
    "E08000010,Wigan,16-17,8111,5,3.8,1.3,-0.6,-0.2,-0.4,8112,90.3,80.5,6.1,3.7,"
    "285.7,3.5,27.3,3\n"
)
LUTON = (
    "2025,Calendar year,Local authority,E92000001,England,E12000006,East of England,"
    "821,E06000032,Luton,16-17,6000,5,3.8,1.3,-0.6,-0.2,-0.4,c,c,c,c,c,,,z,3\n"
)


def test_a_row_is_read_with_its_symbols(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(HEADER_2025 + WIGAN + LUTON, encoding="utf-8-sig")
    read = reporting.published.loaded.read(path.name, path.read_bytes())
    wigan, luton = read.rows
    assert read.kind is domain.figures.published_tables.SCORECARD
    assert (wigan.year, wigan.area, wigan.name) == (2025, "359", "Wigan")
    assert wigan.counts == {
        "cohort_16_17": 8111,
        "march_cohort": 8112,
        "vulnerable": 285.7,
    }
    assert wigan.percents["participating"] == 90.3
    assert wigan.changes["neet"] == -0.2
    assert wigan.quintiles == {"neet": 3}
    assert wigan.symbols == {}
    assert "participating" not in luton.percents
    assert luton.symbols["participating"] == "c"
    assert luton.symbols["vulnerable_neet_or_not_known"] == "z"
    assert "vulnerable" not in {**luton.counts, **luton.symbols}  # not published


def test_another_table_is_refused_with_what_it_lacks(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("time_period,la_name\n2025,Wigan\n")
    with pytest.raises(ValueError, match=r"other.csv is not .* old_la_code"):
        reporting.published.loaded.read(path.name, path.read_bytes())


@pytest.mark.parametrize(
    ("year", "area", "neet_or_not_known", "neet", "not_known"),
    [
        (2021, "359", 5.8, 3.8, 2.1),
        (2022, "359", 4.2, 3.1, 1.1),
        (2023, "359", 5.0, 3.3, 1.7),
        (2024, "359", 5.7, 4.0, 1.7),
        (2025, "359", 5.0, 3.8, 1.3),
        (2021, "England", 5.5, 2.8, 2.7),
        (2022, "England", 4.7, 2.6, 2.2),
        (2023, "England", 5.2, 2.8, 2.4),
        (2024, "England", 5.4, 3.2, 2.2),
        (2025, "England", 5.6, 3.4, 2.2),
        (2025, "North West", 5.7, 4.3, 1.4),
    ],
)
def test_five_years_of_wigan_and_england_are_built_in(
    year, area, neet_or_not_known, neet, not_known
):
    row = reporting.published.loaded.find(reporting.published.loaded.kept(), year, area)
    assert row is not None
    assert [row.percents[n] for n in ("neet_or_not_known", "neet", "not_known")] == [
        neet_or_not_known,
        neet,
        not_known,
    ]


def test_an_unpublished_year_is_not_found():
    assert (
        reporting.published.loaded.find(reporting.published.loaded.kept(), 2015, "359")
        is None
    )


def test_published_figures_have_the_names_of_our_own():
    """Our own figures can be compared with DfE's by name."""
    ours = {
        figure.name
        for figure in domain.figures.published.annual(
            *[domain.figures.measures.count([])] * 5
        )
    }
    theirs = {
        *reporting.published.layouts.SCORECARD.percents.values(),
        *("cohort_16_17", "march_cohort"),
    }
    assert theirs == ours


def test_needs_make_up_the_published_whole():
    """No need, plan and support, weighted by their share, give the headline."""
    wigan = reporting.published.loaded.find(
        reporting.published.loaded.kept(), 2025, "359"
    )
    assert wigan is not None
    whole = sum(
        wigan.percents[f"{need}_cohort"] * wigan.percents[f"{need}_neet_or_not_known"]
        for need in ("no_sen", "ehcp", "sen_support")
    )
    assert round(whole / 100, 1) == wigan.percents["neet_or_not_known"]
