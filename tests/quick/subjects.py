"""The tests about a subject and those above it, by the contract of the imports."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
_CONTRACT = "A subject knows only the subjects below it, the same in every layer"


class NoSubject(Exception):
    """A word names no subject and no folder of tests; the text lists the subjects."""


def layers() -> list[list[str]]:
    """The subjects from the top down; those of one layer do not know each other."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (ours,) = [each for each in contracts if each["name"] == _CONTRACT]
    return [re.findall(r"\w+", layer) for layer in ours["layers"]]


def touched_by(word: str) -> list[str]:
    """The subjects that a change of one touches: itself and those that may import it.

    Any other folder, such as a feed, touches itself alone. Raises NoSubject.
    """
    above: list[str] = []
    for layer in layers():
        if word in layer:
            return [word, *above]
        above += layer
    if not any(_folders(word)):
        raise NoSubject(
            f"There is no subject {word}. The subjects are {', '.join(above)}; a folder"
            " of the tests, such as returns or census, is one too."
        )
    return [word]


def folders(words: Sequence[str]) -> list[Path]:
    """The folders of the tests that a change touches. Raises NoSubject."""
    names = dict.fromkeys(name for word in words for name in touched_by(word))
    found = {path for name in names for path in _folders(name)}
    return sorted(each for each in found if not found & set(each.parents))


def _folders(name: str) -> Iterator[Path]:
    for path in (ROOT / "tests").rglob(name):
        if path.is_dir() and any(path.rglob("test_*.py")):
            yield path
