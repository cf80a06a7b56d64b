"""The tests that reach each line, found by running the tests once with coverage."""

import ast
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path

from coverage import CoverageData

from tests.mutants import naming_tests

#: The folders of tests that are run against mutants. What a browser or a whole demo
#: shows is left out: a fault is to be noticed by the tests beside it. What is about the
#: law is tested by its commands, its pages and its stories.
FOLDERS = (
    *("domain", "returns", "linkage", "store", "actions", "reporting", "wording"),
    *("cli/law", "web/officer", "journeys/restrictions"),
)

#: Tests of servers, which take long and are about no scope.
LEFT_OUT = "tests/store/database"
#: So long tests run against one mutant at most, as measured with coverage: a fault is
#: to be noticed by quick tests.
MOST_SECONDS = 60.0

_SETTINGS = """\
[run]
source = tracker
parallel = true
relative_files = true
"""


@dataclass(frozen=True, slots=True)
class Reached:
    """For each module its lines, and for each line the tests that reach it.

    ``seconds`` is how long each test takes; ``importing`` has for each module the
    files of tests that import it, or a module that imports it, and ``on_call`` the
    lines that run only when a function is called.
    """

    tests: Mapping[str, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]
    importing: Mapping[str, frozenset[str]]
    on_call: Mapping[str, frozenset[int]]

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
        found = {test for tests in here for test in tests}
        if not found or not self.on_call.get(str(module), frozenset()).issuperset(
            lines
        ):
            files = self.importing.get(str(module), frozenset())
            found = {test for tests in by_line.values() for test in tests}
            found |= {test for test in self.seconds if _file(test) in files}

        def order(test: str) -> tuple[int, float, str]:
            return _distance(module, test), self.seconds.get(test, 0.0), test

        ordered = sorted(found, key=order)
        until = accumulate(self.seconds.get(test, 0.0) for test in ordered)
        return [
            test
            for test, seconds in zip(ordered, until, strict=True)
            if seconds <= MOST_SECONDS or test == ordered[0]
        ]


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
    root: Path, kept_in: Path, folders: Iterable[str] = FOLDERS, *, processes: int = 1
) -> Reached:
    """The tests that reach each line; measured again only where the code has changed.

    Raises subprocess.CalledProcessError where a test fails without any fault.
    """
    folder = kept_in / _digest(root)
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "coveragerc").write_text(_SETTINGS, "utf-8")
        with ThreadPoolExecutor(processes) as threads:
            list(threads.map(partial(_measure, root, folder), folders))
        (folder / "complete").touch()
    return _read(root, folder)


def _digest(root: Path) -> str:
    """A digest of the program and its tests."""
    together = hashlib.sha256()
    for top in ("tracker", "tests"):
        for path in sorted((root / top).rglob("*.py")):
            together.update(path.read_bytes())
    return together.hexdigest()[:16]


def _measure(root: Path, into: Path, folder: str) -> None:
    """Runs the tests of a folder with coverage, in a process of its own."""
    print(f"Which lines the tests of {folder} reach ...", flush=True)
    kept = into / folder.replace("/", "-")
    # The name of a socket may not be long, and tests make some below this folder.
    with tempfile.TemporaryDirectory(prefix="reach-") as short:
        subprocess.run(
            [
                *(sys.executable, "-m", "coverage", "run"),
                *(f"--rcfile={into / 'coveragerc'}", f"--data-file={kept}"),
                *("-m", "pytest", "-n", "0", "-p", "no:cacheprovider"),
                *("-p", "tests.mutants.naming_tests", f"--ignore={LEFT_OUT}"),
                *(f"--basetemp={short}/tmp", f"tests/{folder}"),
            ],
            cwd=root,
            check=True,
            env={**os.environ, naming_tests.SECONDS: f"{kept}.json"},
        )


def _read(root: Path, folder: Path) -> Reached:
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for part in folder.glob("*.*.*.*"):
        data = CoverageData(str(part))
        data.read()
        for file in data.measured_files():
            for line, contexts in data.contexts_by_lineno(file).items():
                found[file][line].update(filter(None, contexts))
    seconds: dict[str, float] = {}
    for part in folder.glob("*.json"):
        seconds |= json.loads(part.read_text("utf-8"))
    tests = {
        module: {line: frozenset(tests) for line, tests in by_line.items()}
        for module, by_line in found.items()
    }
    on_call = {module: _on_call((root / module).read_text("utf-8")) for module in tests}
    return Reached(tests, seconds, _importing(root), on_call)


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
