"""flask law, and the results file that a run of the tests writes for it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]

_CONFTEST = """
pytest_plugins = ["tests.law_results"]
from pathlib import Path
from tests import law_results
law_results.RESULTS = Path(__file__).with_name("results.json")
"""
_TESTS = """
import pytest

@pytest.mark.law("N-13", "L-07")
def test_one() -> None: ...

@pytest.mark.law("N-13")
@pytest.mark.parametrize("which", [1, 2])
def test_two(which: int) -> None:
    assert which == 1

@pytest.fixture
def broken() -> None:
    raise OSError

@pytest.mark.law("D-05")
def test_three(broken: None) -> None: ...
"""


def run_tests(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs pytest in a project of its own whose tests are ``_TESTS``."""
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "cases" / "conftest.py").write_text(_CONFTEST)
    (folder / "cases" / "test_it.py").write_text(_TESTS)
    (folder / "pytest.ini").write_text(
        "[pytest]\ntestpaths = cases\naddopts = --import-mode=importlib -m 'not long'\n"
        f"pythonpath = {ROOT}\nmarkers = long: takes minutes\n"
    )
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def written(folder: Path) -> Any:
    return json.loads((folder / "cases" / "results.json").read_text("utf-8"))


@pytest.mark.parametrize("words", [(), ("-n", "2")])
def test_a_whole_run_writes_the_outcomes_by_clause(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    run_tests(tmp_path, *words)
    found = written(tmp_path)
    assert found["clauses"] == {
        "N-13": {
            "cases/test_it.py::test_one": "passed",
            "cases/test_it.py::test_two[1]": "passed",
            "cases/test_it.py::test_two[2]": "failed",
        },
        "L-07": {"cases/test_it.py::test_one": "passed"},
        "D-05": {"cases/test_it.py::test_three": "failed"},
    }
    assert len(found["commit"]) == 40


@pytest.mark.parametrize("words", [("cases/test_it.py",), ("-k", "one")])
def test_a_run_of_some_tests_writes_nothing(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    run_tests(tmp_path, *words)
    assert not (tmp_path / "cases" / "results.json").exists()


def test_an_unknown_clause_stops_the_run(tmp_path: Path) -> None:
    run_tests(tmp_path)
    path = tmp_path / "cases" / "test_it.py"
    path.write_text(_TESTS.replace("N-13", "N-99"))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert "is marked with N-99" in done.stdout + done.stderr


def test_each_clause_is_listed_with_its_tests(flask: Any, tmp_path: Path) -> None:
    run_tests(tmp_path)
    results = tmp_path / "cases" / "results.json"
    shown = flask("law", "--results", results, "--json", code=1).json
    by_id = {each["id"]: each for each in shown["clauses"]}
    assert by_id["L-07"]["state"] == "shown"
    assert by_id["L-07"]["tests"] == [
        {"test": "cases/test_it.py::test_one", "outcome": "passed"}
    ]
    assert by_id["N-13"]["state"] == "failed"
    assert by_id["O12"]["state"] in {"not shown", "postponed"}
    assert shown["counts"]["shown"] == 1
    words = flask("law", "--results", results, code=1).out
    assert f"commit {shown['commit'][:12]}" in words
    assert "N-13  The right to restrict: failed: cases/test_it.py::test_two[2]" in words


def test_without_results_the_command_says_what_to_run(
    flask: Any, tmp_path: Path
) -> None:
    missing = flask("law", "--results", tmp_path / "none.json", code=2)
    assert "Run `make test`" in missing.err
    (tmp_path / "other.json").write_text("[]")
    other = flask("law", "--results", tmp_path / "other.json", code=2)
    assert "is not a results file" in other.err
