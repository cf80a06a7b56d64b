"""Every report of the repository is declared rightly, and an analyst can add one."""

import ast
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Small
from tracker import actions
from tracker.access import authority_scope
from tracker.domain.reference.academic_year import Period

ROOT = Path(__file__).parents[2] / "reports"
HERE = authority_scope("359")
MODULES = sorted(path for path in ROOT.glob("*.py") if path.stem != "__init__")
LONGEST = 45

MINE = '''"""How girls and boys take part."""

from tracker.reporting.reports.report import By, Report

REPORT = Report(
    title="Girls and boys",
    audience="Managers",
    purpose="To show that a file is enough.",
    sections=(By("sex", drawn="neet"),),
)
'''


def test_there_are_reports() -> None:
    assert len(MODULES) >= 7


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_report_is_a_declaration_and_nothing_else(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST
    docstring, *body = ast.parse(source).body
    assert isinstance(docstring, ast.Expr)
    assert [type(node) for node in body] == [ast.ImportFrom, ast.Assign]
    assert body[0].module == "tracker.reporting.reports.report"


@pytest.mark.parametrize(
    "each", actions.figures.reports.every(), ids=lambda each: each.name
)
def test_a_report_can_be_made_of_a_small_authority(small: Small, each) -> None:
    assert each.report is not None, each.problem
    month = Period.of(small.on).previous.end
    actions.history.positions.refresh([month], within=HERE)
    made = actions.figures.reports.make(
        each.name,
        each.report,
        month,
        authority="359",
        organisation="Testham Council (invented)",
        within=HERE,
    )
    assert made.panels
    for panel in made.panels:
        for row in panel.all_rows:
            assert len(row.cells) == len(panel.columns), panel.title


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a module beside the reports, as an analyst does."""

    def add(name: str, source: str) -> None:
        (tmp_path / f"{name}.py").write_text(source)
        monkeypatch.setattr(
            actions.figures.reports, "folders", lambda: [ROOT, tmp_path]
        )
        actions.figures.reports.every.cache_clear()

    yield add
    monkeypatch.undo()
    actions.figures.reports.every.cache_clear()


def test_a_file_that_is_dropped_in_is_a_report(added, small: Small) -> None:
    added("girls_and_boys", MINE)
    report = actions.figures.reports.get("girls-and-boys")
    assert report is not None
    actions.history.positions.refresh([date(2026, 10, 31)], within=HERE)
    made = actions.figures.reports.make(
        "girls-and-boys",
        report,
        date(2026, 10, 31),
        authority="359",
        organisation="Testham Council (invented)",
        within=HERE,
    )
    assert [panel.title for panel in made.panels] == ["By sex"]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (MINE.replace('"sex"', '"hair"'), "'hair' is not a breakdown: choose from"),
        (MINE.replace('drawn="neet"', 'drawn="x"'), "'x' is not what is drawn"),
        (MINE.replace('"Girls and boys"', '" "'), "needs a title"),
        (MINE.replace("REPORT", "REPROT"), "has no attribute 'REPORT'"),
        ("REPORT = 4", "REPORT is not a Report."),
    ],
)
def test_a_wrong_one_says_what_is_wrong_with_it(added, source, says) -> None:
    added("wrong", source)
    (broken,) = actions.figures.reports.unreadable()
    assert broken.name == "wrong"
    assert says in broken.problem
    assert len(actions.figures.reports.every()) == len(MODULES) + 1
