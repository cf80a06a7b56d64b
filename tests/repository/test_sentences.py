"""Every action that the audit is told of has a sentence in the feed."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.web.admin.sentences import SENTENCES

ROOT = Path(__file__).parents[2]


def actions(source: str) -> Iterator[str]:
    """The names of actions in a module: ``action="..."``, also by a function of it.

    Of one that is put together it gives what stands before the brace, and an ellipsis.
    """
    tree = ast.parse(source)
    places = {
        node.name: names.index("action")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and "action" in (names := [each.arg for each in node.args.args])
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        for keyword in node.keywords:
            if keyword.arg == "action":
                yield from _literals(keyword.value)
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name in places and len(node.args) > places[name]:
            yield from _literals(node.args[places[name]])


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        first = node.values[0]
        yield (first.value if isinstance(first, ast.Constant) else "") + "..."


def used() -> dict[str, str]:
    """Every action of the source, and a module that writes it."""
    return {
        action: str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tracker").rglob("*.py"))
        for action in actions(path.read_text(encoding="utf-8"))
        if "cli" not in path.parts
    }


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('audit.write(by=by, action="row resolved")', ["row resolved"]),
        ('write(action="a" if x else "b")', ["a", "b"]),
        ('def note(x, action): ...\nnote(1, "user closed")', ["user closed"]),
        ('write(action=f"correction {state}")', ["correction ..."]),
        ("def note(action): write(action=action)", []),
    ],
)
def test_the_name_of_an_action_is_seen(source: str, found: list[str]) -> None:
    assert list(actions(source)) == found


def test_every_action_has_a_sentence() -> None:
    silent = {
        action: module
        for action, module in used().items()
        if action not in SENTENCES
        and not any(
            action.endswith("...") and name.startswith(action[:-3])
            for name in SENTENCES
        )
    }
    assert silent == {}, "tracker/web/admin/sentences.py has to say these"


def test_no_sentence_is_of_an_action_that_nobody_takes() -> None:
    told = used()
    put_together = tuple(name[:-3] for name in told if name.endswith("..."))
    idle = [
        name
        for name in SENTENCES
        if name not in told and not (put_together and name.startswith(put_together))
    ]
    assert idle == []


def test_a_refusal_is_never_shown_as_done() -> None:
    """What an action refuses is flashed as that: the page says "Not done" over it."""
    done = [
        f"{path.name}:{call.lineno}"
        for path in sorted((ROOT / "tracker" / "web").rglob("*.py"))
        for caught in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(caught, ast.ExceptHandler)
        for call in ast.walk(caught)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "flash"
        and not any(
            isinstance(a, ast.Constant) and a.value == "refused" for a in call.args
        )
    ]
    assert done == []
