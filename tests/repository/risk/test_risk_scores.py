"""No score of the risk of NEET writes or sends: who imports it, and what it imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.repository.folders import ROOT, syntax

#: The modules that have a score.
SCORES = ("tracker.domain.year.risk", "tracker.actions.year.risk")
#: What a score is shown by, and nothing else may know one: pages, which read.
SHOWN_BY = {
    "tracker.web.management.risk.at_risk",
    "tracker.web.management.risk.threshold_pages",
    "tracker.web.adviser.plans.risk_page",
    "tracker.web.school.own_risk",
    "tracker.actions.year",
    "tracker.domain.year",
}
#: What counts earlier cohorts by scores, as work, and keeps numbers that name no one.
COUNTED_BY = {"tracker.actions.year.risk_work.threshold_task"}
#: Names by which a module writes, sends, or has a user to write for.
WRITES = {
    *(
        "act",
        "Act",
        "note",
        "note_alone",
        "record",
        "insert",
        "transaction",
        "changing",
    ),
    *("copy_into", "execute", "run", "write", "open_entry", "send", "deliver", "open"),
    *("request_task", "open_within", "give", "disclose", "set_outcomes", "session"),
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def paths() -> dict[str, Path]:
    return {name_of(path): path for path in sorted((ROOT / "tracker").rglob("*.py"))}


@cache
def modules() -> dict[str, ast.Module]:
    """The modules that can know a score: each way to one has its folder's name."""
    return {
        name: syntax(path)[0]
        for name, path in paths().items()
        if "risk" in name or "risk" in path.read_text(encoding="utf-8")
    }


def imported(module: ast.Module) -> Iterator[str]:
    """What a module imports, each also with the name that it takes of it."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def called_through(module: ast.Module) -> Iterator[str]:
    """What a module reaches by its folders, such as actions.year.risk.own_schemes."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            yield f"tracker.{ast.unparse(node)}"


def has_score(name: str) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in SCORES)


@pytest.mark.law("D-11")
def test_only_pages_that_show_a_score_know_one() -> None:
    knowing = {
        name
        for name, module in modules().items()
        if not has_score(name)
        and any(map(has_score, (*imported(module), *called_through(module))))
    }
    assert knowing == SHOWN_BY | COUNTED_BY


@pytest.mark.law("D-11")
def test_the_module_that_records_a_decision_knows_no_score() -> None:
    deciding = modules()["tracker.actions.year.risk_work.risk_deciding"]
    assert not any(map(has_score, (*imported(deciding), *called_through(deciding))))


@pytest.mark.law("D-11")
@pytest.mark.parametrize("name", [each for each in paths() if has_score(each)])
def test_a_module_with_a_score_writes_nothing(name: str) -> None:
    module = modules()[name]
    taken = {each.rpartition(".")[2] for each in imported(module)}
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, (ast.Attribute, ast.Name))
    }
    assert not (taken | called) & WRITES
    doors = ("tracker.returns", "tracker.cli", "tracker.mail", "tracker.web")
    assert not [each for each in imported(module) if each.startswith(doors)]


@pytest.mark.law("D-11")
def test_a_page_that_shows_scores_only_reads() -> None:
    """Its addresses take no form, but the one that records what a user decided."""
    posts = {}
    for name in SHOWN_BY & modules().keys():
        for node in ast.walk(modules()[name]):
            if isinstance(node, ast.FunctionDef) and name.startswith("tracker.web"):
                ways = [ast.unparse(each) for each in node.decorator_list]
                if any(".post(" in each or "POST" in each for each in ways):
                    posts[node.name] = ast.unparse(node)
    assert set(posts) == {"risk_decide", "risk_thresholds_count"}
    for body in posts.values():
        assert "score" not in body and "support_lists" not in body
    assert "threshold_task.request(" in posts["risk_thresholds_count"]


@pytest.mark.law("D-11")
def test_the_work_that_counts_by_scores_keeps_its_numbers_alone() -> None:
    """It is requested and gives its result; it writes and sends nothing besides."""
    (name,) = COUNTED_BY
    module = modules()[name]
    taken = {each.rpartition(".")[2] for each in imported(module)}
    assert not taken & (WRITES - {"Act"})
    reached = {each.removeprefix("tracker.") for each in called_through(module)}
    stores = {each for each in reached if each.startswith("store.")}
    assert stores <= {"store.work.tasks.newest", "store.work.tasks", "store.work"} | {
        each for each in stores if each.startswith("store.database.base.on_or_none")
    } | {"store.database.base", "store.database"}
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
    }
    assert {each for each in calls if each.startswith("tasks.")} == {
        *("tasks.request", "tasks.kind", "tasks.Failed")
    }
    assert not any(each.startswith("act.") for each in calls)


def test_the_test_finds_who_knows_a_score() -> None:
    """A module that took one would be found, by either way of importing."""
    taken = ast.parse("from tracker.domain.year.risk.reckoning import reckoned")
    through = ast.parse("from tracker import actions\nactions.year.risk.own_schemes()")
    assert any(map(has_score, imported(taken)))
    assert any(map(has_score, called_through(through)))
