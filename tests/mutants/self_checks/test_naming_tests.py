"""What is measured: which tests reach a line, also by what is made once for them."""

import json
import subprocess
import sys
from os import environ
from pathlib import Path

from coverage import CoverageData

from tests.conftest import ROOT
from tests.mutants import naming_tests

_SPELL = "def days():\n    return 1\n\n\ndef words():\n    return 2\n"
_TESTS = """
import pytest
import spell

@pytest.fixture(scope="session")
def made():
    return spell.days()

@pytest.mark.parametrize("each", range(2))
def test_one(made, each): ...

def test_other(made):
    assert spell.words() == 3

def test_alone():
    assert spell.words() == 2
"""


def test_a_line_is_reached_by_its_tests_and_by_what_is_made_for_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "spell.py").write_text(_SPELL, "utf-8")
    (tmp_path / "test_spell.py").write_text(_TESTS, "utf-8")
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = . {ROOT}\n", "utf-8")
    kept = tmp_path / "kept.json"
    subprocess.run(
        [
            *(sys.executable, "-m", "coverage", "run", "--include=spell.py"),
            *("-m", "pytest", "-q", "-n", "0", "-p", naming_tests.__name__),
        ],
        cwd=tmp_path,
        env={**environ, naming_tests.KEPT: str(kept), "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
    )
    one, other, alone = (
        f"test_spell.py::test_{name}" for name in ("one", "other", "alone")
    )
    found = json.loads(kept.read_text("utf-8"))
    (fixture,) = (name for name in found["users"] if " made " in name)
    assert found["users"][fixture] == [one, other]
    assert found["failed"] == [other]
    assert found["seconds"].keys() >= {one, other, alone, fixture}
    data = CoverageData(str(tmp_path / ".coverage"))
    data.read()
    (file,) = data.measured_files()
    contexts = data.contexts_by_lineno(file)
    assert set(contexts[2]) == {fixture}
    assert set(contexts[6]) == {other, alone}
