"""A council's own folder, found by itself and checked. Everybody in it is invented.

The feed and the report are those of the recipes in CONTRIBUTING.md.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.recipes.conftest import ROOT, carry_out

VISITS = (
    "Forename,Surname,DOB,Postcode,YouthHub,Phone\n"
    "Amina,Holtby,03/10/2009,WN1 1AZ,Wigan,07700 900123\n"
    "Bryn,Ashcombe,04/11/2009,WN1 1AZ,Wigan,\n"
)
Flask = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a report, a feed with an example, and a look."""
    made, local = tmp_path / "made", tmp_path / "local"
    for recipe in ("A feed", "A report"):
        carry_out(recipe, made)
    local.mkdir()
    (made / "reports").rename(local / "reports")
    (made / "tracker" / "feeds").rename(local / "feeds")
    examples = local / "feeds" / "youth_hubs" / "examples"
    examples.mkdir()
    (examples / "visits.csv").write_text(VISITS)
    (local / "look.toml").write_text('name = "Testham"\nmark = "T"\n')
    return local


@pytest.fixture
def python(folder: Path, tmp_path: Path) -> Flask:
    """Runs Python of the program for the folder, as a process of its own."""

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("TRACKER_")},
            "TRACKER_VAR": str(tmp_path / "var"),
            "TRACKER_LOCAL": str(folder),
            **more,
        }
        return subprocess.run(
            [sys.executable, *words],
            check=False,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture
def check(python: Flask) -> Callable[..., tuple[int, dict[str, Any]]]:
    """The exit code of check-local and what it found, by place."""

    def run() -> tuple[int, dict[str, Any]]:
        done = python("-m", "flask", "check-local", "--json")
        found = json.loads(done.stdout)["found"]
        return done.returncode, {each["name"]: each for each in found}

    return run


def test_everything_in_the_folder_is_found(check) -> None:
    code, found = check()
    assert code == 0, found
    assert {name: each["finding"] for name, each in found.items()} == {
        "reports/by_year_group.py": "NEET and not known by year group, 2 sections",
        "feeds/youth_hubs": "Visits to youth hubs, 6 columns",
        "feeds/youth_hubs/examples/visits.csv": (
            "2 of 2 lines can be used, 5 statements, 0 problems"
        ),
    }


def test_the_program_has_what_the_folder_has(python: Flask) -> None:
    shown = python(
        "-c",
        "from pathlib import Path\n"
        "from tracker.actions.figures import reports\n"
        "from tracker.config import from_environment\n"
        "from tracker.feeds.registry import FEEDS\n"
        "here = from_environment()\n"
        "print(reports.get('by-year-group').title, '|', list(FEEDS)[-1], '|',"
        " here.organisation, '|', here.council.letters)",
    )
    assert shown.stdout == (
        "NEET and not known by year group | youth-hub-visits | Testham | T\n"
    ), shown.stderr
    # A setting comes before the file.
    named = python(
        "-c",
        "from tracker.config import from_environment\n"
        "print(from_environment().organisation)",
        TRACKER_ORGANISATION="Elsewhere",
    )
    assert named.stdout == "Elsewhere\n"


DESCRIBED = """
title = "Mentoring scheme"
noun = "a list of the mentoring scheme"
sender = "Testham Mentors"
door = "service-list"
trust = "third party"
[columns]
"First nm" = "forename"
"Fam. nm" = "surname"
"Born" = "dob"
"Now" = "activity"
[words.activity]
"Job" = "320"
"""


def test_a_list_that_is_only_described_needs_no_code(
    check, python: Flask, folder: Path
) -> None:
    (folder / "feeds" / "mentoring.toml").write_text(DESCRIBED)
    examples = folder / "feeds" / "mentoring" / "examples"
    examples.mkdir(parents=True)
    (examples / "list.csv").write_text(
        "First nm,Fam. nm,Born,Now\nAmina,Holtby,03/10/2009,Job\nBryn,Ashcombe,x,Zzz\n"
    )
    code, found = check()
    assert code == 0, found
    assert found["feeds/mentoring.toml"]["finding"] == "Mentoring scheme, 4 columns"
    finding = found["feeds/mentoring/examples/list.csv"]["finding"]
    # With the first line that cannot be used, and why.
    assert finding.startswith(
        "1 of 2 lines can be used, 4 statements, 3 problems; line 3: "
    )
    assert "Zzz" in finding
    named = python(
        "-c",
        "from tracker.feeds.registry import FEEDS; print(FEEDS['mentoring'].title)",
    )
    assert named.stdout == "Mentoring scheme\n"


WRONG = [
    # what is written where, the place that has the problem, words of its sentence
    ("reports/two.py", "REPORT = 2", "reports/two.py", "REPORT is not a Report"),
    ("reports/no.py", "import nothing_so", "reports/no.py", "nothing_so"),
    ("reports/by_school.py", "", "reports/by_school.py", "has a report of this name"),
    ("feeds/hubs/feed.py", "FEED = 1", "feeds/hubs", "FEED is not a Feed"),
    ("feeds/hubs/feed.py", "1 / 0", "feeds/hubs", "division by zero"),
    ("feeds/census/feed.py", "FEED = 1", "feeds/census", "has a folder of this name"),
    ("feeds/hub.toml", "title = 3", "feeds/hub.toml", "title needs a text of 1 to 200"),
    ("feeds/ilr.toml", DESCRIBED, "feeds/ilr.toml", "There is a feed ilr already"),
    ("feeds/Hub.toml", DESCRIBED, "feeds/Hub.toml", "Its name needs small letters"),
    (
        "feeds/second/feed.py",
        "from tracker.feeds.youth_hubs.feed import FEED as FIRST\n"
        "from dataclasses import replace\n"
        "FEED = replace(FIRST, name='school-census')",
        "feeds/second",
        "There is a feed school-census already",
    ),
    (
        "feeds/youth_hubs/columns.csv",
        "name,title,required,kind,handling,tables\nsurname,Surname,,,shoes,visits\n",
        "feeds/youth_hubs",
        "has no handling",
    ),
    (
        "feeds/youth_hubs/examples/visits.csv",
        "Planet,Moon\nMars,Phobos\n",
        "feeds/youth_hubs/examples/visits.csv",
        "looks like a file of no feed",
    ),
    (
        "feeds/youth_hubs/examples/visits.csv",
        "Forename,Surname,DOB,Postcode,YouthHub,Phone\nAmina,,,,Wigan,\n",
        "feeds/youth_hubs/examples/visits.csv",
        "No line of it can be used",
    ),
]


@pytest.mark.sample(
    "reports/no.py-*",
    "feeds/hubs/feed.py-1 / 0*",
    "feeds/Hub.toml-*",
    because="each starts a process of its own",
)
@pytest.mark.parametrize(("file", "text", "place", "words"), WRONG)
def test_what_cannot_be_used_is_named_with_the_reason(
    check, folder: Path, file: str, text: str, place: str, words: str
) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    code, found = check()
    assert code == 1
    problems = {name: each["problem"] for name, each in found.items()}
    assert words in problems.pop(place)
    # The rest of the folder is there all the same.
    assert problems["reports/by_year_group.py"] == ""


LOOKS = [
    ('colours = "red"', "look.toml has colours. It may have these keys"),
    ("name = 3", "look.toml has name. It may have these keys"),
    ("name = ", "look.toml cannot be read"),
    ('colour = "#ffffff"', "TRACKER_COLOUR is #ffffff, whose contrast"),
]


@pytest.mark.parametrize(("text", "words"), LOOKS)
def test_a_look_that_cannot_be_used_is_one_sentence(
    python: Flask, folder: Path, text: str, words: str
) -> None:
    (folder / "look.toml").write_text(text)
    done = python("-m", "flask", "version")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_not_there_is_one_sentence(python: Flask) -> None:
    done = python("-m", "flask", "version", TRACKER_LOCAL="/nowhere/at/all")
    assert (done.returncode, done.stderr) == (
        2,
        "TRACKER_LOCAL is /nowhere/at/all, which is not a folder.\n",
    )


def test_without_a_folder_the_command_names_the_setting(python: Flask) -> None:
    done = python("-m", "flask", "check-local", TRACKER_LOCAL="")
    assert done.returncode == 2
    assert done.stderr.startswith("Set TRACKER_LOCAL to the folder")
