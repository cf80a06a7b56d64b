"""The tests of a quick run: those that start nothing, neither a server nor a process.

pytest -p tests.quick.starting_nothing

The fixtures of a test decide, and the functions of the tests that it calls. A test that
starts something all the same, or opens a connection to another machine, fails.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

TESTS = Path(__file__).parents[1]
#: Fixtures that start something: a server, a browser, one that signs people on, the
#: documentation's pages, a copy of the program.
STARTERS = frozenset({"var", "chromium_program", "_provider", "built", "follow"})
#: A module of tests that names one of these starts processes itself.
_STARTING_WORDS = re.compile(
    r"\b(subprocess|own_server|getfixturevalue|second_process|confined|processes|fork"
    r"|rooms|server_account|page_packages|copies|sent_documents|bench)\b"
)
#: They start nothing, and take as long as a fifth of all the others.
LEFT_TO_MAKE_TEST = frozenset(
    {"web/front/test_server.py", "linkage/names/test_sibling_names.py"}
    | {"reporting/releases/test_differencing.py", "feeds/reading/test_no_line_lost.py"}
)
_STARTS = frozenset({"subprocess.Popen", "os.fork", "os.posix_spawn", "os.exec"})
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_FUNCTION = re.compile(r"^def (\w+)\(([^)]*)\)", re.MULTILINE)
_ARGUMENT = re.compile(r"(\w+)\s*(?=[:,]|$)")


def may_be_quick(path: Path) -> bool:
    """Whether a module has a test for which no fixture is known to start something."""
    left = {str(TESTS / each) for each in LEFT_TO_MAKE_TEST}
    if str(path) in left or _STARTING_WORDS.search(path.read_text("utf-8")):
        return False
    folders = [each for each in path.parents if each.is_relative_to(TESTS)]
    near = [_functions(path), *(_functions(each / "conftest.py") for each in folders)]
    return any(
        not any(_starts_something(each, near) for each in given)
        for name, given in near[0].items()
        if name.startswith("test_")
    )


def _starts_something(name: str, near: list[dict[str, list[str]]]) -> bool:
    """Whether a fixture starts something; the nearest one of its name counts."""
    if name in STARTERS:
        return True
    for place, functions in enumerate(near):
        if name in functions:
            others = near[place + 1 :]
            return any(
                _starts_something(each, others if each == name else near)
                for each in functions[name]
            )
    return False


@cache
def _functions(path: Path) -> dict[str, list[str]]:
    source = path.read_text("utf-8") if path.exists() else ""
    found = _FUNCTION.findall(source)
    return {name: _ARGUMENT.findall(given) for name, given in found}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--part", default="0/1", help="0/4: the first of four, by module")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leaves out whole modules by their text, as importing them takes long."""
    if collection_path.suffix != ".py":
        return None
    part, _, parts = config.getoption("part").partition("/")
    if collection_path.is_relative_to(TESTS):
        from tests.divided.together import group  # pytest is to load that one itself

        shared = group(str(collection_path.relative_to(TESTS.parent)))
        if crc32(shared.encode()) % int(parts) != int(part):
            return True
    return None if may_be_quick(collection_path) else True


def pytest_configure() -> None:
    from tests import examples_drawn

    examples_drawn.draw_fewer()
    sys.addaudithook(_refuse)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    quick, others = [], []
    for each in items:
        (others if STARTERS & set(each.fixturenames) else quick).append(each)
    config.hook.pytest_deselected(items=others)
    items[:] = quick


_running: list[str] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _running.append(item.nodeid)
    try:
        return (yield)
    finally:
        _running.clear()


def _refuse(event: str, given: tuple[Any, ...]) -> None:
    if not _running:
        return
    connects = event == "socket.connect" and isinstance(given[1], tuple)
    if event in _STARTS or (connects and given[1][0] not in _HERE):
        pytest.fail(
            f"{_running[0]} is run by make quick, but would start or reach"
            f" {' '.join(map(str, given[:2])) or event}. Let it take what it"
            " starts from a fixture, or from a module that is named in"
            f" {Path(__file__).relative_to(TESTS.parent)}."
        )
