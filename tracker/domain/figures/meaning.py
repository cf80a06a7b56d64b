"""The meaning of what is stored for figures: a digest of the code that derives it.

Positions, tallies, leavers and rows of the ledger are stored results. Code that would
work them out differently has another digest: it does not read them, but deletes them
and makes them again (``store.history.derivations``). See decision 0141.
"""

import ast
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

PROJECT = Path(__file__).parents[3]

#: The modules that derive something that is stored.
DERIVING = (
    "tracker.domain.figures.breakdowns",
    "tracker.domain.figures.measures",
    "tracker.domain.history.membership",
    "tracker.domain.leavers.leaver",
    "tracker.domain.nccis_return.return_details",
    "tracker.domain.year.cohort",
    "tracker.domain.year.ledger",
    "tracker.domain.year.school_view",
)
#: Texts that only people read: a new one changes no figure.
TITLES = frozenset(("title", "short"))


@cache
def meaning(project: Path = PROJECT) -> str:
    """The digest of the deriving modules and of all that they reach in the domain.

    Comments, docstrings and titles do not count; a table that a module reads counts
    byte for byte.
    """
    reached: dict[str, str] = {}
    waiting = list(DERIVING)
    while waiting:
        module = waiting.pop()
        if module not in reached:
            source = project.joinpath(*module.split(".")).with_suffix(".py")
            tree = _Plain().visit(ast.parse(source.read_bytes()))
            reached[module] = ast.dump(tree) + repr(_tables(tree, source.parent))
            waiting += _imported(tree, project)
    return blake2b(repr(sorted(reached.items())).encode(), digest_size=16).hexdigest()


class _Plain(ast.NodeTransformer):
    """A module without its docstrings and titles."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return (
            None if isinstance(node.value, ast.Constant) else self.generic_visit(node)
        )

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.keywords = [each for each in node.keywords if each.arg not in TITLES]
        return self.generic_visit(node)


def _tables(tree: ast.Module, folder: Path) -> list[bytes]:
    """The CSV files beside a module that it names."""
    return [
        (folder / node.value).read_bytes()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.endswith(".csv")
    ]


def _imported(tree: ast.Module, project: Path) -> Iterable[str]:
    """The modules of the domain that a module imports, or imports something from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for name in (node.module, *(f"{node.module}.{a.name}" for a in node.names)):
                path = project.joinpath(*name.split(".")).with_suffix(".py")
                if name.startswith("tracker.domain.") and path.exists():
                    yield name
