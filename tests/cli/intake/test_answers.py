"""What the commands answer: fixed words, exit codes and JSON."""

import csv
from datetime import date

import click
import pytest

from tests.conftest import ROOT
from tests.factories import (
    COLLEGE,
    SCHOOL,
    census,
    people,
    provider_list,
    pupil,
    register,
)

SAMPLE_RETURN = ROOT / "tests" / "samples" / "nccis" / "october_2026.xml"

FIXED = [
    "demo",
    *(f"imports {name}" for name in ("load", "list", "show", "withdraw", "template")),
    *(f"matching {name}" for name in ("list", "show", "resolve")),
    *(f"people {name}" for name in ("find", "show", "merge", "unmerge")),
    "positions refresh",
    *(f"returns {name}" for name in ("check", "prepare", "freeze", "diff")),
    "measures",
    "destinations",
    "db upgrade",
]


def commands(group: click.Group, words: tuple[str, ...] = ()):
    """Every command of ours in a group, with the words that call it."""
    for name, each in group.commands.items():
        if isinstance(each, click.Group):
            yield from commands(each, (*words, name))
        elif "tracker" in (each.callback.__module__ if each.callback else ""):
            yield (*words, name), each


def test_every_command_answers_in_json_and_explains_itself(app, flask) -> None:
    found = dict(commands(app.cli))
    assert {" ".join(words) for words in found} >= set(FIXED)
    for words, each in found.items():
        options = {option for part in each.params for option in part.opts}
        assert "--json" in options, words
        assert each.help, words
        shown = flask(*words, "--help")
        assert shown.out.startswith("Usage: ")
        assert each.help.split(".")[0].split()[0] in shown.out


@pytest.fixture
def october(tmp_path, load):
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", people(12))
    return load(
        "provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9)
    )


class TestImports:
    def test_load(self, october) -> None:
        assert {"batch", "rows", "outcomes", "applied", "problems"} <= set(october)
        assert october["rows"] == 12
        assert october["outcomes"] == {"new-in-area": 12}
        assert october["applied"] is True
        assert october["problems"] == []

    def test_load_names_the_problems(self, october, load, tmp_path) -> None:
        rows = [{**people(1)[0], "upn": "A359402200001", "uln": "1.23457E+09"}]
        file = provider_list(tmp_path / "bad.csv", rows)
        result = load("provider-enrolment", file, institution=COLLEGE)
        assert result["problems"]
        for problem in result["problems"]:
            assert problem["line"] == 2
            assert problem["column"] in {"UPN", "ULN"}
            assert problem["message"].endswith(".")

    def test_show(self, october, as_json) -> None:
        shown = as_json("imports", "show", october["batch"])
        assert len(shown["lines"]) == 12
        first = shown["lines"][0]
        assert {"line", "outcome", "person", "reasons", "problems"} <= set(first)
        # The headings are line 1 of the file.
        assert [line["line"] for line in shown["lines"]] == [*range(2, 14)]

    def test_show_only_some_lines(self, october, as_json) -> None:
        shown = as_json(
            "imports", "show", october["batch"], "--outcome", "matched-update"
        )
        assert shown["lines"] == []

    def test_list_is_newest_first(self, october, as_json) -> None:
        numbers = [batch["batch"] for batch in as_json("imports", "list")]
        assert numbers == sorted(numbers, reverse=True)

    def test_withdraw_and_apply(self, october, as_json, flask) -> None:
        done = as_json("imports", "withdraw", october["batch"])
        assert done == {"batch": october["batch"], "status": "withdrawn", "people": 12}
        again = flask("imports", "withdraw", october["batch"], code=2)
        assert again.err == (
            f"Batch {october['batch']} is not applied: it is withdrawn.\n"
        )
        assert as_json("imports", "apply", october["batch"])["applied"]

    def test_template_can_be_filled_in_and_loaded(self, flask, tmp_path) -> None:
        out = tmp_path / "template.xlsx"
        result = flask(
            "imports", "template", "provider-enrolment", "--out", out, "--json"
        ).json
        assert result == {"file": str(out)}
        answer = flask(
            *("imports", "load", "provider-enrolment", out, "--institution", COLLEGE),
            *("--as-at", "today", "--new-sender", "A college"),
            code=2,
        )
        assert "template.xlsx" in answer.err


class TestPeople:
    @pytest.mark.parametrize("field", ["upn", "uln", "family", "born"])
    def test_find(self, october, as_json, field) -> None:
        row = people(1)[0]
        found = as_json("people", "find", row[field])
        assert row["upn"] in {each["upn"] for each in found}
        assert {"person", "given", "family", "born"} <= set(found[0])

    def test_find_by_how_it_sounds(self, october, as_json) -> None:
        found = as_json("people", "find", "Ashcom")
        assert {each["family"] for each in found} <= {"Ashcombe"}

    def test_find_no_young_person(self, october, as_json) -> None:
        assert as_json("people", "find", "Zzyzx") == []

    def test_show(self, october, as_json) -> None:
        shown = as_json("people", "show", 1)
        assert {"identity", "spells", "position", "offers", "intentions"} <= set(shown)
        (spell,) = shown["spells"]
        assert {"source", "file", "line", "as_at", "recorded_at"} <= set(
            spell["evidence"][0]
        )

    def test_show_on_a_day(self, october, as_json) -> None:
        before = as_json("people", "show", 1, "--on", "2026-08-01")["position"]
        after = as_json("people", "show", 1, "--on", "01/11/2026")["position"]
        # On the first day they were in Year 11, and no source had given the school.
        assert (before["activity"], after["activity"]) == ("150", "230")

    def test_in_words(self, october, flask) -> None:
        words = flask("people", "show", 1).out
        assert "Testham College (invented)" in words
        assert "list.csv line 2" in words


class TestFigures:
    def test_measures_of_a_month(self, october, as_json) -> None:
        figures = as_json("measures", "--period", "2026-10")
        for figure in figures:
            assert {"name", "count", "of", "percent"} <= set(figure)
        by_name = {figure["name"]: figure for figure in figures}
        assert by_name["participating"]["count"] == 12
        assert by_name["participating"]["percent"] == 100.0
        assert by_name["ehcp_neet_or_not_known"]["percent"] is None

    def test_published(self, october, as_json) -> None:
        figures = {
            each["name"]: each for each in as_json("measures", "--published", 2027)
        }
        assert figures["cohort_16_17"]["count"] == 12
        assert figures["neet"]["percent"] == 0.0
        assert "september_guarantee_offers" in figures

    @pytest.mark.parametrize(
        "words", [(), ("--period", "2026-10", "--published", "2026")]
    )
    def test_one_of_the_two_options_must_be_given(self, flask, words) -> None:
        answer = flask("measures", *words, code=2)
        assert "Give either --period or --published." in answer.err

    @pytest.mark.parametrize("period", ["2026-13", "October", "2026"])
    def test_an_impossible_month(self, flask, period) -> None:
        answer = flask("measures", "--period", period, code=2)
        assert period in answer.err

    def test_positions(self, october, as_json) -> None:
        first = as_json("positions", "refresh", "--on", "2026-10-31")
        assert first == {"on": "2026-10-31", "made": 12, "groups": {"education": 12}}
        assert as_json("positions", "refresh", "--on", "2026-10-31")["made"] == 0

    def test_figures_are_those_of_after_a_withdrawal(self, october, as_json) -> None:
        assert as_json("measures", "--period", "2026-10")[0]["count"] == 12
        as_json("imports", "withdraw", october["batch"])
        assert as_json("measures", "--period", "2026-10")[0]["count"] == 0


class TestReturns:
    def test_check_finds_nothing_wrong(self, flask) -> None:
        answer = flask("returns", "check", SAMPLE_RETURN, "--json")
        result = answer.json
        assert {"records", "file_errors", "issues"} <= set(result)
        assert (result["records"], result["file_errors"], result["issues"]) == (
            12,
            [],
            [],
        )

    def test_check_names_the_issues(self, flask, tmp_path) -> None:
        spoilt = tmp_path / "spoilt.xml"
        text = SAMPLE_RETURN.read_text(encoding="utf-8")
        spoilt.write_text(text.replace("<Gender>F</Gender>", "<Gender>N</Gender>", 1))
        result = flask("returns", "check", spoilt, "--json", code=1).json
        (issue,) = result["issues"]
        assert {"id", "rule", "priority", "field", "message"} <= set(issue)
        assert issue["field"] == "Gender"
        assert str(issue["rule"]) == "5"

    @pytest.mark.parametrize("year", ["2019-20", "2020-21", "2026-27"])
    def test_check_by_a_year(self, flask, year) -> None:
        answer = flask("returns", "check", SAMPLE_RETURN, "--year", year, code=None)
        assert answer.code in (0, 1)
        assert "12 records" in answer.out

    @pytest.mark.parametrize(
        ("name", "content"),
        [("empty.xml", b""), ("list.csv", b"a,b\n1,2\n"), ("cut.xml", b"<NCCIS><File")],
    )
    def test_check_a_file_that_is_no_return(
        self, flask, tmp_path, name, content
    ) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        answer = flask("returns", "check", path, code=None)
        assert answer.code in (1, 2)
        assert "Traceback" not in answer.err

    def test_check_nothing(self, flask, tmp_path) -> None:
        gone = tmp_path / "gone.xml"
        answer = flask("returns", "check", gone, code=2)
        assert answer.err == f"There is no file {gone}.\n"
        answer = flask("returns", "check", tmp_path, code=2)
        assert answer.err == f"{tmp_path.name} is a folder, not a file.\n"

    def test_prepare_and_check_agree(self, october, as_json, flask, tmp_path) -> None:
        made = as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path)
        found = flask("returns", "check", made["file"], "--json", code=1)
        words = ("returns", "prepare", "--period", "2026-10", "--out", tmp_path)
        assert flask(*words, code=None).code == 1
        checked = found.json
        assert checked["records"] == made["records"] == 12
        counted: dict[str, int] = {}
        for issue in checked["issues"]:
            rule = str(issue["rule"])
            counted[rule] = counted.get(rule, 0) + 1
        assert counted == made["issues"]
        (issues,) = tmp_path.glob("*_issues.csv")
        with issues.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(checked["issues"])

    def test_list(self, october, as_json, tmp_path) -> None:
        as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path)
        (run,) = as_json("returns", "list")
        assert run["period"] == "2026-10"
        assert run["frozen_at"] is None


class TestDestinations:
    @pytest.fixture
    def leavers(self, tmp_path, load):
        load("establishments", register(tmp_path / "edubasealldata.csv"))
        rows = [pupil(n, date(2009, 10, n), entry="05/09/2021") for n in range(1, 21)]
        file = census(tmp_path / "census.csv", rows)
        load("school-census", file, as_at=date(2026, 5, 21))
        gone = [{**row, "start": "07/09/2026"} for row in rows[:14]]
        at_college = provider_list(tmp_path / "list.csv", gone)
        load(
            "provider-enrolment",
            at_college,
            institution=COLLEGE,
            as_at=date(2026, 10, 9),
        )
        return rows

    def test_json(self, leavers, as_json) -> None:
        answer = as_json("destinations", "--institution", SCHOOL, "--left", 2026)
        assert len(answer["leavers"]) == 20
        there = [each for each in answer["leavers"] if each["provider"]]
        assert len(there) == 14
        assert there[0]["provider"] == "Testham College (invented)"
        assert there[0]["since"] == "2026-09-07"
        assert there[0]["confirmed_on"] == "2026-10-09"
        totals = {each["name"]: each["count"] for each in answer["totals"]}
        assert totals["Education: further education"] == 14
        assert totals["Not known"] == 6
        assert [year["left"] for year in answer["years"]] == [2024, 2025, 2026]
        assert "two_terms_provisional" in there[0]

    def test_csv(self, leavers, as_json, tmp_path) -> None:
        out = tmp_path / "leavers.csv"
        as_json("destinations", "--institution", SCHOOL, "--left", 2026, "--out", out)
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 20
        assert rows[0]["UPN"]

    def test_xlsx(self, leavers, as_json, tmp_path) -> None:
        from python_calamine import CalamineWorkbook

        out = tmp_path / "leavers.xlsx"
        as_json("destinations", "--institution", SCHOOL, "--left", 2026, "--out", out)
        book = CalamineWorkbook.from_path(str(out))
        cells = [
            str(cell)
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        ]
        assert sum("Testham College (invented)" in cell for cell in cells) >= 14

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("--institution", "999999", "--left", "2026"), "not in the register"),
            (("--institution", SCHOOL, "--left", "2027"), "which is after"),
            (("--institution", "x", "--left", "2026"), "is not an institution"),
            (
                ("--institution", SCHOOL, "--left", "2026", "--out", "list.pdf"),
                "ends in .xlsx or .csv",
            ),
        ],
    )
    def test_destinations_that_are_refused(self, leavers, flask, words, says) -> None:
        answer = flask("destinations", *words, code=2)
        assert says in answer.err

    @pytest.mark.parametrize(
        ("activity", "destination"),
        [
            ("680", "Not in education, employment or training"),
            ("640", "Not known"),  # illness is sealed: as if no source had given it
        ],
    )
    def test_no_reason_for_being_neet_is_shown(
        self, leavers, as_json, tmp_path, load, activity, destination
    ) -> None:
        from tests.factories import nccis

        seeking = {
            **leavers[15],
            "activity": activity,
            "start": "05/10/2026",
            "verified": "05/10/2026",
            "ascertained": "05/10/2026",
        }
        load("nccis-file", nccis(tmp_path / "n.xml", date(2026, 10, 31), [seeking]))
        out = tmp_path / "leavers.csv"
        answer = as_json(
            "destinations", "--institution", SCHOOL, "--left", 2026, "--out", out
        )
        (leaver,) = [
            each for each in answer["leavers"] if each["upn"] == leavers[15]["upn"]
        ]
        assert leaver["destination"] == destination
        assert leaver["provider"] is None
        text = out.read_text(encoding="utf-8").lower()
        assert "parent" not in text
        assert "640" not in text
