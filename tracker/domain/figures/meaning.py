"""The meaning of what is stored for figures: a digest of the code that derives it.

Positions, tallies, leavers and rows of the ledger are stored results. Code that would
work them out differently has another digest: it does not read them, but deletes them
and makes them again (``store.history.derivations``). See decision 0141.
"""

import ast
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[3]

#: The modules that derive something that is stored.
DERIVING = (
    "tracker.domain.figures.breakdowns",
    "tracker.domain.figures.measures",
    "tracker.domain.history.membership",
    "tracker.domain.leavers.expected_places",
    "tracker.domain.leavers.leaver",
    "tracker.domain.nccis_return.return_details",
    "tracker.domain.year.cohort",
    "tracker.domain.year.ledger",
    "tracker.domain.year.pupils.pupil_indicators",
    "tracker.domain.year.school_view",
)
#: Texts that only people read: a new one changes no figure.
TITLES = frozenset(("title", "short"))


@cache
def meaning(project: Path = PROJECT, deriving: Sequence[str] = DERIVING) -> str:
    """The digest of the deriving modules and of all that they reach in the domain.

    Comments, docstrings and titles do not count; a table that a module reads counts
    byte for byte.
    """
    reached: dict[str, str] = {}
    waiting = list(deriving)
    while waiting:
        module = waiting.pop()
        if module not in reached:
            source = project.joinpath(*module.split(".")).with_suffix(".py")
            read = _Read()
            plain = read.plain(ast.parse(source.read_bytes()))
            tables = [(source.parent / name).read_bytes() for name in read.tables]
            reached[module] = repr((plain, tables))
            waiting += _ours(read.imported, project)
    return blake2b(repr(sorted(reached.items())).encode(), digest_size=16).hexdigest()


class _Read:
    """What one module says, read in one pass: each command waits for all of them."""

    def __init__(self) -> None:
        self.imported: list[str] = []
        #: The CSV files beside the module that it names.
        self.tables: list[str] = []

    def plain(self, node: Any) -> Any:
        """A part of the module as plain values, without its docstrings and titles."""
        if isinstance(node, list):
            return [self.plain(each) for each in node if not _is_for_people(each)]
        if not isinstance(node, ast.AST):
            if isinstance(node, str) and node.endswith(".csv"):
                self.tables.append(node)
            return node
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            names = (f"{node.module}.{each.name}" for each in node.names)
            self.imported += (node.module, *names)
        fields = node._fields
        name = type(node).__name__
        return (name, *[self.plain(getattr(node, each)) for each in fields])


def _is_for_people(node: Any) -> bool:
    """Whether a part of a module is a docstring or a title."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.keyword) and node.arg in TITLES


def _ours(names: Iterable[str], project: Path) -> Iterable[str]:
    """The modules of the domain among these names."""
    for name in names:
        if name.startswith("tracker.domain."):
            path = project.joinpath(*name.split(".")).with_suffix(".py")
            if path.exists():
                yield name
