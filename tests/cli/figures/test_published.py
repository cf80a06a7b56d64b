"""flask published: DfE's table is loaded completely or not at all, and replaced whole.

The figures of these tables are invented, but for the few that come with us.
"""

import csv
from pathlib import Path

import pytest

from tracker import reporting
from tracker.domain.settings import Chosen
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine

COLUMNS = (
    *("time_period", "geographic_level", "region_name", "old_la_code", "la_name"),
    *("Cohort_DJFavg", "NEET_not_known_percent", "NEET_percent", "Notknown_percent"),
    "TOTAL_participating_in_education_and_training_percent",
)
ENGLAND = ("National", "", "", "", "1000000", "5.5", "3.0", "2.5", "92")
HERE = ("Local authority", "North West", "359", "Wigan", "8000", "5", "3.8", "1.2", "c")


def published(path: Path, year: object, *rows: tuple[str, ...]) -> Path:
    """Writes a table in DfE's layout, with few of its columns."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        lines.writerows((year, *row) for row in rows or (ENGLAND, HERE))
    return path


def test_a_table_is_loaded_and_listed_with_where_it_came_from(flask, as_json, tmp_path):
    path = published(tmp_path / "dashboard.csv", 2031)
    assert flask("published", "list").out == "None.\n"
    out = flask("published", "load", path).out
    assert out == (
        "The figures for 2031 are loaded (NEET and participation scorecard): 2 areas, "
        "9 figures.\n"
    )
    (listed,) = as_json("published", "list")
    assert (listed["year"], listed["rows"], listed["file"]) == (
        *(2031, 2),
        "dashboard.csv",
    )
    assert len(listed["digest"]) == 64
    assert "dashboard.csv" in flask("published", "list").out


def test_a_year_loaded_again_is_replaced_and_both_are_audited(
    flask, as_json, tmp_path, app
):
    flask("published", "load", published(tmp_path / "first.csv", 2031))
    new = published(tmp_path / "new.csv", 2031, HERE)
    (again,) = as_json("published", "load", new, "--replace")
    assert (again["year"], again["rows"], again["replaced"]) == (2031, 1, True)
    (listed,) = as_json("published", "list")
    assert (listed["file"], listed["rows"]) == ("new.csv", 1)
    with app.app_context():
        lines = db.session.query(AuditLine).order_by(AuditLine.id).all()
        assert [(a.subject, a.detail["replaced"]) for a in lines] == [
            ("published 2031", False),
            ("published 2031", True),
        ]


def test_several_years_are_loaded_at_once(as_json, tmp_path):
    files = [published(tmp_path / f"{year}.csv", year) for year in (2031, 2030)]
    assert [each["year"] for each in as_json("published", "load", *files)] == [
        2030,
        2031,
    ]


@pytest.mark.parametrize(
    ("bytes_", "says"),
    [
        (b"", "is not DfE's table by authority"),
        (b"a,b\n1,2\n", "it has no column time_period"),
        (b"PK\x03\x04rest", "or save the table as CSV first"),
        (b"time_period\0,x\n", "contains bytes that are not text"),
    ],
)
def test_another_file_is_refused_in_one_sentence(flask, tmp_path, bytes_, says):
    path = tmp_path / "other.csv"
    path.write_bytes(bytes_)
    answer = flask("published", "load", path, code=2)
    assert says in answer.err
    assert answer.err.count("\n") == 1
    assert answer.err.startswith("other.csv")
    assert answer.out == ""


@pytest.mark.parametrize(
    ("year", "rows", "says"),
    [
        ("2024/25", (HERE,), "line 2: time_period is 2024/25, not a year such as"),
        ("", (HERE,), "time_period is empty"),
        ("2031", (HERE, HERE), "two rows for Wigan in 2031"),
        ("2031", ((*HERE[:6], "380", *HERE[7:]),), "line 2: 380 is not a percentage"),
    ],
)
def test_an_impossible_table_changes_nothing(
    flask, as_json, tmp_path, year, rows, says
):
    good = published(tmp_path / "good.csv", 2030)
    bad = published(tmp_path / "bad.csv", year, *rows)
    answer = flask("published", "load", good, bad, code=2)
    assert says in answer.err
    assert answer.err.count("\n") == 1
    assert as_json("published", "list") == []


@pytest.mark.parametrize("given", ["missing.csv", "."])
def test_a_path_without_a_file_is_refused(flask, tmp_path, given):
    answer = flask("published", "load", tmp_path / given, code=2)
    assert answer.err.count("\n") == 1
    assert "cannot be read" in answer.err


def test_two_files_of_one_year_are_refused(flask, tmp_path):
    files = [published(tmp_path / f"{name}.csv", 2031) for name in "ab"]
    answer = flask("published", "load", *files, code=2)
    assert answer.err == "a.csv and b.csv are both for 2031. Load one of them.\n"


def test_a_table_saved_again_by_a_spreadsheet_is_read(as_json, tmp_path):
    path = published(tmp_path / "again.csv", 2031)
    name = path.read_text("utf-8-sig").replace("Wigan", "Wigân")
    path.write_bytes(name.encode("cp1252"))
    assert as_json("published", "load", path)[0]["rows"] == 2


def test_a_year_without_a_loaded_table_uses_the_one_supplied(inside, tmp_path):
    from tracker import actions

    found = actions.figures.published.comparison("359", Chosen())
    assert found.year("neet") == max(
        row.year for row in reporting.published.loaded.kept() if "neet" in row.percents
    )
    assert found.sources == {}
    assert found.row("359", 2025).percents["neet"] == 3.8


def test_a_loaded_year_goes_before_the_supplied_one(flask, tmp_path, inside):
    from tracker import actions

    flask("published", "load", published(tmp_path / "a.csv", 2025, ENGLAND, HERE))
    found = actions.figures.published.comparison("359", Chosen(neighbours=("831",)))
    assert found.row("359", 2025).percents["not_known"] == 1.2
    assert found.row("359", 2025).symbols["participating"] == "c"
    assert "neet" not in found.row("North West", 2025).percents
    assert found.sources[2025, "neet"].endswith("a.csv")
    assert len(found.whole) == 2


def test_a_smaller_table_asks_first_and_changes_nothing(flask, as_json, tmp_path):
    flask("published", "load", published(tmp_path / "whole.csv", 2031))
    small = published(tmp_path / "small.csv", 2031, HERE)
    refused = flask("published", "load", small, code=1)
    assert refused.err == (
        "small.csv has 1 area with 4 figures of 2031 (NEET and participation "
        "scorecard); 2 areas with 9 figures are held.\n"
        "Nothing was loaded. Add --replace to load it.\n"
    )
    assert as_json("published", "list")[0]["file"] == "whole.csv"
    for named in ("--replace", "--yes"):
        flask("published", "load", published(tmp_path / "whole.csv", 2031))
        assert as_json("published", "load", small, named)[0]["replaced"] is True


def test_as_many_areas_with_fewer_figures_ask_too(flask, tmp_path):
    flask("published", "load", published(tmp_path / "whole.csv", 2031))
    thin = published(
        tmp_path / "thin.csv", 2031, ("National", *ENGLAND[1:6], "c", "c", ""), HERE
    )
    assert "2 areas with 6 figures" in flask("published", "load", thin, code=1).err


def test_one_smaller_table_among_several_keeps_all_of_them_out(
    flask, as_json, tmp_path
):
    flask("published", "load", published(tmp_path / "whole.csv", 2031))
    files = [
        published(tmp_path / "small.csv", 2031, HERE),
        published(tmp_path / "other.csv", 2032),
    ]
    flask("published", "load", *files, code=1)
    assert [each["year"] for each in as_json("published", "list")] == [2031]


def test_another_kind_of_table_of_the_same_year_replaces_nothing(
    flask, as_json, tmp_path
):
    flask("published", "load", published(tmp_path / "whole.csv", 2031))
    lait = tmp_path / "lait.csv"
    lait.write_text(
        "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n"
        "16-17 NEET,,2031,Wigan,3.7,359.0,North West\n"
        "Sept_Guarantee,,2031,Wigan,96.04,359.0,North West\n"
        "CareLeaversNEET,,2031,Wigan,40,359.0,North West\n"
    )
    out = flask("published", "load", lait).out
    assert out == (
        "The figures for 2031 are loaded (Local Authority Interactive Tool): 1 area, "
        "1 figure.\n"
        "The figures for 2032 are loaded (Local Authority Interactive Tool): 1 area, "
        "1 figure.\n"
        "lait.csv: 1 line left out that are about part of the young people, or about "
        "something that is not compared here.\n"
    )
    assert [(each["year"], each["file"]) for each in as_json("published", "list")] == [
        (2032, "lait.csv"),
        (2031, "lait.csv"),
        (2031, "whole.csv"),
    ]


def test_each_measure_has_its_own_newest_year(flask, tmp_path, inside):
    """DfE publishes the Guarantee of a September before the winter that follows it."""
    from tracker import actions

    flask("published", "load", published(tmp_path / "a.csv", 2031))
    lait = tmp_path / "lait.csv"
    lait.write_text(
        "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n"
        "Sept_Guarantee,,2031,Wigan,96.04,359.0,North West\n"
    )
    flask("published", "load", lait)
    found = actions.figures.published.comparison("359", Chosen())
    assert (found.year("neet"), found.year("september_guarantee_offers")) == (
        2031,
        2032,
    )
    assert found.percent("359", "neet") == 3.8
    assert found.percent("359", "september_guarantee_offers") == 96.04


def test_a_list_of_neighbours_is_refused_by_name(flask, as_json, tmp_path):
    path = tmp_path / "statistical_neighbours_2025.csv"
    path.write_text(
        "authority,authority_name,rank,neighbour,closeness\n359,W,1,350,x\n"
    )
    answer = flask("published", "load", path, code=2)
    assert answer.err == (
        "statistical_neighbours_2025.csv is a list of statistical neighbours and has "
        "no figures in it: the official ones of 2025 come with the service and are "
        "compared with already, and an administrator chooses others in Settings.\n"
    )
    assert as_json("published", "list") == []


def test_measures_stand_beside_the_published_figures(flask, as_json):
    given = {each["name"]: each for each in as_json("measures", "--published", 2025)}
    assert given["september_guarantee_offers"]["published"] == {
        "year": 2025,
        "authority": 95.0,
        "england": 94.6,
    }
    assert given["neet"]["published"]["authority"] == 3.8
    assert given["cohort_16_17"]["published"] is None
    out = flask("measures", "--published", 2025).out
    (line,) = [it for it in out.splitlines() if it.startswith("September Guarantee")]
    assert line.split()[-3:] == ["2025", "95.0", "94.6"]
    assert "not held" in line


def test_measures_of_a_year_stand_beside_that_year(as_json):
    (found,) = [
        each
        for each in as_json("measures", "--published", 2017)
        if each["name"] == "september_guarantee_offers"
    ]
    assert found["published"]["year"] == 2017


def test_measures_of_a_month_stand_beside_the_newest_table(flask, as_json, tmp_path):
    before = {each["name"]: each for each in as_json("measures", "--period", "2026-10")}
    assert before["neet"]["published"]["year"] == 2025
    flask("published", "load", published(tmp_path / "new.csv", 2031))
    after = {each["name"]: each for each in as_json("measures", "--period", "2026-10")}
    assert after["neet"]["published"] == {
        "year": 2031,
        "authority": 3.8,
        "england": 3.0,
    }
    # the newest table lacks this measure, so an earlier one is shown
    assert after["september_guarantee_offers"]["published"]["year"] < 2031


def test_a_bomb_beside_a_table_loads_neither(flask, as_json, tmp_path, app):
    good, bomb = published(tmp_path / "a.csv", 2031), tmp_path / "b.csv"
    bomb.write_text(",".join(COLUMNS) + "\n" + "a,b," * 30_000_000)
    refused = flask("published", "load", good, bomb, code=2)
    assert refused.err.strip().endswith(
        "b.csv takes more memory or time than any table of DfE's, so it was not read."
    )
    assert as_json("published", "list") == []
    with app.app_context():
        assert db.session.query(AuditLine).count() == 0


WARDS = "pcds,wd25cd,wd25nm\nWN1 1AZ,E05000856,Ince\nWN2 3AB,E05000848,Abram\n"


def test_wards_are_loaded_shown_and_removed(flask, as_json, tmp_path):
    """The wards are invented; the postcodes lie in Wigan."""
    assert flask("published", "wards").out == "None.\n"
    path = tmp_path / "ONSPD_UK_WN.csv"
    path.write_text(WARDS, encoding="utf-8")
    (loaded,) = as_json("published", "load", path)
    assert (loaded["wards"], loaded["postcodes"], loaded["year"]) == (2, 2, 2025)
    (shown,) = as_json("published", "wards")
    assert (shown["files"], shown["wards"]) == (path.name, 2)
    out = flask("published", "wards", "--remove").out
    assert out == f"Removed: the wards from {path.name}.\n"
    assert flask("published", "wards").out == "None.\n"


def test_fewer_postcodes_are_loaded_only_when_confirmed(flask, tmp_path):
    path = tmp_path / "wards.csv"
    path.write_text(WARDS, encoding="utf-8")
    flask("published", "load", path)
    path.write_text("\n".join(WARDS.splitlines()[:2]) + "\n", encoding="utf-8")
    refused = flask("published", "load", path, code=1)
    assert "wards.csv has 1 ward with 1 postcode of our area" in refused.err
    assert "Nothing was loaded. Add --replace to load it." in refused.err
    done = flask("published", "load", path, "--replace")
    assert "1 ward with 1 postcode, replacing those loaded before" in done.out
