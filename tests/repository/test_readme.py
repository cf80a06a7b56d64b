"""The commands of README and of every document exist, with their options."""

import re
import shlex
from pathlib import Path

import click
import pytest
from flask.cli import FlaskGroup

from tests.documentation import typed
from tracker.app import create_app
from tracker.config import Settings

ROOT = Path(__file__).parents[2]
GUIDES = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md"))
PAGES = ("README.md", "GLOSSARY.md", *GUIDES)


TYPED = sorted({command for page in PAGES for command in typed.named(page)})
FLASK = [line for line in TYPED if line.startswith("flask ")]
MAKE = [line for line in TYPED if line.startswith("make ")]


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> click.Group:
    settings = Settings(
        database_url=None,
        var=tmp_path_factory.mktemp("var"),
        authority="359",
        database_id="359",
        supplier="Tracker",
        secret_key="of the tests",
    )
    ours, flasks = create_app(settings).cli, FlaskGroup()
    return click.Group(
        "flask", commands={**flasks.commands, **ours.commands}, params=flasks.params
    )


def options_of(command: click.Command) -> set[str]:
    return {name for option in command.params for name in option.opts}


def test_the_pages_show_commands_that_exist() -> None:
    assert len(FLASK) > 15
    assert {"make demo", "make test"} <= set(MAKE)


@pytest.mark.parametrize("line", FLASK)
def test_a_command_that_a_page_names_exists_with_its_options(
    line: str, cli: click.Group
) -> None:
    words = shlex.split(line)[1:]
    if words == ["--help"]:
        return
    command: click.Command = cli
    while isinstance(command, click.Group) and words:
        if words[0] in options_of(command):
            words = words[2:]
            continue
        found = command.commands.get(words[0])
        if found is None and command.name == "backup":
            found = command.commands["make"]  # the place of a backup stands alone
            words = ["make", *words]
        assert found is not None, f"{line}: there is no {words[0]}"
        command, words = found, words[1:]
    missing = {word for word in words if word.startswith("--")} - options_of(command)
    assert missing == set(), f"{line}: there is no {missing}"


@pytest.mark.parametrize("line", MAKE)
def test_every_make_target_on_a_page_exists(line: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    target = line.split()[1]
    assert re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), target


def test_every_folder_that_the_readme_names_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, beside = text.partition("Beside it:")
    named = set(re.findall(r"^    (\w+)/ ", beside, re.MULTILINE))
    # What is made by running it is not there before.
    assert named >= {"templates", "static", "reports", "tests", "docs", "var"}
    assert [each for each in named - {"var"} if not (ROOT / each).is_dir()] == []
