"""Each recipe of CONTRIBUTING.md, followed in a copy, does what it promises."""

from tests.recipes.conftest import recipes


def test_every_recipe_is_followed_by_a_test() -> None:
    assert list(recipes()) == ["A rule of the return", "A report"]


def test_a_rule_is_one_function_and_one_line_of_test(follow) -> None:
    copy = follow("A rule of the return")
    assert copy.touched == [
        "tracker/returns/rules/added_2026_27.py",
        "tests/returns/test_rules.py",
    ]
    rules = ("-m", "pytest", "-p", "no:cacheprovider", "tests/returns/test_rules.py")
    done = copy.run(*rules, "-k", "901 or every_rule")
    assert done.returncode == 0, done.stdout


def test_a_report_is_one_file(follow) -> None:
    copy = follow("A report")
    assert copy.touched == ["reports/by_year_group.py"]
    done = copy.run(
        "-c",
        "from tracker import actions;"
        "print(actions.figures.reports.get('by-year-group').title)",
    )
    assert done.stdout == "NEET and not known by year group\n", done.stderr
