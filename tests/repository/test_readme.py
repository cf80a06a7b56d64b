"""The commands of the README exist, and do what its words say."""

import re
import shlex
from pathlib import Path

import click
import pytest
from flask.cli import FlaskGroup

from tracker.app import create_app
from tracker.config import Settings

ROOT = Path(__file__).parents[2]
GUIDES = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md"))
PAGES = ("README.md", "GLOSSARY.md", *GUIDES)


def commands_of(line: str) -> list[str]:
    """The commands of a line: the first, and what its remark says may follow.

    A remark "or --new" stands for the same command with another ending, and one that
    begins with "and flask" for another command.
    """
    first, *remarks = re.split(r"\s{2,}", line.strip())
    found = [first]
    for remark in remarks:
        if remark.startswith("or --"):
            found.append(" ".join([*first.split()[:-2], remark.removeprefix("or ")]))
        elif remark.startswith("and flask "):
            found.append(remark.removeprefix("and "))
    return found


def lines_to_type(page: str) -> list[str]:
    """The lines of a page's indented blocks, and what stands in backticks."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^    (?:\w+=\S+ )*((?:flask|make) .*)$", text, re.MULTILINE)
    return blocks + re.findall(r"`((?:flask|make) [^`]*)`", text)


@pytest.mark.parametrize(
    ("line", "commands"),
    [
        ("flask imports list", ["flask imports list"]),
        ("flask imports show 12    each line", ["flask imports show 12"]),
        ("flask a b 4 --to 5   or --new", ["flask a b 4 --to 5", "flask a b 4 --new"]),
        ("flask a 1 2    and flask b 3", ["flask a 1 2", "flask b 3"]),
    ],
)
def test_the_commands_of_a_line_are_found(line: str, commands: list[str]) -> None:
    assert commands_of(line) == commands


TYPED = sorted(
    {
        command
        for page in PAGES
        for line in lines_to_type(page)
        for command in commands_of(line)
    }
)
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
