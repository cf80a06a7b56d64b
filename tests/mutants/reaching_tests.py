"""The tests that reach each line, found by running the tests once with coverage."""

import hashlib
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

#: The folders of tests that are run against mutants. What a browser or a whole demo
#: shows is left out: a fault is to be noticed by the tests beside it.
FOLDERS = ("domain", "returns", "linkage", "store", "actions", "reporting", "wording")

_SETTINGS = """\
[run]
source = tracker
parallel = true
relative_files = true
"""


@dataclass(frozen=True, slots=True)
class Reached:
    """For each module its lines, and for each line the tests that reach it."""

    tests: Mapping[str, Mapping[int, frozenset[str]]]

    def of(self, module: Path, lines: tuple[int, int]) -> list[str]:
        """The tests that reach a place, those of the fewest places first.

        Code that runs while the module is imported is reached by no test of its own.
        Then it is every test that reaches the module.
        """
        by_line = self.tests.get(str(module), {})
        first, last = lines
        found = {
            test
            for line in range(first, last + 1)
            for test in by_line.get(line, frozenset())
        }
        if not found:
            found = {test for tests in by_line.values() for test in tests}
        return sorted(found, key=lambda test: (_distance(module, test), test))


def _distance(module: Path, test: str) -> int:
    """How far the test is from the module: 0 for a test of the same folder."""
    own = module.parent.parts[1:]
    return len(own) - sum(a == b for a, b in zip(own, _folder(test), strict=False))


def _folder(test: str) -> Sequence[str]:
    return Path(test.partition("::")[0]).parent.parts[1:]


def of_code(root: Path, kept_in: Path, folders: Iterable[str] = FOLDERS) -> Reached:
    """The tests that reach each line; measured again only where the code has changed.

    Raises subprocess.CalledProcessError where a test fails without any fault.
    """
    folder = kept_in / _digest(root)
    if not (folder / "complete").exists():
        _measure(root, folder, folders)
        (folder / "complete").touch()
    return _read(folder)


def _digest(root: Path) -> str:
    """A digest of the program and its tests."""
    together = hashlib.sha256()
    for top in ("tracker", "tests"):
        for path in sorted((root / top).rglob("*.py")):
            together.update(path.read_bytes())
    return together.hexdigest()[:16]


def _measure(root: Path, into: Path, folders: Iterable[str]) -> None:
    """Runs the tests of each folder with coverage, one process a folder."""
    into.mkdir(parents=True, exist_ok=True)
    settings = into / "coveragerc"
    settings.write_text(_SETTINGS, "utf-8")
    for each in folders:
        print(f"Which lines the tests of {each} reach ...", flush=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "coverage", "run"),
                *(f"--rcfile={settings}", f"--data-file={into / each}"),
                *("-m", "pytest", "-n", "0", "-p", "no:cacheprovider"),
                *("-p", "tests.mutants.naming_tests"),
                *(f"--basetemp={into / 'tmp'}", f"tests/{each}"),
            ],
            cwd=root,
            check=True,
        )


def _read(folder: Path) -> Reached:
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for part in folder.glob("*.*.*.*"):
        data = CoverageData(str(part))
        data.read()
        for file in data.measured_files():
            for line, contexts in data.contexts_by_lineno(file).items():
                found[file][line].update(filter(None, contexts))
    return Reached(
        {
            module: {line: frozenset(tests) for line, tests in by_line.items()}
            for module, by_line in found.items()
        }
    )
