"""Every command of README, the guides and the operations is executed as it stands."""

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.documentation import typed
from tests.documentation.typed import Typed
from tests.journeys.moving_in import exported_documents

pytestmark = pytest.mark.long

#: The demo whose numbers the pages use, and the words by which a page says so.
DEMO = ("--people", "300", "--seed", "81", "--on", "2026-11-24")
WORDS = "SERVE=no make demo PEOPLE=300 SEED=81 DAY=2026-11-24"
_ENDS = re.compile(r"ends with (\d)")
#: A page whose commands need what a test machine has not, with the reason.
NOT_HERE = {
    "flask serve --port 8000": "serves until it is stopped: tests/cli/running",
    "flask serve --demo --port 8001": "likewise: tests/web/look/test_training_pages.py",
    "flask db owner psql": "waits for what is typed",
    "flask db upgrade": "for a server of the council's own: tests/store/database",
}
#: What needs the key of another council, and files of it: tests/cli/law tries them
#: between two installations.
BETWEEN_COUNCILS = tuple(
    f"flask transfers {each} "
    for each in ("trust", "send", "load", "receipt", "withdraw")
)

#: Numbers that the database gives while a page is followed, and no demo can promise:
#: the command that needs them, and where an earlier one has printed them.
GIVEN = {
    "flask identity undo": r"flask identity undo (\d+)",
    "flask restrictions withdraw": r"flask restrictions withdraw (\d+)",
    "flask disclosures approve": r"Request (\d+) waits",
    "flask returns freeze": r"^ *(\d+)  \d{4}-\d\d  ",
    "flask returns diff": r"^ *(\d+)  \d{4}-\d\d  ",
}


def executed(page: str) -> list[Typed]:
    """The commands of a page that a test runs; make's targets are other tests."""
    return [
        each
        for each in typed.blocks(page)
        if each.command.startswith("flask ")
        and each.command not in NOT_HERE
        and not each.command.startswith(BETWEEN_COUNCILS)
    ]


def expected(each: Typed) -> int:
    """The number with which a page says that a command ends; 0 if it does not say."""
    found = _ENDS.search(each.remark)
    return int(found[1]) if found else 0


def with_numbers(command: str, printed: str) -> str:
    """A command with the numbers that were printed, in place of those of the page."""
    for beginning, where in GIVEN.items():
        if command.startswith(beginning):
            found = sorted(set(map(int, re.findall(where, printed, re.MULTILINE))))
            needed = len(re.findall(r" \d+\b", command))
            assert len(found) >= needed, f"{command}: no number was printed before"
            numbers = iter(found[-needed:])
            return re.sub(r" \d+\b", lambda _: f" {next(numbers)}", command)
    return command


def environment(var: Path) -> dict[str, str]:
    return {
        **{
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("TRACKER_", "DATABASE_", "SECRET_"))
        },
        "FLASK_APP": "wsgi:app",
        "FLASK_SKIP_DOTENV": "1",
        "PYTHONPATH": str(ROOT),
        "TRACKER_VAR": str(var),
        "TRACKER_AUTHORITY": "359",
        "TRACKER_DATABASE_ID": "359",
    }


def run(
    words: list[str], within: Path, settings: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs a command in a folder as a reader types it, without a terminal."""
    given = dict(each.split("=", 1) for each in settings.split())
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=within,
        env=environment(within / "var") | given,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo-of-the-pages")
    folder.chmod(0o755)
    done = run(["flask", "demo", *DEMO], folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def place(demo: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the demo, with the files that a reader has of their own."""
    # Owners count: the database refuses a folder of another user.
    subprocess.run(["cp", "-a", demo / "var", tmp_path / "var"], check=True)
    for each in (tmp_path, *tmp_path.parents[:2]):
        # One may be /tmp, which keeps the rights that it has.
        each.chmod(each.stat().st_mode | 0o055)
    (tmp_path / "backups").mkdir()
    (tmp_path / "users.csv").write_text(
        "email,name,role\nkim@example.org,Kim Example,adviser\n"
    )
    # A system that the council leaves has the same months as the demo.
    invented = tmp_path / "var" / "demo"
    shutil.copytree(invented / "feeds" / "nccis", tmp_path / "from-the-old-system")
    shutil.copy(next((invented / "out").glob("NCCIS_*.xml")), tmp_path / "theirs.xml")
    with_documents(tmp_path, invented / "truth_people.csv")
    yield tmp_path
    shutil.rmtree(tmp_path / "var", ignore_errors=True)


def with_documents(folder: Path, invented: Path) -> None:
    """The index and the documents of the system that the council leaves."""
    with invented.open(encoding="utf-8", newline="") as lines:
        row = next(each for each in csv.DictReader(lines) if each["upn"])
    born = f"{date.fromisoformat(row['born']):%d/%m/%Y}"
    one = exported_documents.line({**row, "born": born}, "plan.pdf")
    exported_documents.index_of(folder / "index.csv", one)
    exported_documents.packed(
        folder / "documents.zip", {"plan.pdf": exported_documents.PDF}
    )


@pytest.mark.parametrize("page", [p for p in typed.FOLLOWED if executed(p)])
def test_every_command_of_a_page_does_what_the_page_says(
    page: str, place: Path
) -> None:
    wrong = []
    printed = ""
    for each in executed(page):
        command = with_numbers(each.command, printed)
        done = run(shlex.split(command), place, each.settings)
        printed += done.stdout
        if done.returncode != expected(each):
            last = (done.stderr.strip() or done.stdout.strip())[-300:]
            wrong.append(f"{command}: {done.returncode}, {last}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_page_names_the_source_of_a_number() -> None:
    silent = [
        each.command
        for page in typed.FOLLOWED
        for each in typed.blocks(page)
        if each.command.startswith(tuple(GIVEN)) and "by " not in each.remark
    ]
    assert silent == []


def test_a_number_that_was_printed_takes_the_place_of_the_page_s() -> None:
    printed = "  9  2026-10  471\n 12  2026-09  470\nRequest 3 waits."
    assert with_numbers("flask returns diff 2 3", printed) == "flask returns diff 9 12"
    assert with_numbers("flask people show 129", printed) == "flask people show 129"


def test_each_command_that_is_left_out_is_on_a_page() -> None:
    every = {each.command for page in typed.FOLLOWED for each in typed.blocks(page)}
    assert set(NOT_HERE) <= every


def test_a_page_with_numbers_of_the_demo_gives_the_demo() -> None:
    for page in ("docs/guides/first-hour.md", "docs/guides/command-line.md"):
        assert WORDS in (ROOT / page).read_text("utf-8")
