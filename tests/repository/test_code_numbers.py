"""The numbers of activities are typed in one place, and named everywhere else."""

import ast
from collections.abc import Sequence

import pytest

from tests.repository.folders import TRACKER, syntax
from tracker.domain.reference.activity import ACTIVITIES

WHERE_THEY_BELONG = {
    TRACKER / "domain" / "reference" / "activity.py",
    TRACKER / "domain" / "reference" / "codes.py",
}
#: Their first argument is the number of a rule, which may be that of an activity too.
NUMBERED_RULES = {"rule", "without"}


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def code_numbers(nodes: Sequence[ast.AST]) -> list[tuple[int, str]]:
    """The line and text of each literal that is the code of an activity."""
    excused = {
        id(call.args[0])
        for call in nodes
        if isinstance(call, ast.Call) and call.args and called(call) in NUMBERED_RULES
    }
    return [
        (node.lineno, node.value)
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value in ACTIVITIES
        and id(node) not in excused
    ]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('doing == "630"', ["630"]),
        ('f(code in ("110", "120"))', ["110", "120"]),
        ('@rule("230", "Too old")\ndef too_old(): ...', []),
        ('rules.without("230", "240")', ["240"]),
        ('match code:\n    case "310": pass', ["310"]),
        ('"room 101"', []),
    ],
)
def test_a_code_number_in_a_source_is_seen(source: str, found: list[str]) -> None:
    assert [text for _, text in code_numbers([*ast.walk(ast.parse(source))])] == found


def test_no_module_but_the_lists_of_codes_types_the_number_of_an_activity() -> None:
    typed = [
        f"{path.relative_to(TRACKER.parent)}:{line}: {text}"
        for path in sorted(TRACKER.rglob("*.py"))
        if path not in WHERE_THEY_BELONG
        for line, text in code_numbers(syntax(path))
    ]
    assert typed == []
