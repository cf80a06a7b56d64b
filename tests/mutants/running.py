"""Runs tests against mutants: each in a process of its own, in a copy of the program.

The libraries are loaded once. A process for a mutant begins as a copy of the one that
has loaded them, and its database as a copy of one that has its tables.
"""

import atexit
import gc
import importlib
import importlib.metadata
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.mutants import server_made_once
from tests.mutants.changed_code import Mutant
from tests.mutants.kept_results import Outcome, Result, result

_OURS = ("tracker", "tests", "reports")
_LOOK_AGAIN = 0.02
#: What pytest itself never ends with.
_BROKEN = 70
#: The tests of so many mutants are run without a fault first.
_CHECKED = 3
#: How long tests may take: so many seconds, and so many times what they usually take.
#: On a busy machine a run that is only slow is not to pass for one that never ends.
_SECONDS, _TIMES = 120.0, 3
#: Where tests have the folders of their servers, and how the names begin.
_FOLDERS = (Path("/dev/shm"), Path(tempfile.gettempdir()))
_SERVERS = "tracker-tests-{process}-*"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A mutant with the tests that are run against it, and how long they take."""

    mutant: Mutant
    tests: Sequence[str]
    seconds: float


def make_server(copy: Path, made: Path) -> None:
    """Makes the server that each run of tests begins with a copy of.

    From then on libraries that tests load are loaded already. Raises RuntimeError where
    the tests of the tree cannot begin.
    """
    os.environ[server_made_once.MADE] = str(made)
    file = Path(server_made_once.__file__).relative_to(Path(__file__).parents[2])
    process = _fork(copy, [str(file)], copy / "failed", quiet=False)
    _, status = os.waitpid(process, 0)
    loaded = made / server_made_once.LOADED
    if os.waitstatus_to_exitcode(status) != 0 or not loaded.exists():
        raise RuntimeError("The server of the tests cannot be made.")
    _load(json.loads(loaded.read_text("utf-8")))


def _load(names: Sequence[str]) -> None:
    """Loads libraries, but none of ours: each process loads those itself.

    Nor plugins of pytest, which it wants to load by itself.
    """
    plugins = {
        Path(file.parts[0]).stem
        for each in importlib.metadata.entry_points(group="pytest11")
        if each.dist is not None
        for file in each.dist.files or ()
    }
    for name in names:
        if name.partition(".")[0] not in {*_OURS, *plugins, "__main__", "conftest"}:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    importlib.import_module(name)
                except Exception:  # such as a module that only its library can load
                    continue
    gc.collect()
    # Otherwise each process would copy the memory when it looks for garbage.
    gc.freeze()


def run(chosen: Sequence[Chosen], copies: Sequence[Path]) -> Iterator[Result]:
    """The result of each mutant with its tests, as they come."""
    free = list(copies)
    _check(chosen, free[0])
    running: list[_Running] = []
    for each in chosen:
        if not each.tests:
            yield result(each.mutant, Outcome.UNREACHED)
            continue
        while not free:
            yield from _collect(running, free)
        running.append(_begin(each, free.pop()))
    while running:
        yield from _collect(running, free)


def _check(chosen: Sequence[Chosen], copy: Path) -> None:
    """Runs some of the tests without a fault. Raises RuntimeError where one fails.

    Otherwise a copy in which nothing works would seem to kill every mutant.
    """
    reached = [each for each in chosen if each.tests]
    for each in reached[:: max(1, len(reached) // _CHECKED)][:_CHECKED]:
        mutant = each.mutant
        code = (copy / mutant.module).read_text("utf-8")
        begun = _begin(replace(each, mutant=replace(mutant, code=code)), copy)
        while (outcome := begun.outcome()) is None:
            time.sleep(_LOOK_AGAIN)
        if outcome != Outcome.SURVIVED:
            raise RuntimeError(
                f"Without a fault, a test of {mutant.module} fails: {begun.failed()}"
            )


@dataclass(frozen=True, slots=True)
class _Running:
    """A process that runs tests against a mutant, and the code before the fault."""

    chosen: Chosen
    copy: Path
    before: str
    process: int
    begun: float

    def outcome(self) -> Outcome | None:
        """The outcome; None while it runs. One that never ends is killed."""
        ended, status = os.waitpid(self.process, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            return Outcome.SURVIVED if code == 0 else Outcome.KILLED
        limit = _SECONDS + _TIMES * self.chosen.seconds
        if time.monotonic() < self.begun + limit:
            return None
        os.killpg(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        _end_servers(self.process)
        return Outcome.TOO_LONG

    def failed(self) -> str:
        """The test that failed; empty where none could begin."""
        file = _failed(self.copy)
        return file.read_text("utf-8") if file.exists() else ""


def _collect(running: list[_Running], free: list[Path]) -> Iterator[Result]:
    """The results of those that have ended; waits a moment where none has."""
    found = [(each, outcome) for each in running if (outcome := each.outcome())]
    for each, outcome in found:
        running.remove(each)
        chosen = each.chosen
        seconds = time.monotonic() - each.begun
        failed = each.failed()
        _write(each.copy / chosen.mutant.module, each.before)
        free.append(each.copy)
        yield result(chosen.mutant, outcome, len(chosen.tests), seconds, failed)
    if not found:
        time.sleep(_LOOK_AGAIN)


def _begin(chosen: Chosen, copy: Path) -> _Running:
    """Puts the fault into a copy of the program, and starts the tests there."""
    file = copy / chosen.mutant.module
    before = file.read_text("utf-8")
    _write(file, chosen.mutant.code)
    _failed(copy).unlink(missing_ok=True)
    process = _fork(copy, chosen.tests, _failed(copy))
    return _Running(chosen, copy, before, process, time.monotonic())


def _failed(copy: Path) -> Path:
    return copy / "failed"


def _end_servers(process: int) -> None:
    """Ends the servers of a process that was killed, and removes their folders."""
    for place in _FOLDERS:
        for folder in place.glob(_SERVERS.format(process=process)):
            for file in folder.rglob("postmaster.pid"):
                with suppress(OSError):  # it has ended by itself
                    os.kill(int(file.read_text("utf-8").split()[0]), signal.SIGQUIT)
            shutil.rmtree(folder, ignore_errors=True)


def _write(file: Path, code: str) -> None:
    """Writes a module, and removes what was compiled from other code of the name."""
    file.write_text(code, "utf-8")
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink(missing_ok=True)


def _fork(copy: Path, tests: Sequence[str], failed: Path, *, quiet: bool = True) -> int:
    process = os.fork()
    if process == 0:
        # Nothing of the parent's may run in the child, whatever happens.
        try:
            atexit._clear()
            code = _in_child(copy, tests, _FirstFailure(failed), quiet=quiet)
            # Tests stop their own servers at the end of their process.
            atexit._run_exitfuncs()
            os._exit(code)
        except BaseException:
            traceback.print_exc()
            os._exit(_BROKEN)
    return process


class _FirstFailure:
    """A plugin that keeps the name of the test that fails first, in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self._file.exists():
            self._file.write_text(report.nodeid, "utf-8")


def _in_child(
    copy: Path, tests: Sequence[str], plugin: _FirstFailure, *, quiet: bool
) -> int:
    os.setsid()
    os.chdir(copy)
    if quiet:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
    for name in [each for each in sys.modules if each.split(".")[0] in _OURS]:
        del sys.modules[name]
    sys.path[:] = [
        str(copy),
        *(each for each in sys.path if each not in ("", os.curdir)),
    ]
    # Imported here, and by its name: the module of the copy, as pytest itself loads it.
    main: Callable[..., int] = importlib.import_module("pytest").main
    return int(
        main(
            [
                *("-x", "-n", "0", "-p", "no:cacheprovider"),
                *("-p", "tests.mutants.server_made_once"),
                "--hypothesis-profile=noticing",
                f"--basetemp={copy / 'tmp'}",
                *tests,
            ],
            plugins=[plugin],
        )
    )
