"""The pages that send a file, found in the source: no list of them is kept by hand."""

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

import tracker.web

_ROOT = Path(tracker.web.__file__).parent
#: A function of a module.
Place = tuple[str, str]


def endpoints(pages: Flask) -> set[str]:
    """The endpoints whose view sends an attachment, itself or by another function."""
    calls, sends = dict[Place, set[Place]](), set[Place]()
    for path in _ROOT.rglob("*.py"):
        dotted = path.relative_to(_ROOT.parents[1]).with_suffix("").parts
        module = ".".join(dotted).removesuffix(".__init__")
        tree = ast.parse(path.read_text("utf-8"))
        named = dict(_imported(tree))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                here = (module, function.name)
                calls[here] = set(_called(function, module, named))
                if _is_attachment(function):
                    sends.add(here)
    while more := {place for place in calls if calls[place] & sends} - sends:
        sends |= more
    return {
        endpoint
        for endpoint, view in pages.view_functions.items()
        if (view.__module__, view.__name__) in sends
    }


def _imported(tree: ast.Module) -> Iterator[tuple[str, Place]]:
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom) and each.module:
            for name in each.names:
                yield name.asname or name.name, (each.module, name.name)


def _called(
    function: ast.FunctionDef, module: str, named: dict[str, Place]
) -> Iterator[Place]:
    """What the function names of its own module and of others."""
    for each in ast.walk(function):
        if isinstance(each, ast.Name):
            yield named.get(each.id, (module, each.id))
        elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
            place = named.get(each.value.id)
            if place is not None:
                yield ".".join(place), each.attr


def _is_attachment(function: ast.FunctionDef) -> bool:
    """Whether it writes the header, or lets Flask write it."""
    return any(
        (isinstance(each, ast.keyword) and each.arg == "as_attachment")
        or (isinstance(each, ast.Constant) and each.value == "Content-Disposition")
        for each in ast.walk(function)
    )
