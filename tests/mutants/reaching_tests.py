"""The tests that reach each line, found by running the tests once with coverage."""

import ast
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from coverage import CoverageData

from tests.mutants import naming_tests, rooms, server_made_once

#: The folders of tests that are run against mutants. What a browser or a whole demo
#: shows is left out: a fault is to be noticed by the tests beside it.
FOLDERS = (
    *("domain", "returns", "linkage", "store", "actions", "feeds", "reporting"),
    *("wording", "sign_on", "web", "cli", "journeys"),
)

#: Tests of servers and of the demo, which take long and are about no fault here.
LEFT_OUT = ("tests/store/database", "tests/cli/demo")
#: So long tests run against one mutant at most, as measured with coverage: a fault is
#: to be noticed by quick tests.
MOST_SECONDS = 60.0

_SETTINGS = f"""\
[run]
include = {",".join(f"{room.folder}/*" for room in rooms.ROOMS)}
parallel = true
relative_files = true
"""
#: What pytest ends with where tests ran, though some failed, or where all are long.
_RAN = (0, 1, 5)


@dataclass(frozen=True, slots=True)
class Reached:
    """For each module its lines, and for each line the tests that reach it.

    ``users`` has the tests that use a fixture which is made once for all of them; the
    lines that it reaches have its name. ``seconds`` is how long each test and such
    fixture takes; ``importing`` has for each module the files of tests that import it,
    or a module that imports it, and ``on_call`` the lines that run only when a function
    is called.
    """

    tests: Mapping[str, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]
    importing: Mapping[str, frozenset[str]]
    on_call: Mapping[str, frozenset[int]]
    users: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Those that fail without any fault, and are not run.
    failed: frozenset[str] = frozenset()

    def of(self, module: Path, lines: tuple[int, int]) -> list[str]:
        """The tests that reach a place: the nearest first, of those the quickest.

        Code that runs while the module is imported is reached by no test of its own,
        though the test that happens to be the first to import it seems to, and a
        function within a table may be. Then it is every test that reaches the module,
        and every test of a file that imports it. Tests beyond ``MOST_SECONDS`` are left
        out.
        """
        by_line = self.tests.get(str(module), {})
        first, last = lines
        here = [by_line[line] for line in range(first, last + 1) if line in by_line]
        found = self._tests(here)
        if not found or not self.on_call.get(str(module), frozenset()).issuperset(
            lines
        ):
            files = self.importing.get(str(module), frozenset())
            found = self._tests(by_line.values())
            found |= {
                test
                for test in self.seconds
                if test not in self.users and _file(test) in files
            }

        made_first = self._made_first(found)

        def order(test: str) -> tuple[int, float, str]:
            seconds = self.seconds.get(test, 0.0) + made_first.get(test, 0.0)
            return _distance(module, test), seconds, test

        chosen, until = [], 0.0
        for test in sorted(found - self.failed, key=order):
            until += self.seconds.get(test, 0.0)
            if until <= MOST_SECONDS or not chosen:
                chosen.append(test)
        return chosen

    def seconds_of(self, tests: Iterable[str]) -> float:
        """How long these tests take together, with the fixtures that they share."""
        chosen = set(tests)
        shared = [each for each, users in self.users.items() if users & chosen]
        return sum(self.seconds.get(each, 0.0) for each in (*chosen, *shared))

    def _tests(self, lines: Iterable[frozenset[str]]) -> set[str]:
        named = frozenset[str]().union(*lines)
        found = {name for name in named if name not in self.users}
        return found.union(*(self.users[name] for name in named - found))

    def _made_first(self, tests: set[str]) -> dict[str, float]:
        """The seconds of the fixtures that have to be made before each test."""
        found: dict[str, float] = defaultdict(float)
        for fixture, users in self.users.items():
            for test in users & tests:
                found[test] += self.seconds.get(fixture, 0.0)
        return found


def _distance(module: Path, test: str) -> int:
    """How far the test is from the module: 0 for a test of the same folder."""
    own = module.parent.parts[1:]
    folder = Path(_file(test)).parent.parts[1:]
    return len(own) - sum(a == b for a, b in zip(own, folder, strict=False))


def _file(test: str) -> str:
    return test.partition("::")[0]


def _importing(root: Path) -> Mapping[str, frozenset[str]]:
    """The files of tests by the modules that they import, or whose importer they do."""
    imports = {
        file.relative_to(root): _imports(root, file)
        for top in ("tracker", "tests")
        for file in (root / top).rglob("*.py")
    }
    found: dict[str, set[str]] = defaultdict(set)
    for file, modules in imports.items():
        if file.parts[0] == "tests":
            for module in modules.union(*(imports.get(it, set()) for it in modules)):
                found[str(module)].add(str(file))
    return {module: frozenset(files) for module, files in found.items()}


def _imports(root: Path, file: Path) -> set[Path]:
    """The modules of ours that a file imports, also those whose names it imports."""
    named = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            named.add(node.module)
            named.update(f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            named.update(each.name for each in node.names)
    paths = (Path(*each.split(".")).with_suffix(".py") for each in named)
    return {path for path in paths if (root / path).is_file()}


def of_code(
    kept_in: Path,
    copies: Sequence[Path],
    *,
    modules: Iterable[Path],
    folders: Iterable[str] = FOLDERS,
) -> Reached:
    """The tests that reach each line of the modules.

    They are measured once, side by side in copies of the tree; what an earlier run has
    measured is kept. Raises subprocess.CalledProcessError where tests cannot be run.
    """
    kept_in.mkdir(parents=True, exist_ok=True)
    (kept_in / "coveragerc").write_text(_SETTINGS, "utf-8")
    parts = _parts(copies[0], folders)
    left = {name: part for name, part in parts.items() if not _kept(kept_in, name)}
    sizes = {
        name: sum((copies[0] / file).stat().st_size for file in part)
        for name, part in left.items()
    }
    free: SimpleQueue[Path] = SimpleQueue()
    for each in copies:
        free.put(each)
    begun, done = time.monotonic(), 0

    def measure(name: str) -> None:
        nonlocal done
        copy = free.get()
        try:
            _measure(copy, kept_in, name, left[name])
        finally:
            free.put(copy)
        done += sizes[name]
        rest = (time.monotonic() - begun) / done * (sum(sizes.values()) - done)
        print(f"{name} is measured; about {in_minutes(rest)} left.", flush=True)

    if left:
        print(f"Which lines the tests of {len(left)} folders reach ...", flush=True)
    with ThreadPoolExecutor(len(copies)) as threads:
        # The largest first, so that no process waits long for the other at the end.
        list(threads.map(measure, sorted(left, key=sizes.__getitem__, reverse=True)))
    return _read(copies[0], kept_in, parts, {str(module) for module in modules})


def in_minutes(seconds: float) -> str:
    minutes = round(seconds / 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _parts(root: Path, folders: Iterable[str]) -> dict[str, list[Path]]:
    """The files of tests by the part of the tree that is measured in one process."""
    found: dict[str, list[Path]] = defaultdict(list)
    for folder in folders:
        deep = max(2, len(Path(folder).parts))
        for path in sorted((root / "tests" / folder).rglob("test_*.py")):
            file = path.relative_to(root)
            if not any(file.is_relative_to(each) for each in LEFT_OUT):
                found["-".join(file.parent.parts[1 : 1 + deep])].append(file)
    return found


def _kept(kept_in: Path, name: str) -> Path | None:
    """What was kept about the tests of a part, once it has been measured."""
    file = kept_in / f"{name}.json"
    return file if file.exists() else None


def _measure(root: Path, into: Path, name: str, files: Sequence[Path]) -> None:
    """Runs tests with coverage, in a process of its own."""
    for left in into.glob(f"{name}.coverage.*"):
        left.unlink()
    kept = into / f"{name}.part"
    # The name of a socket may not be long, and tests make some below this folder.
    with tempfile.TemporaryDirectory(prefix="reach-") as short:
        command = [
            *(sys.executable, "-m", "coverage", "run"),
            *(f"--rcfile={into / 'coveragerc'}", f"--data-file={into / name}.coverage"),
            *("-m", "pytest", "-n", "0", "-p", "no:cacheprovider"),
            *("-p", naming_tests.__name__, "-p", server_made_once.__name__),
            *(f"--basetemp={short}/tmp", *map(str, files)),
        ]
        environment = {**os.environ, naming_tests.KEPT: str(kept)}
        with (into / f"{name}.log").open("w", encoding="utf-8") as log:
            done = subprocess.run(
                command,
                cwd=root,
                check=False,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
    if done.returncode not in _RAN:
        print(f"The tests of {name} cannot be run: see {into / name}.log", flush=True)
        raise subprocess.CalledProcessError(done.returncode, command)
    kept.rename(into / f"{name}.json")


def _read(
    root: Path, kept_in: Path, parts: Iterable[str], modules: set[str]
) -> Reached:
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    seconds: dict[str, float] = {}
    users: dict[str, set[str]] = defaultdict(set)
    failed: set[str] = set()
    for name in parts:
        for part in kept_in.glob(f"{name}.coverage.*"):
            data = CoverageData(str(part))
            data.read()
            for file in data.measured_files() & modules:
                for line, contexts in data.contexts_by_lineno(file).items():
                    found[file][line].update(filter(None, contexts))
        kept = json.loads((kept_in / f"{name}.json").read_text("utf-8"))
        for each, taken in kept["seconds"].items():
            seconds[each] = max(seconds.get(each, 0.0), taken)
        for fixture, tests in kept["users"].items():
            users[fixture].update(tests)
        failed.update(kept["failed"])
    tests = {
        module: {line: frozenset(tests) for line, tests in by_line.items()}
        for module, by_line in found.items()
    }
    on_call = {module: _on_call((root / module).read_text("utf-8")) for module in tests}
    return Reached(
        tests,
        seconds,
        _importing(root),
        on_call,
        {fixture: frozenset(tests) for fixture, tests in users.items()},
        frozenset(failed),
    )


def _on_call(code: str) -> frozenset[int]:
    """The lines of the bodies of functions."""
    functions: Iterator[ast.FunctionDef] = (
        each for each in ast.walk(ast.parse(code)) if isinstance(each, ast.FunctionDef)
    )
    return frozenset(
        line
        for each in functions
        for line in range(each.body[0].lineno, (each.end_lineno or each.lineno) + 1)
    )
