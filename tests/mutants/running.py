"""Runs tests against mutants: each in a process of its own, in a copy of the program.

The libraries are loaded once. A process for a mutant begins as a copy of the one that
has loaded them, so that it starts in a fraction of a second.
"""

import atexit
import importlib
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from tests.mutants.changed_code import Mutant

#: Loaded before the first mutant. No module of ours: each process loads those itself.
#: Nor hypothesis, which pytest wants to load by itself.
_LIBRARIES = ("flask_sqlalchemy", "pandas", "psycopg", "lxml.etree", "splink")

_COPIED = ("tracker", "tests", "reports", "templates", "docs", "static")
_FILES = (
    "pyproject.toml",
    "wsgi.py",
    "CONTRIBUTING.md",
    "README.md",
    "requirements.txt",
)
_SECONDS = 300
_LOOK_AGAIN = 0.02
#: What pytest itself never ends with.
_BROKEN = 70
#: The tests of so many mutants are run without a fault first.
_CHECKED = 3


class Outcome(StrEnum):
    """What came of a mutant; one that no test reaches survives."""

    KILLED = "killed"
    TOO_LONG = "killed, as it never ends"
    SURVIVED = "survived"
    UNREACHED = "survived, as no test reaches it"


@dataclass(frozen=True, slots=True)
class Result:
    mutant: Mutant
    outcome: Outcome
    tests: int

    @property
    def killed(self) -> bool:
        return self.outcome in (Outcome.KILLED, Outcome.TOO_LONG)


def run(
    mutants: Sequence[tuple[Mutant, Sequence[str]]],
    *,
    root: Path,
    below: Path,
    processes: int,
) -> Iterator[Result]:
    """The result of each mutant with the tests that reach it, as they come."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    free = [_copy(root, below / f"copy-{number}") for number in range(processes)]
    _check(mutants, root, free[0])
    running: list[_Running] = []
    for mutant, tests in mutants:
        if not tests:
            yield Result(mutant, Outcome.UNREACHED, 0)
            continue
        while not free:
            yield from _collect(running, free)
        running.append(_begin(mutant, tests, free.pop()))
    while running:
        yield from _collect(running, free)


def _check(
    mutants: Sequence[tuple[Mutant, Sequence[str]]], root: Path, copy: Path
) -> None:
    """Runs some of the tests without a fault. Raises RuntimeError where one fails.

    Otherwise a copy in which nothing works would seem to kill every mutant.
    """
    for mutant, tests in [each for each in mutants if each[1]][:_CHECKED]:
        code = (root / mutant.module).read_text("utf-8")
        begun = _begin(replace(mutant, code=code), tests, copy)
        while (outcome := begun.outcome()) is None:
            time.sleep(_LOOK_AGAIN)
        if outcome != Outcome.SURVIVED:
            raise RuntimeError(f"Without a fault, a test of {mutant.module} fails.")


@dataclass(frozen=True, slots=True)
class _Running:
    """A process that runs tests against a mutant, and the code before the fault."""

    mutant: Mutant
    tests: int
    copy: Path
    before: str
    process: int
    until: float

    def outcome(self) -> Outcome | None:
        """What came of it; None while it runs. One that never ends is killed."""
        ended, status = os.waitpid(self.process, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            return Outcome.SURVIVED if code == 0 else Outcome.KILLED
        if time.monotonic() < self.until:
            return None
        os.killpg(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        return Outcome.TOO_LONG


def _collect(running: list[_Running], free: list[Path]) -> Iterator[Result]:
    """The results of those that have ended; waits a moment where none has."""
    found = [(each, outcome) for each in running if (outcome := each.outcome())]
    for each, outcome in found:
        running.remove(each)
        _write(each.copy / each.mutant.module, each.before)
        free.append(each.copy)
        yield Result(each.mutant, outcome, each.tests)
    if not found:
        time.sleep(_LOOK_AGAIN)


def _begin(mutant: Mutant, tests: Sequence[str], copy: Path) -> _Running:
    """Puts the fault into a copy of the program, and starts the tests there."""
    file = copy / mutant.module
    before = file.read_text("utf-8")
    _write(file, mutant.code)
    process = os.fork()
    if process == 0:
        # Nothing of the parent's may run in the child, whatever happens.
        try:
            atexit._clear()
            code = _in_child(copy, tests)
            # Tests stop their own servers at the end of their process.
            atexit._run_exitfuncs()
            os._exit(code)
        except BaseException:
            traceback.print_exc()
            os._exit(_BROKEN)
    until = time.monotonic() + _SECONDS
    return _Running(mutant, len(tests), copy, before, process, until)


def _copy(root: Path, copy: Path) -> Path:
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    leave_out = shutil.ignore_patterns("__pycache__", "vendor")
    for name in _COPIED:
        shutil.copytree(root / name, copy / name, ignore=leave_out)
    for name in _FILES:
        shutil.copy(root / name, copy / name)
    return copy


def _write(file: Path, code: str) -> None:
    """Writes a module, and removes what was compiled from other code of the name."""
    file.write_text(code, "utf-8")
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink(missing_ok=True)


def _in_child(copy: Path, tests: Sequence[str]) -> int:
    os.setsid()
    os.chdir(copy)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    ours = ("tracker", "tests", "reports")
    for name in [each for each in sys.modules if each.split(".")[0] in ours]:
        del sys.modules[name]
    sys.path[:] = [
        str(copy),
        *(each for each in sys.path if each not in ("", os.curdir)),
    ]
    import pytest

    return int(
        pytest.main(
            [
                *("-x", "-n", "0", "-p", "no:cacheprovider"),
                "--hypothesis-profile=noticing",
                f"--basetemp={copy / 'tmp'}",
                *tests,
            ]
        )
    )
