"""The mutants of a module: its code with one small fault, such as < in place of <=."""

import ast
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import libcst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

#: Code whose faults mean nothing for what the program does: types, and how a class
#: is built.
_WITHOUT_MEANING = (libcst.Annotation, libcst.Import, libcst.ImportFrom)
#: Nor does how many answers a function remembers, or a guard against a mistake in the
#: code itself, such as two lists of different length.
_REMEMBERS = "lru_cache"
#: How the name of a type for annotations begins: Callable[[str], int].
_TYPES = ("Callable", "Mapping", "dict", "frozenset", "list", "tuple")
_GUARD = "strict"
#: Nor the words of a log, which no user of the pages reads: _LOG.warning("...").
_LOGS = ("_LOG", "logger")
_LEVELS = ("debug", "info", "warning", "error", "exception", "critical")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the code that can be changed in some ways.

    ``lines`` are the first and last line of the code there, ``node`` is its part of
    the tree.
    """

    module: Path
    lines: tuple[int, int]
    node: libcst.CSTNode
    whole: libcst.Module
    ways: int

    def changed(self, way: int) -> "Mutant":
        """The module with the change of that number at this place."""
        instead = _changes(self.node)[way]
        return Mutant(
            module=self.module,
            lines=self.lines,
            before=_one_line(self.node),
            after=_one_line(instead),
            code=self.whole.deep_replace(self.node, instead).code,
        )


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault: its code at that place, and all of it with the fault."""

    module: Path
    lines: tuple[int, int]
    before: str
    after: str
    code: str

    def __str__(self) -> str:
        return f"{self.module}:{self.lines[0]}: {self.before}  ->  {self.after}"


def places(root: Path, module: Path, *, scopes_only: bool = False) -> list[Place]:
    """Every place of a module that can be changed.

    ``scopes_only`` leaves out all but the functions that have a scope as an argument.
    """
    code = (root / module).read_text("utf-8")
    wrapped = MetadataWrapper(libcst.parse_module(code), unsafe_skip_copy=True)
    where = wrapped.resolve(PositionProvider)
    scoped = _scoped_lines(code) if scopes_only else None
    found = []
    for node in _nodes(wrapped.module):
        ways = len(_changes(node))
        position = where.get(node)
        if not ways or position is None:
            continue
        lines = position.start.line, position.end.line
        if scoped is None or lines[0] in scoped:
            found.append(Place(module, lines, node, wrapped.module, ways))
    return found


def sample(places: Sequence[Place], *, size: int, seed: int) -> list[Mutant]:
    """So many mutants, each of another place, drawn by the seed; in order of place."""
    draw = random.Random(seed)
    chosen = draw.sample(range(len(places)), min(size, len(places)))
    return [
        places[each].changed(draw.randrange(places[each].ways))
        for each in sorted(chosen)
    ]


def _nodes(node: libcst.CSTNode) -> Iterator[libcst.CSTNode]:
    if isinstance(node, _WITHOUT_MEANING) or _is_documentation(node):
        return
    if _is_guard(node) or _calls(node) == _REMEMBERS or _is_logging(node):
        return
    yield node
    for child in node.children:
        if isinstance(node, libcst.ClassDef) and isinstance(child, libcst.Decorator):
            continue
        yield from _nodes(child)


def _is_documentation(node: libcst.CSTNode) -> bool:
    """Whether it is a docstring, or what is only there for the types."""
    if isinstance(node, libcst.Expr):
        return isinstance(node.value, libcst.SimpleString)
    if isinstance(node, libcst.If) and isinstance(node.test, libcst.Name):
        return node.test.value == "TYPE_CHECKING"
    return isinstance(node, libcst.Assign) and _is_type(node.value)


def _is_type(node: libcst.CSTNode) -> bool:
    """Whether a value is a type with a name of its own, which annotations use."""
    if isinstance(node, libcst.Subscript):
        return isinstance(node.value, libcst.Name) and node.value.value in _TYPES
    return _calls(node) == "TypeVar"


def _is_guard(node: libcst.CSTNode) -> bool:
    keyword = node.keyword if isinstance(node, libcst.Arg) else None
    return keyword is not None and keyword.value == _GUARD


def _is_logging(node: libcst.CSTNode) -> bool:
    """Whether it is a call that logs a line, as app.logger.error("...") is."""
    called = node.func if isinstance(node, libcst.Call) else None
    if not isinstance(called, libcst.Attribute) or called.attr.value not in _LEVELS:
        return False
    log = called.value
    name = log.attr if isinstance(log, libcst.Attribute) else log
    return isinstance(name, libcst.Name) and name.value in _LOGS


def _calls(node: libcst.CSTNode) -> str | None:
    """The name of the function that a call calls."""
    called = node.func if isinstance(node, libcst.Call) else None
    return called.value if isinstance(called, libcst.Name) else None


#: A word of SQL, which the database reads in capitals and small letters alike.
_SQL = re.compile(r"\b(SELECT|FROM|WHERE|AND|OR|JOIN|VALUES|UPDATE|DELETE|ORDER BY)\b")


def _is_one_statement(node: libcst.CSTNode, changed: libcst.CSTNode) -> bool:
    """Whether two texts are the same SQL. Its names and parameters are all small."""
    if not isinstance(node, libcst.SimpleString | libcst.FormattedStringText):
        return False
    before, after = node.value, getattr(changed, "value", "")
    return bool(_SQL.search(before)) and before.lower() == after.lower()


def _changes(node: libcst.CSTNode) -> list[libcst.CSTNode]:
    return [
        each
        for kind, change in mutation_operators
        if isinstance(node, kind)
        for each in change(node)
        if _guards(each) == _guards(node) and not _is_one_statement(node, each)
    ]


def _guards(node: libcst.CSTNode) -> list[str]:
    """The guards among the arguments of a call, as code."""
    if not isinstance(node, libcst.Call):
        return []
    return [_one_line(arg.value) for arg in node.args if _is_guard(arg)]


def _one_line(node: libcst.CSTNode) -> str:
    text = libcst.Module([]).code_for_node(node)
    return " ".join(text.split())


def _scoped_lines(code: str) -> set[int]:
    """The lines of the functions that get a scope."""
    functions: Iterable[ast.FunctionDef] = (
        each for each in ast.walk(ast.parse(code)) if isinstance(each, ast.FunctionDef)
    )
    return {
        line
        for each in functions
        if any(arg.arg in ("within", "scope") for arg in _arguments(each.args))
        for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)
    }


def _arguments(given: ast.arguments) -> list[ast.arg]:
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]
