"""Every command has an example in its help, and each example can be typed."""

import shlex
from pathlib import Path

import click
import pytest

from tracker.cli import examples
from tracker.cli.answer import COMMANDS


def commands(group: click.Group, words: tuple[str, ...] = ()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        elif not command.hidden:
            yield " ".join((*words, name)), command


EVERY = dict(commands(COMMANDS))


@pytest.mark.parametrize("words", EVERY)
def test_every_command_has_an_example(words: str) -> None:
    help_ = EVERY[words].get_help(click.Context(EVERY[words], info_name=words))
    if words in examples.EXAMPLES:
        heading, *shown = help_.partition("Examples:\n")[2].splitlines() or [""]
        assert [line.strip() for line in [heading, *shown] if line.strip()] == [
            f"flask {each}" for each in examples.EXAMPLES[words]
        ]
    else:
        assert "Example" in help_ and f"flask {words}" in help_


def test_every_example_is_of_a_command() -> None:
    assert set(examples.EXAMPLES) <= set(EVERY)


def with_files(words: list[str], folder: Path) -> list[str]:
    """The words, with a file or folder that is there in the place of each path."""

    def there(word: str) -> str:
        is_path = "/" in word or word.endswith((".csv", ".xml", ".xlsx", ".zip"))
        if word.startswith("-") or not is_path:
            return word
        path = folder / Path(word).name
        path.touch() if path.suffix else path.mkdir(exist_ok=True)
        return str(path)

    return [there(word) for word in words]


@pytest.mark.parametrize(
    ("name", "example"),
    [(name, each) for name, some in examples.EXAMPLES.items() for each in some],
)
def test_every_example_is_understood(name: str, example: str, tmp_path: Path) -> None:
    command = EVERY[name]
    words = shlex.split(example)[len(name.split()) :]
    # Raises where an option or a choice is not there, or one that is needed is missing.
    wants = any("--authority" in each.opts for each in command.params)
    authority = ["--authority", "359"] if wants else []
    command.make_context(name, [*authority, *with_files(words, tmp_path)])
