"""The mutants of a module: its code with one small fault, such as < in place of <=."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
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

    ``node`` is its part of the tree.
    """

    where: "Where"
    lines: tuple[int, int]
    node: libcst.CSTNode
    whole: libcst.Module
    ways: int

    def changed(self, way: int) -> "Mutant":
        """The module with the change of that number at this place."""
        instead = _changes(self.node)[way]
        return Mutant(
            where=self.where,
            lines=self.lines,
            after=_one_line(instead),
            code=self.whole.deep_replace(self.node, instead).code,
        )

    def with_change(self, after: str) -> "Mutant | None":
        """The module with the change that gives this code; None if no change does."""
        for way, instead in enumerate(_changes(self.node)):
            if _one_line(instead) == after:
                return self.changed(way)
        return None


@dataclass(frozen=True, slots=True)
class Where:
    """A place in words that stay true when code elsewhere changes.

    ``function`` is the function or class around it, ``text`` its first line, and
    ``before`` its code. ``number`` counts such places of the function from 0.
    """

    module: Path
    function: str
    text: str
    before: str
    number: int


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault: the code at that place, and all of it with the fault.

    ``lines`` are the first and last line of the place.
    """

    where: Where
    lines: tuple[int, int]
    after: str
    code: str

    @property
    def module(self) -> Path:
        return self.where.module

    @property
    def before(self) -> str:
        return self.where.before

    @property
    def key(self) -> tuple[Where, str]:
        """Equal for the same fault in the same code, in this tree or in another."""
        return self.where, self.after

    def __str__(self) -> str:
        return f"{self.module}:{self.lines[0]}: {self.before}  ->  {self.after}"


def places(root: Path, module: Path, *, scopes_only: bool = False) -> list[Place]:
    """Every place of a module that can be changed.

    ``scopes_only`` leaves out all but the functions that have a scope as an argument.
    """
    code = (root / module).read_text("utf-8")
    wrapped = MetadataWrapper(libcst.parse_module(code), unsafe_skip_copy=True)
    positions = wrapped.resolve(PositionProvider)
    scoped = _scoped_lines(code) if scopes_only else None
    text, functions = code.split("\n"), _functions(ast.parse(code))
    found = []
    alike: Counter[tuple[str, str, str]] = Counter()
    for node in _nodes(wrapped.module):
        ways = len(_changes(node))
        position = positions.get(node)
        if not ways or position is None:
            continue
        lines = position.start.line, position.end.line
        if scoped is None or lines[0] in scoped:
            line = text[lines[0] - 1].strip()
            place = functions.get(lines[0], ""), line, _one_line(node)
            where = Where(module, *place, alike[place])
            alike[place] += 1
            found.append(Place(where, lines, node, wrapped.module, ways))
    return found


def _functions(code: ast.AST, around: str = "") -> dict[int, str]:
    """The function or class around each line, such as Spell.is_long."""
    found = {}
    for node in ast.iter_child_nodes(code):
        name = around
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{around}.{node.name}".lstrip(".")
            lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            found.update(dict.fromkeys(lines, name))
        found.update(_functions(node, name))
    return found


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
