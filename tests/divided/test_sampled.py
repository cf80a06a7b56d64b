"""A dear test runs the cases of its sample; a sample of no case stops the run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

_TESTS = """
import pytest

@pytest.mark.sample({sample}, because="each takes seconds")
@pytest.mark.parametrize("role", ["adviser", "manager", "school-user"])
@pytest.mark.parametrize("year", [2025, 2026])
def test_dear(role: str, year: int) -> None: ...

@pytest.mark.parametrize("each", range(3))
def test_cheap(each: int) -> None: ...
"""


def run(folder: Path, sample: str, *more: str) -> str:
    (folder / "test_one.py").write_text(_TESTS.format(sample=sample))
    (folder / "pytest.ini").write_text(
        f"[pytest]\naddopts = -p tests.divided.sampled\npythonpath = {ROOT}\n"
        "markers =\n    long\n    sample\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", *more],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("sample", "marked", "result"),
    [
        ('"2025-adviser"', "not long", "4 passed, 5 deselected"),
        ('"*-adviser"', "not long", "5 passed, 4 deselected"),
        ('"2026-*", "*-manager"', "not long", "7 passed, 2 deselected"),
        ('"*-adviser"', "long", "4 passed, 5 deselected"),
        ('"*-auditor"', "not long", "No case of test_one.py::test_dear is in its"),
    ],
)
def test_the_rest_is_long(
    tmp_path: Path, sample: str, marked: str, result: str
) -> None:
    assert result in run(tmp_path, sample, "-m", marked)


def test_one_case_is_run_by_its_name(tmp_path: Path) -> None:
    name = "test_one.py::test_dear[2025-manager]"
    assert "1 passed" in run(tmp_path, '"*-adviser"', name)
