"""The Containerfile's own lines, read as an engine reads them.

An instruction, or a way of writing one, that this reader does not know is refused: a
test that left it out would be about another image than the one that is built.
"""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT

CONTAINERFILE = ROOT / "deploy" / "container" / "Containerfile"
IGNORED = CONTAINERFILE.with_name("Containerfile.dockerignore")

_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
#: Those that are about the finished image; the others are steps.
_SETTINGS = {"USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD", "LABEL"}
_STEPS = {"RUN", "COPY", "WORKDIR", "ENV", "ARG"}


class NotUnderstood(Exception):
    """A line that this reader does not know; the text is the line."""


@dataclass(frozen=True)
class Step:
    """A line that is carried out: its instruction, and the words after it."""

    instruction: str
    words: str


@dataclass
class Stage:
    """What stands below one FROM: its name, its base, its steps and its settings."""

    name: str
    base: str
    steps: list[Step] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    def command(self, instruction: str = "CMD") -> list[str]:
        """The words of CMD, or of the command of HEALTHCHECK, without a shell."""
        words = self.settings[instruction].partition("[")
        return list(map(str, json.loads("[" + words[2])))

    def volume(self) -> str:
        """The one folder that outlives a container."""
        (only,) = json.loads(self.settings["VOLUME"])
        return str(only)

    def user(self) -> tuple[int, int]:
        """The numbers of the account and of its group."""
        account, group = self.settings["USER"].split(":")
        return int(account), int(group)


def lines(text: str) -> Iterator[Step]:
    """Each instruction with its words; remarks are left out, ends of lines joined."""
    kept = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\s*\\\n\s*", " ", "\n".join(kept)).splitlines():
        if line.strip():
            instruction, _, words = line.strip().partition(" ")
            yield Step(instruction, words.strip())


def stages(text: str) -> list[Stage]:
    """The stages of a Containerfile. Raises NotUnderstood."""
    found: list[Stage] = []
    given: dict[str, str] = {}
    for line in lines(text):
        if line.instruction == "FROM":
            base, _, name = line.words.partition(" AS ")
            found.append(Stage(name or str(len(found)), substituted(base, given)))
        elif not found and line.instruction == "ARG":
            name, _, value = line.words.partition("=")
            given[name] = value
        elif found and line.instruction in _SETTINGS:
            found[-1].settings[line.instruction] = line.words
        elif found and line.instruction in _STEPS:
            found[-1].steps.append(line)
        else:
            raise NotUnderstood(f"{line.instruction} {line.words}")
    return found


def substituted(text: str, given: dict[str, str]) -> str:
    """A text with its variables filled in. Raises NotUnderstood for an unknown one."""

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in given:
            raise NotUnderstood(text)
        return given[name]

    return _VARIABLE.sub(value, text)


def variables(words: str, given: dict[str, str]) -> dict[str, str]:
    """What an ENV sets. Raises NotUnderstood."""
    pairs = [each.partition("=") for each in shlex.split(words)]
    if not all(sign for _, sign, _ in pairs):
        raise NotUnderstood(f"ENV {words}")
    return {name: substituted(value, given) for name, _, value in pairs}


def sources(context: Path = ROOT) -> list[Path]:
    """What the steps copy from the repository."""
    (built, *_) = stages(CONTAINERFILE.read_text(encoding="utf-8"))
    return [
        context / each
        for step in built.steps
        if step.instruction == "COPY"
        for each in step.words.split()[:-1]
    ]
