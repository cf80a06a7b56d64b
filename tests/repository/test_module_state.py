"""Two threads share what a module holds: what can change there is named, with a reason.

The worker and the pages do several things at once in one process. What was kept in a
module between two steps of a load could be read by another load in between.
"""

import ast

from tests.repository.folders import ROOT, syntax

SHARED = {
    "tracker/actions/work/tasks.py _UNFINISHED": "filled while modules are imported",
    "tracker/actions/intake/matching/known_people.py _kept": (
        "a lock; each is one thread's at a time"
    ),
    "tracker/actions/casework/record_check.py _judged": (
        "a lock; keyed by the whole record"
    ),
    "tracker/actions/work/tasks.py _KINDS": "filled while modules are imported",
    "tracker/actions/doctor/examination.py _CHECKS": (
        "filled while modules are imported"
    ),
    "tracker/feeds/recognition/signatures.py _DECLARED": (
        "filled while modules are imported"
    ),
    "tracker/confinement/processes.py _SERVERS": "a lock; a fork starts its own",
    "tracker/linkage/model/second_process.py _READY": (
        "a lock; answers name their question"
    ),
    "tracker/feeds/registry.py FAULTS": "filled once, while Python loads it",
    "tracker/feeds/registry.py OWN": "filled once, while Python loads it",
    "tracker/store/database/embedded/server.py _HELD": "a lock",
    "tracker/store/database/embedded/server.py _JOINED": (
        "a lock; a server does not change"
    ),
    "tracker/store/institutions/institution_names.py _NAMES": (
        "value and mark are replaced together"
    ),
    "tracker/store/institutions/register.py _DIRECTORY": (
        "value and mark are replaced together"
    ),
    "tracker/store/history/leaver_rows.py _counted": (
        "one read or write; keyed by unique marks"
    ),
}
#: Wired with the application before any thread begins.
EXTENSIONS = "tracker/extensions.py"
#: Frozen values, and objects that hold nothing: feeds, kinds of an option, locks.
UNCHANGING = frozenset(
    {"FEED", "FEEDS", "_LOCK", "_TURN", "NOTHING", "EVERYTHING"}
    | {"YEAR", "NUMBER", "FILE", "NO_ANSWERS"}
)


def begins_empty(value: ast.expr | None) -> bool:
    """Whether it can only be there to be filled: an empty container or a new object."""
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]):
            return True
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]):
            return (
                name in {"dict", "list", "set", "count"}
                or name[:1].isupper()
                or (name.startswith("_") and name[1:2].isupper())
            )
    return False


def held() -> set[str]:
    found = set()
    for path in sorted((ROOT / "tracker").rglob("*.py")):
        where = path.relative_to(ROOT).as_posix()
        if where == EXTENSIONS:
            continue
        for node in syntax(path)[0].body:
            if isinstance(node, ast.Assign):
                names, value = node.targets, node.value
            elif isinstance(node, ast.AnnAssign):
                names, value = [node.target], node.value
            else:
                continue
            if begins_empty(value):
                found |= {f"{where} {ast.unparse(name)}" for name in names}
    return found


def test_what_a_module_holds_and_changes_is_safe_with_threads() -> None:
    found = {each for each in held() if each.split()[-1] not in UNCHANGING}
    assert found == set(SHARED)


def test_no_function_rebinds_what_its_module_holds() -> None:
    """``global`` is two steps, and another thread comes between them."""
    rebinding = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tracker").rglob("*.py")
        for node in syntax(path)
        if isinstance(node, ast.Global)
    ]
    assert rebinding == []
