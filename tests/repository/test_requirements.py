"""Every imported package is declared, and every installed one is locked by hash."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repository.folders import ROOT, imports

OURS = {"tracker", "reports", "tests", "docs", "wsgi"}
PROGRAM = ("tracker", "reports", "wsgi.py")
LOCKS = ("requirements", "requirements-dev")
#: The lock of what builds the package and the image, of which no server has anything.
BUILD = "deploy/build"

ADDRESS = re.compile(
    r"://|^\s*--(?:index|extra-index|find-links|trusted)", re.MULTILINE
)


@dataclass(frozen=True)
class Locked:
    """A line of a lock: one version of a package, for some or all machines."""

    requirement: Requirement
    hashes: frozenset[str]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)


def imported(nodes: Iterable[ast.AST]) -> set[str]:
    """The packages of others that a module imports, by their first name."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.partition(".")[0])
    return found - OURS - set(sys.stdlib_module_names)


def declared(text: str) -> dict[str, Requirement]:
    """The packages that a list of direct requirements names."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    found = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {canonicalize_name(each.name): each for each in found}


def locked(text: str) -> list[Locked]:
    """The lines of a lock. A hash stands on a line of its own below its package."""
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    lines = [line.strip() for line in joined.splitlines()]
    found = []
    for line in lines:
        if line and not line.startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=", line)
            found.append(Locked(Requirement(requirement), frozenset(hashes)))
    return found


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def sources(*names: str) -> Iterator[Path]:
    for each in names:
        path = ROOT / each
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def undeclared(names: tuple[str, ...], known: set[str]) -> dict[str, set[str]]:
    """Imports without a declared package, with the modules that import them."""
    owners = packages_distributions()
    missing: dict[str, set[str]] = {}
    for path in sources(*names):
        for package in imported(imports(path)):
            owning = {canonicalize_name(each) for each in owners.get(package, [])}
            if not owning & known:
                missing.setdefault(package, set()).add(str(path.relative_to(ROOT)))
    return missing


def needed(direct: Iterable[Requirement]) -> set[str]:
    """The packages that requirements need here, as the installed ones declare it."""
    waiting = list(direct)
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        for text in distribution(requirement.name).requires or []:
            need = Requirement(text)
            if need.marker is None or any(
                need.marker.evaluate({"extra": extra})
                for extra in ("", *requirement.extras)
            ):
                waiting.append(need)
    return {name for name, _ in seen}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import numpy as np", {"numpy"}),
        ("from flask.cli import AppGroup", {"flask"}),
        ("def f():\n    import pandas", {"pandas"}),
        ("import os.path\nfrom tracker import store\nfrom . import near", set()),
    ],
)
def test_an_import_of_another_package_is_seen(source: str, found: set[str]) -> None:
    assert imported(ast.walk(ast.parse(source))) == found


def test_a_line_of_a_lock_is_read_with_its_hashes() -> None:
    text = "# a remark\nabc==1.0 ; python_version < '3.12' \\\n    --hash=sha256:a \\\n"
    (line,) = locked(text + "    --hash=sha256:b\n    # via -r requirements.in\n")
    assert (line.name, str(line.requirement.specifier)) == ("abc", "==1.0")
    assert line.hashes == {"sha256:a", "sha256:b"}


def test_what_the_program_imports_is_declared() -> None:
    assert undeclared(PROGRAM, set(declared(read("requirements.in")))) == {}


def test_what_the_tests_import_is_declared() -> None:
    known = {each for lock in LOCKS for each in declared(read(f"{lock}.in"))}
    assert undeclared(("tests", "docs"), known) == {}


@pytest.mark.parametrize("lock", (*LOCKS, BUILD))
def test_each_direct_requirement_is_pinned_and_has_its_reason(lock: str) -> None:
    text = read(f"{lock}.in")
    bare = [
        line
        for line in text.splitlines()
        if line and not line.startswith(("#", "-r ")) and not re.search(r"# \S", line)
    ]
    assert bare == []
    loose = [
        str(each)
        for each in declared(text).values()
        if [clause.operator for clause in each.specifier] != ["=="]
    ]
    assert loose == []


@pytest.mark.parametrize("lock", (*LOCKS, BUILD))
def test_each_locked_package_has_one_version_and_its_hashes(lock: str) -> None:
    lines = locked(read(f"{lock}.txt"))
    assert len(lines) > 30
    for line in lines:
        assert [each.operator for each in line.requirement.specifier] == ["=="]
        assert line.hashes, line.name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in line.hashes)


@pytest.mark.parametrize("lock", (*LOCKS, BUILD))
def test_a_lock_holds_what_its_list_declares(lock: str) -> None:
    held = {
        line.name: line.requirement.specifier for line in locked(read(f"{lock}.txt"))
    }
    stale = {
        name: str(each)
        for name, each in declared(read(f"{lock}.in")).items()
        if held.get(name) != each.specifier
    }
    assert stale == {}, "run make lock"


def test_the_tests_run_on_the_packages_of_a_server() -> None:
    ours, whole = (
        {(str(each.requirement), each.hashes) for each in locked(read(f"{lock}.txt"))}
        for lock in LOCKS
    )
    assert ours - whole == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_all_that_its_packages_need_on_this_machine(lock: str) -> None:
    here = [
        line.name
        for line in locked(read(f"{lock}.txt"))
        if line.requirement.marker is None or line.requirement.marker.evaluate()
    ]
    assert sorted(here) == sorted(set(here)), "two versions of one package"
    direct = [
        each
        for name in LOCKS[: LOCKS.index(lock) + 1]
        for each in declared(read(f"{name}.in")).values()
    ]
    assert needed(direct) == set(here)


@pytest.mark.parametrize("lock", (*LOCKS, BUILD))
def test_no_address_of_a_registry_is_committed(lock: str) -> None:
    assert ADDRESS.search("--index-url https://example.org/simple")
    for suffix in ("in", "txt"):
        assert ADDRESS.search(read(f"{lock}.{suffix}")) is None


def test_both_installers_demand_hashes() -> None:
    makefile = read("Makefile")
    _, _, rest = makefile.partition("define install\n")
    recipe, _, _ = rest.partition("endef")
    ways = re.findall(r"pip install .*?-r \$\(1\)", recipe, re.DOTALL)
    assert len(ways) == 2
    assert all("--require-hashes" in each for each in ways)
