"""A divided run makes once what is made for all tests of a module, or of a folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.divided.together import FOLDERS, group

_CONFTEST = """
from pathlib import Path

pytest_plugins = ["tests.divided.together"]

def pytest_configure(config):
    from tests.divided import together
    together.ROOT = Path(__file__).parent
"""
_TESTS = """
import os
from pathlib import Path

import pytest

@pytest.fixture(scope="module")
def made() -> None:
    here = Path(__file__)
    here.with_name(f"made for {here.stem} by {os.getpid()}").touch()

@pytest.mark.parametrize("each", range(8))
def test_of_what_is_made(made: None, each: int) -> None: ...
"""


def test_what_a_module_makes_is_made_in_one_process(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(_CONFTEST)
    for name in ("test_one.py", "test_other.py"):
        (tmp_path / name).write_text(_TESTS)
    (tmp_path / "pytest.ini").write_text(
        f"[pytest]\naddopts = --import-mode=importlib\npythonpath = {ROOT}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "16 passed" in done.stdout, done.stdout + done.stderr
    assert len(list(tmp_path.glob("made for *"))) == 2


@pytest.mark.parametrize(
    ("test", "stays_with"),
    [
        ("tests/browser/test_every_page.py::test_x[adviser]", "tests/browser/"),
        ("tests/browser/days/test_every_day.py::test_x", "tests/browser/"),
        ("tests/web/school/walk/test_walk.py::test_x", "tests/web/school/walk/"),
        ("tests/web/front/test_proxies.py::test_x[caddy]", None),
        (
            "tests/web/test_guard.py::test_x[1::2]",
            "tests/web/test_guard.py::test_x[1::2]",
        ),
    ],
)
def test_a_test_stays_with_those_that_share_what_is_made(
    test: str, stays_with: str | None
) -> None:
    assert group(test) == (stays_with or test.partition("::")[0])


def test_what_is_made_for_a_module_is_made_in_it_or_in_a_folder_that_stays() -> None:
    elsewhere = [
        str(each.relative_to(ROOT))
        for each in (ROOT / "tests").rglob("conftest.py")
        if 'scope="module"' in each.read_text("utf-8")
    ]
    assert [each for each in elsewhere if not each.startswith(FOLDERS)] == []
