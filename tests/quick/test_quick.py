"""Which tests make quick runs: by subject, and only those that start nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.quick.starting_nothing import may_be_quick, pytest_ignore_collect
from tests.quick.subjects import ROOT, NoSubject, folders, touched_by

TESTS = ROOT / "tests"


@pytest.mark.parametrize(
    ("word", "touched", "not_touched"),
    [
        ("leavers", {"leavers", "nccis_return", "law", "year"}, {"figures", "people"}),
        ("reference", {"reference", "history", "leavers"}, {"database"}),
        ("worker", {"worker", "doctor", "backup"}, {"year"}),
        ("census", {"census"}, {"leavers"}),
    ],
)
def test_a_change_touches_the_subjects_that_may_import_it(
    word: str, touched: set[str], not_touched: set[str]
) -> None:
    found = set(touched_by(word))
    assert touched <= found
    assert not not_touched & found


def test_an_unknown_subject_is_one_sentence_with_those_there_are() -> None:
    with pytest.raises(NoSubject, match=r"no subject leaver\. .*leavers.*census"):
        folders(["leaver"])


def test_no_folder_stands_inside_another_one() -> None:
    found = folders(["leavers", "history"])
    assert TESTS / "domain" / "leavers" in found
    assert not [each for each in found if set(each.parents) & set(found)]


@pytest.mark.parametrize(
    ("module", "is_quick"),
    [
        ("domain/history/test_spells.py", True),
        ("web/statements/test_ordinary_acts.py", False),
        ("actions/casework/test_what_happened.py", False),
    ],
)
def test_a_module_is_left_out_by_its_fixtures(module: str, is_quick: bool) -> None:
    assert may_be_quick(TESTS / module) is is_quick


STARTS = """
import importlib

def test_which_starts_a_process_by_another_name():
    importlib.import_module("sub" + "process").run(["true"])

def test_which_calls_a_server():
    importlib.import_module("socket").create_connection(("192.0.2.1", 9), 0.1)

def test_which_starts_nothing():
    pass
"""


def test_a_test_that_starts_something_all_the_same_fails(tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(STARTS)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-n", "0", "-c", "/dev/null"),
            *("-p", "no:cacheprovider", "-p", "tests.quick.starting_nothing"),
            "test_sample.py",
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert "is run by make quick, but would start or reach" in done.stdout


class _OfPart:
    def __init__(self, part: str) -> None:
        self.part = part

    def getoption(self, name: str) -> str:
        return {"part": self.part}[name]


def test_each_module_is_in_one_part_and_a_shared_folder_in_one() -> None:
    modules = [*(TESTS / "domain").rglob("test_*.py")]
    modules += (TESTS / "repository").rglob("test_*.py")
    taken = {
        module: [
            part
            for part in range(4)
            if pytest_ignore_collect(module, _OfPart(f"{part}/4")) is None
        ]
        for module in modules
    }
    quick = [each for each in modules if may_be_quick(each)]
    assert {each: len(parts) for each, parts in taken.items() if parts} == (
        dict.fromkeys(quick, 1)
    )
    stays = [each for each in quick if "repository" in each.parts]
    assert len({tuple(taken[each]) for each in stays}) == 1 < len(stays)
    assert {part for parts in taken.values() for part in parts} == {0, 1, 2, 3}
