"""What the audit holds is one list, and each action of it has its sentence."""

import ast

from tests.repository.folders import ROOT, syntax
from tracker.store.accounts.audit import Action
from tracker.web.admin.sentences import SENTENCES


def test_every_action_has_a_sentence() -> None:
    assert list(SENTENCES) == list(Action)


def test_every_action_is_written_somewhere() -> None:
    written = {
        node.attr
        for layer in ("actions", "store", "web")
        for path in sorted((ROOT / "tracker" / layer).rglob("*.py"))
        if path.name != "sentences.py"
        for node in syntax(path)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Action"
    }
    assert {action.name for action in Action} == written


def test_a_refusal_is_never_shown_as_done() -> None:
    """What an action refuses is flashed as that: the page says "Not done" over it."""
    done = [
        f"{path.name}:{call.lineno}"
        for path in sorted((ROOT / "tracker" / "web").rglob("*.py"))
        for caught in syntax(path)
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
