"""The package in an empty folder elsewhere: its files, a demo, pages with styles."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.long


def pythons() -> list[str]:
    """Every Python of this machine that can run the program."""
    names = [shutil.which(f"python3.{minor}") for minor in range(11, 15)]
    # A name may lead to a version that is not installed.
    return [
        name
        for name in names
        if name is not None
        and subprocess.run(
            [name, "--version"], capture_output=True, check=False
        ).returncode
        == 0
    ]


def run(*words: object, within: Path, seconds: float = 600) -> str:
    """The output of a program outside the checkout, without settings of ours."""
    done = subprocess.run(
        list(map(str, words)),
        cwd=within,
        env={
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("TRACKER_", "FLASK_", "PYTHON"))
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built from what is committed, as a stranger builds it."""
    folder = tmp_path_factory.mktemp("package")
    clone = folder / "clone"
    run("git", "clone", "-q", ROOT, clone, within=folder)
    pip = (sys.executable, "-m", "pip")
    run(*pip, "wheel", "-q", "--no-deps", "-w", folder, clone, within=folder)
    (made,) = folder.glob("tracker-*.whl")
    return made


@pytest.fixture(scope="module", params=pythons(), ids=lambda each: Path(each).name)
def installed(
    request: pytest.FixtureRequest,
    wheel: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The folder in which the package is installed."""
    folder = tmp_path_factory.mktemp("installed")
    run(request.param, "-m", "venv", "venv", within=folder)
    run("venv/bin/python", "-m", "pip", "install", "-q", wheel, within=folder)
    return folder


def test_nothing_of_ours_but_tracker_stands_among_other_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tracker"}
    for each in (
        "templates/base.html",
        "static/tracker.css",
        "static/vendor/govuk/govuk-frontend.css",
        "static/vendor/plotly/whole.min.js",
        "reports/by_home.py",
        "help/index.html",
        "help/guides/adviser.html",
        "help/reference/feeds.html",
        "help/searchindex.js",
    ):
        assert f"tracker/files/{each}" in names
    committed = run("git", "ls-files", "tracker", within=ROOT).split()
    assert set(committed) <= set(names)


def test_the_help_of_a_package_names_its_own_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        for page, line in (
            ("guides/first-week", "tracker setup"),
            ("operations/running", "tracker users invite"),
            ("reference/commands", "tracker imports load"),
        ):
            shown = packed.read(f"tracker/files/help/{page}.html").decode()
            shown = re.sub("<[^>]+>", "", shown)
            assert line in shown
            assert not re.search(r"\bflask (setup|users|imports|serve)\b", shown), page


def test_commands_are_named_as_they_are_typed(installed: Path) -> None:
    """Where the program is installed, none of its sentences names ``flask``."""
    tracker = installed / "venv" / "bin" / "tracker"
    words = [["--help"], ["keys", "rotate", "--help"], ["survey", "list"], ["nothing"]]
    for each in words:
        done = subprocess.run(
            [tracker, *each],
            cwd=installed,
            capture_output=True,
            text=True,
            check=False,
        )
        shown = done.stdout + done.stderr
        assert not re.search(r"\bflask\b", shown), shown
    assert "tracker --help" in shown


def completing(tracker: Path, words: dict[str, str]) -> str:
    """The output of the program for a shell that completes what was typed."""
    done = subprocess.run(
        [tracker], env=os.environ | words, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_program_completes_its_words(installed: Path) -> None:
    """With the words that docs/guides/command-line.md gives for each shell."""
    tracker = installed / "venv" / "bin" / "tracker"
    for shell in ("bash", "zsh", "fish"):
        given = {"_TRACKER_COMPLETE": f"{shell}_source"}
        script = subprocess.run(
            [tracker],
            env=os.environ | given,
            capture_output=True,
            text=True,
            check=True,
        )
        assert "_TRACKER_COMPLETE" in script.stdout
    for typed, found in (
        ("tracker imp", "imports"),
        ("tracker imports load prov", "provider-enrolment"),
        ("tracker users invite a@example.org --role adv", "adviser"),
    ):
        words = {
            "_TRACKER_COMPLETE": "bash_complete",
            "COMP_WORDS": typed,
            "COMP_CWORD": str(len(typed.split()) - 1),
        }
        done = subprocess.run(
            [tracker],
            env=os.environ | words,
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"plain,{found}" in done.stdout.split(), typed


def read(address: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.status, answer.read()


@pytest.fixture
def served(installed: Path) -> Iterator[str]:
    """The address of the demo, once it is ready."""
    run("venv/bin/tracker", "demo", "--people", 300, within=installed)
    log = installed / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            ["venv/bin/tracker", "serve", "--demo", "--port", "0"],
            cwd=installed,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + 120
        while not (found := re.search(r"served at (http\S+/)", log.read_text())):
            assert server.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        yield found[1]
    finally:
        server.terminate()
        server.wait(60)


def wait_until_ready(address: str) -> None:
    """Waits for the worker, which begins after the pages."""
    until = time.monotonic() + 90
    while True:
        try:
            read(address)
        except urllib.error.HTTPError as error:
            assert error.code == 503 and time.monotonic() < until
            time.sleep(0.5)
        else:
            return


def test_an_empty_folder_has_a_demo_that_is_served(served: str) -> None:
    wait_until_ready(f"{served}ready")
    status, page = read(f"{served}sign-in")
    assert status == 200
    styles = re.findall(rb'href="/(static/[^"]+\.css)"', page)
    assert styles
    for each in styles:
        status, style = read(f"{served}{each.decode()}")
        assert status == 200
        assert len(style) > 1000
    (help_,) = re.findall(rb'href="/(help/[^"#]+)[^"]*">Help</a>', page)
    for each in ("help", help_.decode(), "help/reference/commands.html"):
        status, shown = read(f"{served}{each}")
        assert status == 200
        assert b"The help has not been built" not in shown
        assert b"<h1>" in shown


def test_a_command_is_named_after_its_program(installed: Path) -> None:
    assert "Usage: tracker [OPTIONS]" in run(
        "venv/bin/tracker", "--help", within=installed
    )
    assert "Usage: tracker imports load" in run(
        "venv/bin/tracker", "imports", "load", "--help", within=installed
    )
