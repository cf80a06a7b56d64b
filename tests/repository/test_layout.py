"""What holds of every file of the repository."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable
from os import environ
from pathlib import Path

import pytest

from tests.repository.folders import MIGRATIONS, ROOT, syntax

LONGEST = 400

#: Whose time is the clock's: a command, or a page.
DOORS = (ROOT / "tracker" / "web", ROOT / "tracker" / "cli")
CLOCKS = {"now", "today", "utcnow", "localtime", "gmtime"}

#: How a module begins that says what it holds.
DOCSTRING = re.compile(r'(#.*\n)*"""\S')

#: What attics are called: a name that says nothing of what is inside.
ATTICS = re.compile(r"(^|_)(utils?|helpers?|common|misc|tools?|managers?|stuff)(_|$)")

#: Everything that is committed lies in these, or beside them.
FOLDERS = (
    *("tracker", "reports", "tests", "docs", ".ci", "static", "templates"),
    # What an installation begins with, and what the public repository runs.
    *("deploy", ".github"),
)


def committed() -> list[Path]:
    """Every file of the tree but those that running it makes."""
    # In a worktree of git, .git is a file.
    beside = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    inside = [
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return sorted(beside + inside)


def modules(*folders: str) -> list[Path]:
    return [path for name in folders for path in sorted((ROOT / name).rglob("*.py"))]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


# --- Time is an argument -------------------------------------------------------------


def clock_reads(nodes: Iterable[ast.AST]) -> list[int]:
    """The lines on which a module asks what day or time it is."""
    return [
        node.lineno
        for node in nodes
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS)
            or (isinstance(node.func, ast.Name) and node.func.id in CLOCKS)
            or ast.unparse(node.func) == "time.time"
        )
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("from datetime import date\nday = date.today()", [2]),
        ("day = datetime.now(UTC)", [1]),
        ("day = time.time()", [1]),
        ("def f(today: date) -> date: return today", []),
        ("spent = time.perf_counter()", []),
        ("f(now=moment)", []),
    ],
)
def test_reading_a_clock_is_seen(source: str, lines: list[int]) -> None:
    assert clock_reads(ast.walk(ast.parse(source))) == lines


def test_no_module_below_the_doors_reads_the_clock() -> None:
    reads = [
        f"{name(path)}:{line}"
        for path in modules("tracker", "reports")
        if not any(path.is_relative_to(door) for door in DOORS)
        for line in clock_reads(syntax(path))
    ]
    assert reads == []


# --- Modules -------------------------------------------------------------------------


def test_the_package_is_empty_so_that_the_domain_can_be_had_alone() -> None:
    assert (ROOT / "tracker" / "__init__.py").read_text(encoding="utf-8") == ""


def test_no_module_is_longer_than_anybody_reads() -> None:
    long = {
        name(path): count
        for path in modules("tracker", "reports", "tests")
        if not path.is_relative_to(MIGRATIONS)
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_says_what_it_holds() -> None:
    silent = [
        name(path)
        for path in modules("tracker", "reports", "tests")
        if not path.is_relative_to(MIGRATIONS)
        and (source := path.read_text(encoding="utf-8"))
        and not DOCSTRING.match(source)
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("stem", "attic"),
    [
        ("utils", True),
        ("date_helpers", True),
        ("common", True),
        ("task_manager", True),
        ("census_roll", False),
        ("commonest", False),
    ],
)
def test_an_attic_is_known_by_its_name(stem: str, attic: bool) -> None:
    assert (ATTICS.search(stem) is not None) is attic


def test_no_module_or_folder_is_an_attic() -> None:
    attics = [
        name(path)
        for folder in ("tracker", "reports", "tests")
        for path in (ROOT / folder).rglob("*")
        if "__pycache__" not in path.parts
        and (path.is_dir() or path.suffix == ".py")
        and ATTICS.search(path.stem)
    ]
    assert attics == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    marks = re.compile(
        r"mark\.(skip|skipif|xfail)\b|pytest\.(skip|xfail|importorskip)\("
    )
    shy = [
        name(path)
        for path in modules("tests")
        if path != Path(__file__)
        if marks.search(path.read_text(encoding="utf-8"))
    ]
    assert shy == []


# --- Plain English -------------------------------------------------------------------

#: Words that hide the noun of a sentence. Written so that this line holds none of them.
RIDDLES = re.compile(
    r"\b(t(old|ells?)|s(aid|omebody)|a(sked|new)|n(obody)|wh(oever|om))\b", re.I
)
#: The number that is left. It only ever goes down.
RIDDLES_LEFT = 50


def test_the_riddling_words_become_fewer() -> None:
    found = {
        name(path): len(RIDDLES.findall(path.read_text(encoding="utf-8")))
        for path in committed()
        if path.suffix in (".py", ".md", ".html") and "vendor" not in path.parts
    }
    most = sorted(((many, each) for each, many in found.items() if many), reverse=True)
    assert sum(found.values()) <= RIDDLES_LEFT, most[:20]


# --- What a fresh clone may not know -------------------------------------------------

# A folder of one machine, unless it ends an address or a longer path.
MACHINE = re.compile(
    r"(?<![\w./-])/(?:home|root|Users|work|mnt|tmp|private|opt)/[\w.]|[A-Z]:\\\\?Users"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/" + "home/ada/tracker", True),
        ("see /" + "work/notes.md", True),
        ('Path("/' + 'tmp/x")', True),
        ("C:" + r"\Users\ada", True),
        ("https://example.org/work/1", False),
        ("tests/work/plan", False),
        ("school/work", False),
    ],
)
def test_a_path_of_a_machine_is_seen(text: str, found: bool) -> None:
    assert (MACHINE.search(text) is not None) is found


def test_no_path_of_a_machine_is_in_the_tree() -> None:
    paths = []
    for path in committed():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        paths += [
            f"{name(path)}:{number}"
            for number, line in enumerate(text.splitlines(), start=1)
            if MACHINE.search(line)
        ]
    assert paths == []


#: The files beside the folders. Whatever else stands there was left by a command.
BESIDE = {
    *(".flaskenv", ".gitignore", ".npmrc", ".pre-commit-config.yaml"),
    *("CHANGELOG.md", "CODE_OF_CONDUCT.md"),
    *("CONTRIBUTING.md", "GLOSSARY.md", "LICENSE", "Makefile", "README.md"),
    "hatch_build.py",
    *("SECURITY.md", "package-lock.json", "package.json", "pyproject.toml"),
    *("requirements-dev.in", "requirements-dev.txt", "requirements.in"),
    *("requirements.txt", "wsgi.py"),
}


def test_no_other_file_stands_beside_the_folders() -> None:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = {line.strip("/") for line in lines}
    beside = {name(path) for path in committed() if path.parent == ROOT}
    assert beside - ignored == BESIDE


def test_what_running_it_makes_is_not_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split("\n")
    assert {"/.venv", "/var/", "__pycache__/"} <= set(ignored)


# --- The database --------------------------------------------------------------------


def test_the_revision_that_commands_compare_with_is_the_newest_migration() -> None:
    from alembic.script import ScriptDirectory

    from tracker import store

    folder = ScriptDirectory.from_config(store.tables.configuration())
    assert folder.get_heads() == [store.tables.HEAD]
    revisions = [each.revision for each in folder.walk_revisions()]
    files = [path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/*.py")]
    assert sorted(revisions) == sorted(files), "a file is named after its revision"


# --- Starting ------------------------------------------------------------------------

HEAVY = (
    *("pandas", "numpy", "splink", "duckdb", "lxml", "python_calamine"),
    *("xlsxwriter", "plotly", "pyarrow", "sqlalchemy", "psycopg", "alembic"),
    *("jellyfish", "rapidfuzz", "msgpack", "brotli"),
)


def test_starting_the_commands_loads_none_of_the_heavy_libraries() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "flask", "--help"],
        cwd=ROOT,
        env={**environ, "FLASK_APP": "wsgi:app"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert {"flask", "tracker"} <= loaded
    assert loaded & set(HEAVY) == set()
