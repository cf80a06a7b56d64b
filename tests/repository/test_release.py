"""The version stands in one place, and the changelog follows it."""

import re
import tomllib
from pathlib import Path

from tests.repository.test_layout import committed, name
from tracker.version import VERSION

ROOT = Path(__file__).parents[2]
HEADING = re.compile(r"^## \[(.*?)\](?: - (\d{4}-\d\d-\d\d))?$", re.MULTILINE)
#: The history of versions, and the versions of other programs.
OTHERS = {"CHANGELOG.md", "package-lock.json", "package.json"}
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]


def test_the_version_has_three_numbers() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)


def test_no_other_file_states_the_version() -> None:
    stated = [
        name(path)
        for path in committed()
        if path.suffix in {".py", ".md", ".html", ".toml", ".json", ".js", ".txt"}
        and path.name not in OTHERS
        and not path.name.startswith("requirements")
        and VERSION in path.read_text(encoding="utf-8")
    ]
    assert stated == ["tracker/version.py"]


def test_packaging_reads_the_version_from_its_module() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    assert "version" in settings["project"]["dynamic"]
    assert "version" not in settings["project"]
    given = settings["tool"]["hatch"]["version"]
    text = (ROOT / given["path"]).read_text(encoding="utf-8")
    found = re.search(given["pattern"], text)
    assert found is not None
    assert found["version"] == VERSION


def test_the_newest_release_of_the_changelog_is_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (unreleased, undated), (newest, _), *older = HEADING.findall(text)
    assert (unreleased, undated) == ("Unreleased", "")
    assert newest == VERSION
    days = [day for _, day in HEADING.findall(text)[1:]]
    assert all(days)
    assert days == sorted(days, reverse=True)
    numbers = [tuple(map(int, each.split("."))) for each, _ in [(newest, ""), *older]]
    assert numbers == sorted(set(numbers), reverse=True)


def test_unreleased_changes_stand_under_the_kinds_of_the_format() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = re.split(HEADING, text)[3]
    kinds = re.findall(r"^### (.*)$", unreleased, re.MULTILINE)
    assert kinds == [each for each in KINDS if each in kinds]


def test_the_licence_of_the_project_is_the_one_in_its_files() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("MIT License\n")
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["license"] == "MIT"
    assert "MIT; see `LICENSE`" in (ROOT / "README.md").read_text(encoding="utf-8")
