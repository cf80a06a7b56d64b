"""What a confined process reads with is loaded before it: it can open no module."""

import subprocess
import sys
from textwrap import dedent

import pytest

from tests.conftest import ROOT
from tracker.confinement import processes

#: Loads what a process is given, and prints what its modules name and is not loaded.
NAMED = dedent(
    """
    import ast, sys
    from importlib import import_module
    from importlib.util import find_spec

    module, _, function = sys.argv[1].partition(":")
    getattr(import_module(module), function)()


    def spelled(node):
        if isinstance(node, ast.Name):
            return [node.id]
        if isinstance(node, ast.Attribute):
            before = spelled(node.value)
            return before and [*before, node.attr]
        return None


    ours = {
        name: each.__file__
        for name, each in sys.modules.items()
        if name.startswith("tracker.")
    }
    for name, path in sorted(ours.items()):
        globals_ = vars(sys.modules[name])
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
        for node in ast.walk(tree):
            words = spelled(node) if isinstance(node, ast.Attribute) else None
            first = globals_.get(words[0]) if words else None
            if not hasattr(first, "__path__") or "tracker." not in first.__name__:
                continue
            wanted = first.__name__
            for word in words[1:]:
                wanted += f".{word}"
                if wanted.rpartition(".")[0] in sys.modules and not hasattr(
                    sys.modules[wanted.rpartition(".")[0]], "__path__"
                ):
                    break
                if wanted not in sys.modules and find_spec(wanted):
                    print(f"{name} names {wanted}")
                    break
    """
)


@pytest.mark.parametrize(
    "kind", [processes.FEEDS, processes.RETURNS, processes.PUBLISHED]
)
def test_every_module_that_it_names_is_loaded(kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NAMED, kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", "")
