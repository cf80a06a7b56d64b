"""The words of the commands: short, in tables, and each thing once."""

import stat
from datetime import UTC, date, datetime

import click
import pytest

from tests.cli.intake.test_answers import SAMPLE_RETURN, commands
from tests.factories import COLLEGE, SCHOOL, people, provider_list, register
from tracker.cli import answer
from tracker.cli.intake import batch_words, prompts
from tracker.cli.nccis_return import broken_rules
from tracker.cli.people import person_in_words

OCTOBER = date(2026, 10, 9)


@pytest.fixture
def listed(tmp_path, load):
    """Loads a college's list of twelve students."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", people(12))
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    return {**batch, "file": file}


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ((12, 1204, 3), ("   12", "1,204", "    3")),
        ((1204.5, 3.0, 12), ("1,204.5", "    3.0", "   12  ")),
        ((60, "c", "z"), ("60", " c", " z")),
        (("+5", "-12", "", None), (" +5", "-12", "   ", "   ")),
        ((1, "not held"), ("       1", "not held")),
        (("a", 1), ("a", "1")),
        ((date(2026, 11, 4), True), ("4 Nov 2026", "yes       ")),
    ],
)
def test_a_column_of_numbers_stands_to_the_right(cells, shown) -> None:
    _, *lines = answer.table(("", "|"), ((cell, "|") for cell in cells))
    assert lines == [f"{cell}  |" for cell in shown]


def test_no_cell_of_a_table_gives_the_terminal_orders() -> None:
    rows = [("1", "A\x1b[2Jnn"), ("2", "Bo\x9b1m\r\nHolt")]
    shown = ["id  who", " 1  A [2Jnn", " 2  Bo 1m  Holt"]
    assert list(answer.table(("id", "who"), rows)) == shown


def test_a_moment_has_one_form() -> None:
    at = datetime(2026, 11, 24, 18, 31, tzinfo=UTC)
    assert answer.local(at) == f"24 Nov 2026 {at.astimezone():%H:%M}"


@pytest.mark.parametrize(
    ("lines", "files", "says"),
    [
        ([4], 1, "line 4, DOB: It is no date."),
        ([4, 9], 1, "2 lines of DOB: It is no date. (lines 4 and 9)"),
        (range(4, 14), 1, "10 lines of DOB: It is no date. (lines 4, 5, 6 and 7 more)"),
        ([4], 2, "a.csv, line 4, DOB: It is no date."),
        ([4, 9], 2, "2 lines of a.csv, DOB: It is no date. (lines 4 and 9)"),
    ],
)  # fmt: skip
def test_a_problem_is_printed_once_for_all_its_lines(lines, files, says) -> None:
    problem = {"file": "a.csv", "column": "DOB", "message": "It is no date."}
    problems = [{**problem, "line": line} for line in lines]
    assert list(batch_words.problems(problems, files=files, batch=1)) == [says]


def test_problems_with_different_values_are_one_kind() -> None:
    problems = [
        {"line": line, "column": "Sex", "message": f"{value} is not F, M, U or W."}
        for line, value in ((4, "Boy"), (9, "The girl"))
    ]
    assert list(batch_words.problems(problems, files=1, batch=1)) == [
        "2 lines of Sex: for example Boy is not F, M, U or W. (lines 4 and 9)"
    ]


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (1, "1 question: why: young people 1"),
        (20, "18, 19, 20"),
        (23, "18, 19, 20 and 3 more (--json has all)"),
    ],
)
def test_at_most_twenty_people_are_listed_for_a_kind_of_question(count, says) -> None:
    raised = [(number, "why") for number in range(1, count + 1)]
    (line,) = batch_words.raised_questions(raised)
    assert line.endswith(says)


class TestImports:
    def test_a_list_without_a_usable_line_is_never_applied(
        self, listed, flask, tmp_path
    ) -> None:
        """It is not applied, and no option changes that."""
        nameless = provider_list(tmp_path / "odd.csv", people(2, family=""))
        words = ("imports", "load", "provider-enrolment", nameless)
        words += ("--institution", COLLEGE, "--as-at", OCTOBER, "--yes")
        shown = flask(*words, code=1).out
        why = "Each of its 2 lines is invalid, so there is nothing to apply."
        assert why in shown
        assert shown.endswith("2 lines, not applied.\n")
        assert flask(*words, "--json", code=1).json["outcomes"] == {"invalid": 2}
        number = flask("imports", "list", "--json").json[0]["batch"]
        assert why in flask("imports", "apply", number, "--yes", code=1).out

    def test_load_shows_the_day_and_the_sender(self, listed, flask, tmp_path) -> None:
        shorter = provider_list(tmp_path / "shorter.csv", people(9))
        words = (
            "imports",
            "load",
            "provider-enrolment",
            shorter,
            "--complete",
            "--yes",
        )
        words += ("--institution", COLLEGE, "--as-at", "2026-11-06")
        out = flask(*words).out
        assert "As at 6 November 2026, from Testham College (invented)." in out
        assert "3 questions: not on the complete roll" in out

    def test_json_has_it_too(self, listed, load, tmp_path) -> None:
        shorter = provider_list(tmp_path / "shorter.csv", people(9))
        result = load("provider-enrolment", shorter, institution=COLLEGE,
                    as_at=date(2026, 11, 6), complete=True)  # fmt: skip
        assert result["as_at"] == "2026-11-06"
        assert result["sender"] == {"urn": COLLEGE}
        assert result["raised"] == {"not on the complete roll": 3}

    def test_alarms_are_reported_with_a_batch_not_applied(self, load, tmp_path) -> None:
        for place, number in enumerate((40, 3)):
            file = provider_list(tmp_path / f"{place}.csv", people(number))
            got = load("provider-enrolment", file, institution=COLLEGE, complete=True,
                       as_at=OCTOBER, yes=False, code=place)  # fmt: skip
        assert got["applied"] is False
        assert got["alarms"][0].startswith("It has 3 lines; the last one")

    def test_an_applied_batch_reports_no_questions(self, listed, flask) -> None:
        number = listed["batch"]
        words = ("imports", "apply", number)
        assert flask(*words).out == (
            f"Batch {number} has already been applied. Nothing was done.\n"
        )
        again = ("imports", "load", "provider-enrolment", listed["file"],
                 "--institution", COLLEGE, "--as-at", OCTOBER)  # fmt: skip
        assert flask(*again).out == (
            f"The same file has already been loaded, as batch {number}, which is "
            "applied. Nothing was done.\n"
        )

    def test_the_list_names_the_sender(self, listed, flask) -> None:
        out = flask("imports", "list").out
        line = next(line for line in out.splitlines() if "list.csv" in line)
        assert "Testham College (invented)  list.csv" in line
        assert "9 Oct 2026" in line
        assert "24 Nov 2026 " in line

    def test_an_outcome_is_one_of_the_words(self, listed, as_json, flask) -> None:
        from tracker.cli.intake.files import OUTCOMES
        from tracker.store.intake.import_batches import Outcome

        assert set(OUTCOMES) == set(Outcome)
        shown = as_json("imports", "show", listed["batch"], "--outcome", "doubtful")
        assert shown["lines"] == []
        flask("imports", "show", listed["batch"], "--outcome", "matched", code=2)


class TestReturns:
    def test_a_broken_rule_is_printed_with_its_sentence(self) -> None:
        from tracker.returns.rules.years import RULESETS

        rules = RULESETS["2026-27"]
        lines = list(broken_rules.in_words({"5": 3, "259": 12}, rules))
        assert [line.split()[0] for line in lines] == ["rule", "259", "5"]
        assert lines[1].endswith("no expected end of education or training")
        every = broken_rules.in_words({r.number: 1 for r in rules}, rules, short=True)
        assert all(len(line) < 100 for line in every)

    def test_check_lists_the_first_issues(self, flask, tmp_path, monkeypatch) -> None:
        from tracker.cli.nccis_return import returns

        monkeypatch.setattr(returns, "ISSUES_SHOWN", 2)
        spoilt = tmp_path / "spoilt.xml"
        text = SAMPLE_RETURN.read_text(encoding="utf-8")
        spoilt.write_text(text.replace("<Gender>F</Gender>", "<Gender>N</Gender>", 3))
        out = flask("returns", "check", spoilt, code=1).out
        assert "and 1 more; --json gives all." in out
        assert "12 records, 3 issues. Rules: " in out

    def test_diff_names_the_young_people_who_moved(
        self, listed, as_json, flask, tmp_path
    ) -> None:
        runs = [
            as_json("returns", "prepare", "--period", month, "--out", tmp_path)["run"]
            for month in ("2026-09", "2026-10")
        ]
        out = flask("returns", "diff", *runs).out
        assert f"Run {runs[0]} of September 2026 has " in out
        moved = as_json("returns", "diff", *runs)["changes"]
        assert all(f"{each['person']}  {each['what']}" in out for each in moved)
        shown = flask("returns", "diff", *reversed(runs), code=2).err
        assert shown.startswith(f"Run {runs[0]} is of September 2026, before run")

    def test_only_the_owner_may_read_a_written_file(
        self, listed, as_json, tmp_path
    ) -> None:
        as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path / "out")
        modes = {stat.S_IMODE(f.stat().st_mode) for f in (tmp_path / "out").iterdir()}
        assert modes == {0o600}


class TestPeople:
    def test_show_names_the_young_person(self, listed, flask) -> None:
        out = flask("people", "show", 1, "--on", "2026-11-24").out
        assert "  School year: 12, academic age 16\n  Sex: Male\n" in out
        assert "  according to the provider's own list\n" in out
        assert "last verified on 9 October 2026" in out

    @pytest.mark.parametrize(
        ("named", "says"),
        [
            (("urn:1", "A School"), " at A School"),
            (("ukprn:10012345", None), " at UKPRN 10012345, not in the register"),
            ((None, None), ""),
        ],
    )
    def test_a_place(self, named, says) -> None:
        keys = ("institution", "institution_name")
        assert person_in_words.place(dict(zip(keys, named, strict=True))) == says

    def test_show_at_a_moment_before_the_first_evidence(self, listed, flask) -> None:
        out = flask("people", "show", 1, "--known-at", "2020-01-01").out
        assert out == "Nothing was known about young person 1 on 1 Jan 2020 23:59.\n"

    def test_a_lapsed_spell_ends_in_words(self, listed, flask) -> None:
        out = flask("people", "show", 1, "--on", "2028-02-01").out
        assert ", then not confirmed: " in out
        assert "to now" not in out

    def test_contradicting_records_need_a_reason_to_be_merged(
        self, listed, flask, monkeypatch, everything
    ) -> None:
        before = everything()
        monkeypatch.setattr(prompts, "at_a_terminal", lambda: True)
        monkeypatch.setattr("click.prompt", lambda question, **more: " ")
        refused = flask("people", "merge", 1, 2, code=2)
        assert "They have different dates of birth: " in refused.err
        assert refused.err.endswith("Nothing was merged.\n")
        assert everything() == before
        monkeypatch.setattr("click.prompt", lambda question, **more: "Twice typed.")
        assert flask("people", "merge", 1, 2).out.startswith("1 merged into")
        assert "2 was merged into 1." in flask("people", "show", 2).out

    def test_contradictions_are_shown_without_a_terminal(self, listed, flask) -> None:
        done = flask("people", "merge", 1, 2, "--json")
        assert "They have different dates of birth: " in done.err
        assert done.json == {"person": 1, "merged": [2]}

    def test_a_script_gives_the_reason_or_declines_the_question(
        self, listed, flask, monkeypatch
    ) -> None:
        monkeypatch.setattr(prompts, "at_a_terminal", lambda: True)
        assert flask("people", "merge", 1, 2, "--yes").out.startswith("1 merged into")
        shown = flask("people", "merge", 3, 4, "--because", "Twice typed.")
        assert shown.out.startswith("1 merged into")


@pytest.mark.parametrize(
    "words",
    [
        ("measures", "--period", "2026-10"),
        ("positions", "refresh", "--on", "2026-10-31"),
    ],
)
def test_long_work_reports_its_start(listed, flask, words) -> None:
    first = flask(*words)
    assert (
        first.err == "Working out the positions of 12 people on 31 October 2026 ...\n"
    )
    assert flask(*words).err == ""
    assert flask(*words, "--json").err == ""


def test_a_guarantee_without_records_is_shown_as_not_held(listed, flask) -> None:
    out = flask("measures", "--period", "2026-10").out
    lines = [line for line in out.splitlines() if line.startswith("September Guar")]
    assert len(lines) == 4
    assert all("not held" in line for line in lines)


def test_the_columns_of_destinations_have_headings(listed, flask, as_json) -> None:
    words = ("destinations", "--institution", SCHOOL, "--left", 2026)
    assert "destination " in flask(*words).out


def test_help_is_whole_sentences(app, flask) -> None:
    out = flask("--help").out
    ours = {words[0] for words, _ in commands(app.cli)}
    for line in out.split("Commands:")[1].splitlines():
        if line.split() and line.split()[0] in ours:
            assert line.endswith("."), line
            assert not line.endswith("..."), line
    for group in {words[0] for words, _ in commands(app.cli) if len(words) > 1}:
        assert "...\n" not in flask(group, "--help").out.split("Commands:")[1]
    assert "revision" not in flask("db", "--help").out
    for _, each in commands(app.cli):
        shown = [p for p in each.params if isinstance(p, click.Option)]
        assert shown[-1].name == "as_json"


@pytest.mark.long
@pytest.mark.parametrize(("people", "code"), [(19, 2), (20, 0)])
def test_the_smallest_demo_leaves_out_empty_schools(flask, people, code) -> None:
    flask("demo", "--people", people, code=code)


@pytest.mark.parametrize(
    ("starts", "ends", "lapsed_after", "says"),
    [
        ("2026-09-07", None, None, "7 September 2026 to now"),
        ("2027-09-07", None, None, "from 7 September 2027"),
        (
            "2027-09-07",
            "2028-07-14",
            None,
            "7 September 2027 to 14 July 2028",
        ),
        (
            "2025-09-08",
            None,
            "2026-08-31",
            "8 September 2025 to 31 August 2026, then not confirmed",
        ),
    ],
)
def test_a_future_spell_does_not_last_to_now(starts, ends, lapsed_after, says) -> None:
    days = {"starts": starts, "ends": ends, "lapsed_after": lapsed_after}
    spell = {
        name: date.fromisoformat(day) if day else None for name, day in days.items()
    }
    assert person_in_words.when(spell, date(2026, 11, 24)) == says
