"""Each recipe of CONTRIBUTING.md, followed in a copy, does what it promises."""

import pytest

from tests.recipes.conftest import recipes
from tracker.domain.figures.meaning import meaning

#: The files that each recipe touches.
TOUCHED = {
    "A rule of the return": [
        "tracker/returns/rules/added_2026_27.py",
        "tests/returns/test_rules.py",
    ],
    "A report": ["reports/by_year_group.py"],
    "A feed": [
        "tracker/feeds/youth_hubs/__init__.py",
        "tracker/feeds/youth_hubs/columns.csv",
        "tracker/feeds/youth_hubs/feed.py",
    ],
    "Next year's requirement": [
        "tracker/returns/rules/added_2027_28.py",
        "tracker/returns/rules/years.py",
        "tests/returns/test_rules.py",
    ],
    "A measure": ["tracker/domain/figures/measures.py"],
    "A page with its permission": [
        "tracker/access.py",
        "tracker/permissions.csv",
        "tracker/web/management/definitions.py",
        "templates/management/definitions.html",
        "tests/web/management/pages.py",
    ],
    "A detail": [
        "tracker/domain/history/details/particulars.py",
        "tracker/feeds/census/columns.csv",
    ],
    "A kind of work": ["tracker/actions/work/work_kinds.csv"],
}


def test_every_recipe_is_followed_by_a_test() -> None:
    assert list(recipes()) == list(TOUCHED)


@pytest.fixture
def followed(follow):
    """Follows a recipe, which touches the files listed above and no other."""

    def copy_of(title: str):
        copy = follow(title)
        assert copy.touched == TOUCHED[title]
        return copy

    return copy_of


def test_a_rule_is_one_function_and_one_line_of_test(followed) -> None:
    copy = followed("A rule of the return")
    copy.test("tests/returns/test_rules.py", "-k", "901 or every_rule")


def test_a_report_is_one_file(followed) -> None:
    title = "actions.figures.reports.get('by-year-group').title"
    answer = followed("A report").answer(f"from tracker import actions; print({title})")
    assert answer == "NEET and not known by year group\n"


@pytest.mark.long
def test_a_feed_is_one_folder(followed) -> None:
    """That its files become evidence is tested beside the other feeds."""
    copy = followed("A feed")
    copy.test("tests/repository/test_map.py")
    copy.answer("from importlinter.cli import lint_imports; exit(lint_imports())")


@pytest.mark.long
def test_next_years_requirement_is_one_module_and_one_entry(followed) -> None:
    copy = followed("Next year's requirement")
    chosen = "years.ruleset_for(date(2027, 4, 30))"
    answer = copy.answer(
        "from datetime import date; from tracker.returns.rules import years;"
        f"print({chosen}.label, '950' in {chosen})"
    )
    assert answer == "2027-28 True\n"
    tests = ("tests/returns/test_years.py", "tests/returns/test_rules.py")
    copy.test(*tests, "-k", "950 or every_rule or year")


@pytest.mark.long
def test_a_measure_is_one_file_and_makes_what_is_stored_stale(followed) -> None:
    copy = followed("A measure")
    answer = copy.answer(
        "from tracker.domain.figures import meaning, measures;"
        "print(measures.count([])[-1].of, meaning.meaning());"
        "print(measures.BY_NAME['vulnerable_not_known'].title)"
    )
    numbers, title = answer.splitlines()
    assert title == "Vulnerable groups: not known"
    assert numbers.startswith("0 ") and numbers != f"0 {meaning()}"
    copy.test("tests/domain/figures", "--ignore=tests/domain/figures/test_meaning.py")


@pytest.mark.long
def test_a_page_is_opened_by_its_permission_alone(followed) -> None:
    followed("A page with its permission").test(
        "tests/web/test_guard.py::test_every_page_is_listed_with_its_permission",
        "tests/web/test_every_route.py::"
        "test_no_page_breaks_when_nothing_is_known[manager]",
        "tests/web/test_every_route.py::"
        "test_a_page_that_a_role_may_not_open_is_not_found[auditor]",
    )


#: Written into the copy, where a pupil's line has a first language.
FIRST_LANGUAGE = """
from datetime import date

from tests.factories import census, pupil


def test_a_first_language_is_everywhere(pages, signed_in, load, flask, tmp_path):
    headings, line = census(tmp_path / "plain.csv", [pupil(1)]).read_text().splitlines()
    file = tmp_path / "census.csv"
    file.write_text(f"{headings},Language\\n{line},POR\\n")
    load("school-census", file, as_at=date(2026, 10, 1))
    page = signed_in("adviser").get("/people/1").get_data(as_text=True)
    assert "<dt>First language</dt><dd>POR<" in page
    assert "  First language: POR\\n" in flask("people", "show", 1).out
    shown = flask("people", "show", 1, "--json").json
    assert shown["identity"]["language"] == "POR"
    dictionary = flask("dictionary").out
    assert "people.details.language,First language,support," in dictionary
"""


@pytest.mark.long
def test_a_detail_is_one_declaration_that_every_reader_shows(followed) -> None:
    copy = followed("A detail")
    test = "tests/web/adviser/test_first_language.py"
    (copy.folder / test).write_text(FIRST_LANGUAGE, encoding="utf-8")
    copy.test(test, "tests/store/law/test_handling_of_columns.py")


#: Written into the copy: an action opens an item of the new kind.
AGREEMENT = """
from datetime import date

from tests.acts import act
from tests.factories import AUTHORITY
from tracker import actions
from tracker.access import authority_scope


def test_an_agreement_is_on_the_page_of_all_work(inside, pages, signed_in, flask):
    opened = dict(within=authority_scope(AUTHORITY), act=act(on=date(2026, 11, 9)))
    number = actions.work.items.open_item("agreement", "Ring Wigan College", **opened)
    assert number == actions.work.items.open_item(
        "agreement", "Ring Wigan College", **opened
    )
    page = signed_in("data-manager").get("/to-do").get_data(as_text=True)
    assert "Agreement to review" in page and "Ring Wigan College" in page
    (item,) = flask("items", "--json").json
    assert item["kind"] == "agreement"
"""


@pytest.mark.long
def test_a_kind_of_work_is_one_line(followed) -> None:
    copy = followed("A kind of work")
    test = "tests/web/data_team/test_agreement.py"
    (copy.folder / test).write_text(AGREEMENT, encoding="utf-8")
    copy.test(test)
