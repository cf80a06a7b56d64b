"""Without a browser its tests are left out with a sentence, but never in a CI."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.conftest import ROOT


def test_an_installed_browser_is_not_installed_again(chromium_program) -> None:
    assert chromium.find() == chromium_program
    ran = []
    assert chromium.find_or_install(lambda words: ran.append(words) or True)
    assert ran == []


def test_each_way_is_tried_and_then_the_error_gives_the_command(monkeypatch) -> None:
    ran = []
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: name)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    with pytest.raises(chromium.NoBrowser) as error:
        chromium.find_or_install(lambda words: ran.append(words[0:2]) or False)
    assert ran[0] == ["apt-get", "update"]
    assert ran[-1][1] == "-m"
    assert "sudo apt-get install -y chromium" in str(error.value)
    assert "playwright install" in str(error.value)


def test_without_leave_to_install_packages_playwrights_own_is_used(monkeypatch) -> None:
    found = iter([None, "its own"])
    ran = []
    monkeypatch.setattr(chromium, "find", lambda: next(found))
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    assert chromium.find_or_install(lambda words: not ran.append(words)) == "its own"
    assert [words[1:] for words in ran] == [["-m", "playwright", "install", "chromium"]]


def without_one(tmp_path: Path, *more: str, ci: str = "") -> str:
    """The output of a run on a machine that has Python alone."""
    done = subprocess.run(
        [sys.executable, "-m", *more],
        cwd=ROOT,
        env={
            "PATH": str(Path(sys.executable).parent),
            "HOME": str(tmp_path),
            "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path),
            "CI": ci,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return f"{done.returncode}\n{done.stdout}{done.stderr}"


@pytest.mark.long
def test_without_one_its_tests_are_left_out_with_a_sentence(tmp_path) -> None:
    run = (
        "pytest",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "tests/browser/test_chromium.py",
    )
    alone = "::test_an_installed_browser_is_not_installed_again"
    found = without_one(tmp_path, *run[:-1], f"{run[-1]}{alone}")
    assert "1 deselected" in found
    assert chromium.LEFT_OUT in found
    failed = without_one(tmp_path, *run[:-1], f"{run[-1]}{alone}", ci="true")
    assert "NoBrowser" in failed
    assert chromium.LEFT_OUT not in failed
