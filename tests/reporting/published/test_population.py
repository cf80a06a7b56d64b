"""Population by age, as ONS and Nomis publish it. The numbers here are invented."""

from datetime import date

import pytest

from tests.acts import act
from tracker import actions, reporting
from tracker.domain.figures.published_tables import POPULATION
from tracker.domain.intake.population import estimated, name_of
from tracker.reporting.published.loaded import NotATable, ReadTable

DETAILED = "ladcode23,laname23,country,sex,age,population_2023,population_2024"
NOMIS = (
    '"DATE_NAME","GEOGRAPHY_NAME","GEOGRAPHY_CODE","GENDER_NAME","C_AGE_NAME",'
    '"MEASURES_NAME","OBS_VALUE","OBS_STATUS_NAME"'
)


def read(*lines: str) -> ReadTable:
    return reporting.published.loaded.read("mye.csv", "\n".join(lines).encode())


def counts(table: ReadTable) -> dict[tuple[int, str], dict[str, float]]:
    return {(row.year, row.area): dict(row.counts) for row in table.rows}


def test_the_detailed_estimates_have_a_column_for_each_year() -> None:
    table = read(
        DETAILED,
        "E08000010,Wigan,E,M,13,2100,2150",
        "E08000010,Wigan,E,F,13,2000,2050",
        "E08000010,Wigan,E,F,90,300,310",  # too old to be of interest
        "W06000001,Isle of Anglesey,W,M,13,400,410",
        "E99999999,A new district,E,M,13,5,6",
    )
    assert table.kind is POPULATION
    assert counts(table) == {
        (2023, "359"): {"aged 13": 4100},
        (2024, "359"): {"aged 13": 4200},
    }
    assert table.rows[0].name == "Wigan"
    assert table.without_code == ("E99999999",)
    assert table.passed_over == 3
    assert table.unknown_columns == ()


def test_the_districts_of_a_county_are_added_up() -> None:
    """Cambridgeshire is the authority; ONS counts Cambridge and its other districts."""
    table = read(
        DETAILED,
        "E07000008,Cambridge,E,F,15,500,510",
        "E07000009,East Cambridgeshire,E,F,15,400,410",
    )
    assert counts(table) == {
        (2023, "873"): {"aged 15": 900},
        (2024, "873"): {"aged 15": 920},
    }


def test_a_download_from_nomis_has_words_for_sex_and_age() -> None:
    table = read(
        NOMIS,
        '"2024","Wigan","E08000010","Total","Age 13","Value",4200,"Normal Value"',
        '"2024","Wigan","E08000010","Total","Aged 14","Value",4190,"Normal Value"',
        '"2024","Wigan","E08000010","Total","Age 13","Percent",1.2,"Normal Value"',
        '"2024","Wigan","E08000010","Total","All Ages","Value",330000,"Normal Value"',
    )
    assert counts(table) == {(2024, "359"): {"aged 13": 4200, "aged 14": 4190}}
    assert table.unknown_columns == ()


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        # Both sexes beside one of them: everybody twice.
        (
            (
                '"2024","Wigan","E08000010","Total","Age 13","Value",4200,""',
                '"2024","Wigan","E08000010","Male","Age 13","Value",2150,""',
            ),
            "line 3: Wigan is there in 2024 as a whole and in parts",
        ),
        # A county beside its district.
        (
            (
                '"2024","Cambridgeshire","E10000003","Male","Age 13","Value",900,""',
                '"2024","Cambridge","E07000008","Male","Age 13","Value",500,""',
            ),
            "Cambridgeshire is there in 2024 as a whole and in parts",
        ),
        (
            ('"2024","Wigan","E08000010","Male","Age 13","Value",4200,""',) * 2,
            "line 3: a second line for E08000010, male, aged 13, in 2024",
        ),
        (
            ('"2024","Wigan","E08000010","Male","Age 13","Value",-1,""',),
            "obs_value is -1, fewer than no people",
        ),
        (
            ('"mid","Wigan","E08000010","Male","Age 13","Value",12,""',),
            "date_name is mid, not a year",
        ),
        (
            ('"2024","Cardiff","W06000015","Male","Age 13","Value",12,""',),
            "mye.csv has the population of no authority in England",
        ),
    ],
)
def test_what_would_be_counted_twice_or_is_no_number_is_refused(lines, words) -> None:
    with pytest.raises(NotATable, match=words):
        read(NOMIS, *lines)


@pytest.mark.parametrize(
    ("year_group", "start", "mid_year", "people"),
    [
        # Born from September 2010: 13 on 30 June 2024, but for July and August 2011.
        (11, 2026, 2024, 1300 * 10 / 12 + 1200 * 2 / 12),
        (11, 2024, 2024, 1500 * 10 / 12 + 1400 * 2 / 12),
        (13, 2026, 2024, 1500 * 10 / 12 + 1400 * 2 / 12),
        # The estimate of long ago, when they were not born yet.
        (11, 2026, 2008, None),
    ],
)
def test_a_year_group_is_of_two_ages(year_group, start, mid_year, people) -> None:
    ages = {name_of(age): 100.0 * age for age in range(26)}
    found = estimated(ages, mid_year=mid_year, year_group=year_group, start=start)
    assert found == (None if people is None else round(people))


def test_a_comparison_of_measures_does_not_read_it(inside, tmp_path) -> None:
    """The newest year with figures would otherwise be one that has none."""
    file = tmp_path / "mye.csv"
    lines = [f"E08000010,Wigan,E,M,{age},4000,4000" for age in range(26)]
    file.write_text("\n".join((DETAILED.replace("2024", "2026"), *lines)))
    chosen = actions.accounts.settings.of("359")
    before = actions.figures.published.comparison("359", chosen)
    done = actions.figures.published.load([file], act=act())
    assert [(each.year, each.rows, each.figures) for each in done] == [
        (2023, 1, 26),
        (2026, 1, 26),
    ]
    after = actions.figures.published.comparison("359", chosen)
    assert (after.newest, after.sources) == (before.newest, before.sources)


def test_the_newest_estimate_up_to_the_school_year_is_used(inside, tmp_path) -> None:
    file = tmp_path / "mye.csv"
    heading = DETAILED.replace("2024", "2027")
    lines = [f"E08000010,Wigan,E,M,{age},4000,5000" for age in range(26)]
    file.write_text("\n".join((heading, *lines)))
    actions.figures.published.load([file], act=act())
    found = actions.figures.estimates.estimates("359", 2026, date(2026, 11, 24))
    assert (found.mid_year, found.file) == (2023, "mye.csv")
    assert {each.estimated for each in found.lines} == {4000}
    assert {each.more_on_record for each in found.lines} == {-4000}
    assert actions.figures.estimates.estimates("342", 2026, date(2026, 11, 24)) is None
