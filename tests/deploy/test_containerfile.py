"""The Containerfile itself: what a linter says of it, and what it takes in."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.deploy.containerfile import (
    CONTAINERFILE,
    IGNORED,
    NotUnderstood,
    sources,
    stages,
    substituted,
)
from tests.repository.test_requirements import declared, read
from tracker.packing import page_packages


def test_the_linter_finds_nothing() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run(
        [linter, CONTAINERFILE], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_runs_as_a_numbered_account_that_is_not_root() -> None:
    *_, image = stages(CONTAINERFILE.read_text(encoding="utf-8"))
    account, group = image.user()
    assert account >= 10_000
    assert group >= 10_000
    assert image.command()[:2] == ["tracker", "serve"]
    assert image.command("HEALTHCHECK")[0] == "python"
    assert image.volume() == "/var/lib/tracker"


def test_every_package_of_the_image_is_installed_by_its_hash() -> None:
    steps = [
        step.words
        for stage in stages(CONTAINERFILE.read_text(encoding="utf-8"))
        for step in stage.steps
        if step.instruction == "RUN"
    ]
    installs = re.findall(r"(?:pip|python) install (.*?)(?:&&|$)", " && ".join(steps))
    assert len(installs) == 4
    # The one without is our own, from what was built just before.
    own = [each for each in installs if "--require-hashes" not in each]
    assert ["--no-deps --no-index" in " ".join(each.split()) for each in own] == [True]


def test_what_is_copied_is_given_to_the_builder_and_nothing_else() -> None:
    given = {
        line[1:]
        for line in IGNORED.read_text(encoding="utf-8").splitlines()
        if line[:1] == "!"
    }
    copied = {str(path.relative_to(ROOT)) for path in sources()}
    assert given == copied
    assert [path for path in sources() if not path.exists()] == []
    with (ROOT / "pyproject.toml").open("rb") as file:
        targets = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]
    archived = {each.removeprefix("/") for each in targets["sdist"]["include"]}
    assert copied == archived | {"pyproject.toml", "deploy/build.txt"}


def test_what_builds_is_locked_in_the_versions_that_the_package_names() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        wanted = tomllib.load(file)["build-system"]["requires"]
    wanted = [*wanted, page_packages._NODE]
    pins = declared(read("deploy/build.in"))
    assert {f"{name}{pins[name].specifier}" for name in pins} >= set(wanted)
    program = declared(read("requirements.in"))
    assert pins["plotly"].specifier == program["plotly"].specifier


@pytest.mark.parametrize(
    "text",
    [
        "FROM a\nADD https://example.org/x /x",
        'FROM a\nSHELL ["/bin/bash"]',
        "RUN true",
    ],
)
def test_an_unknown_line_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        stages(text)


def test_a_variable_is_filled_in_or_refused() -> None:
    assert substituted("a:${B}/$C", {"B": "1", "C": "2"}) == "a:1/2"
    with pytest.raises(NotUnderstood):
        substituted("$D", {})


def test_lines_are_joined_and_remarks_left_out() -> None:
    (only,) = stages("ARG T=3\n# no\nFROM a:$T AS b\nRUN one \\\n# no\n    && two\n")
    assert (only.name, only.base) == ("b", "a:3")
    assert [step.words for step in only.steps] == ["one && two"]
