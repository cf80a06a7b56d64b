"""One map of subjects: folders of few modules, each name once, and no other names."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.repository.folders import (
    LAYERS,
    OPEN,
    OPENED_ONE_BY_ONE,
    ROOT,
    TRACKER,
    folders,
    held,
    imports,
    in_readme,
    modules,
    sentence,
    syntax,
)

#: The end of a folder whose modules are loaded when they are first named.
BY_NAME = "else:\n    __getattr__ = by_name(__name__)\n"

#: A longer list is searched and no longer read.
MOST_MODULES = 14

#: Names that say nothing to a reader who does not know the module's history.
OPAQUE = frozenset(
    {
        *("behind", "asked", "kinds", "known", "words", "own", "marks", "traces"),
        *("taking_in", "one_record", "days_work", "possible", "contacted", "told"),
        *("utils", "helpers", "common", "manager"),
    }
)
#: Each feed is a folder of the same parts, so that one who knows one knows all.
PARTS_OF_A_FEED = frozenset({"feed", "columns", "roll", "record"})


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def test_readme_shows_the_folders_as_they_are() -> None:
    """`make map` writes it."""
    assert (ROOT / "README.md").read_text(encoding="utf-8") == in_readme()


def test_every_layer_is_on_the_map() -> None:
    standing = {each.name for each in TRACKER.iterdir() if any(each.glob("*.py"))}
    assert standing == set(LAYERS)


def test_no_folder_holds_more_than_a_reader_takes_in() -> None:
    tests = [each for each in ROOT.glob("tests/**/") if any(each.glob("*.py"))]
    full = {
        str(each.relative_to(ROOT)): len(modules(each))
        for each in [*folders(), *tests]
        if len(modules(each)) > MOST_MODULES
    }
    assert full == {}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_name_stands_once_in_a_layer(layer: str) -> None:
    where = defaultdict(list)
    for folder in folders(TRACKER / layer):
        for each in modules(folder):
            where[each.stem].append(dotted(each))
    twice = {
        stem: places
        for stem, places in where.items()
        if len(places) > 1 and not (layer == "feeds" and stem in PARTS_OF_A_FEED)
    }
    by_one_letter = sorted(stem for stem in where if f"{stem}s" in where)
    assert twice == {}
    assert by_one_letter == []
    assert sorted(set(where) & OPAQUE) == []


@pytest.mark.parametrize("layer", LAYERS)
def test_a_folder_says_what_it_is_about_and_opens_what_it_holds(layer: str) -> None:
    for folder in folders(TRACKER / layer):
        assert sentence(folder), f"{dotted(folder)} does not say what it is about"
        if layer not in OPEN or folder in OPENED_ONE_BY_ONE:
            continue
        source = (folder / "__init__.py").read_text(encoding="utf-8")
        _, *body = ast.parse(source).body
        if source.endswith(BY_NAME):
            body = next(each.body for each in body if isinstance(each, ast.If))
        opened = [
            alias.name
            for each in body
            if isinstance(each, ast.ImportFrom) and each.module == dotted(folder)
            for alias in each.names
        ]
        assert len(body) == 1, f"{dotted(folder)} holds code"
        assert opened == held(folder), dotted(folder)


def test_no_module_of_ours_has_a_second_name() -> None:
    renamed = [
        f"{dotted(path)}: {each.lineno}"
        for folder in ("tracker", "reports", "tests")
        for path in ROOT.glob(f"{folder}/**/*.py")
        for each in imports(path)
        for alias in each.names
        if alias.asname and re.match("(tracker|reports|tests)\\b", _source(each, alias))
    ]
    assert renamed == []


def _source(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    return alias.name if isinstance(node, ast.Import) else node.module or ""


def test_no_call_goes_through_a_folder_that_does_not_open_its_modules() -> None:
    """Such a call works only after another module has imported what it needs."""
    closed = {
        dotted(folder)
        for layer in LAYERS
        if layer not in OPEN
        for folder in folders(TRACKER / layer)
    }
    through = [
        f"{dotted(path)}: {use.lineno}"
        for folder in ("tracker", "reports", "tests")
        for path in ROOT.glob(f"{folder}/**/*.py")
        for each in imports(path)
        if isinstance(each, ast.ImportFrom)
        for alias in each.names
        if (package := f"{each.module}.{alias.name}") in closed
        for use in syntax(path)
        if isinstance(use, ast.Attribute)
        and isinstance(use.value, ast.Name)
        and use.value.id == alias.name
        and (ROOT / package.replace(".", "/") / f"{use.attr}.py").exists()
    ]
    assert through == []
