"""The package is built with what its documentation needs, and with no more."""

import ast
import subprocess
import sys
import tomllib

from tests.conftest import ROOT
from tests.repository.test_requirements import declared, read

_LOADED = """
import sys
from importlib.metadata import packages_distributions
from docs._ext import generated
for made in generated.MADE.values():
    made()
owners = packages_distributions()
tops = {name.partition(".")[0] for name in list(sys.modules)}
print(*sorted({owner for top in tops for owner in owners.get(top, ())}))
"""


def requested() -> set[str]:
    """HELP_NEEDS of hatch_build, which only the tools of a build can import."""
    (value,) = [
        node.value
        for node in ast.parse(read("hatch_build.py")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "HELP_NEEDS"
    ]
    return {
        each.value
        for each in ast.walk(value)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def test_the_build_requests_what_the_declarations_load() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    loaded = {each.lower().replace("_", "-") for each in done.stdout.split()}
    direct = set(declared(read("requirements.in")))
    assert loaded & direct == requested()


def test_the_build_has_the_versions_with_which_the_documentation_is_tested() -> None:
    settings = tomllib.loads(read("pyproject.toml"))
    for_build = declared("\n".join(settings["build-system"]["requires"]))
    tested = declared(read("requirements-dev.in"))
    for name in ("sphinx", "furo", "myst-parser"):
        assert for_build[name].specifier == tested[name].specifier


def test_the_sources_of_the_package_have_what_the_documentation_shows() -> None:
    settings = tomllib.loads(read("pyproject.toml"))
    included = settings["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    for each in ("README", "GLOSSARY", "CONTRIBUTING", "CHANGELOG", "SECURITY"):
        assert f"/{each}.md" in included
    assert {"/docs", "/pyproject.toml"} <= {*included, "/pyproject.toml"}
