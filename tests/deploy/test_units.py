"""The units of systemd: sound, closed, and with settings that exist."""

import configparser
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.deploy import settings

HERE = ROOT / "deploy" / "systemd"
UNITS = sorted(each.name for each in HERE.glob("*.service"))
PROGRAM = "/usr/local/lib/tracker/bin/tracker"
#: What `systemd-analyze security` may give at most, of 10 for a unit without limits.
MOST_EXPOSED = 20
#: Units that work as the owner of the tables.
OF_THE_OWNER = {"tracker-backup.service", "tracker-upgrade.service"}
#: Units of the training system, which have a database and a key of their own.
OF_TRAINING = {"tracker-training.service", "tracker-training-people.service"}


class _Unit(dict[str, list[str]]):
    """Each key of a unit's service, with all of its values in order."""


def unit(name: str) -> _Unit:
    found = _Unit()
    section = ""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and line[0] != "#" and section == "Service":
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def environment(name: str) -> dict[str, str]:
    """The settings of a unit, with those of its files."""
    found = dict(each.split("=", 1) for each in unit(name)["Environment"])
    for path in unit(name)["EnvironmentFile"]:
        text = (HERE / Path(path).name).read_text(encoding="utf-8")
        found |= dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
    return found


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Path]:
    """The units with a program that this machine has."""
    for each in HERE.iterdir():
        text = each.read_text(encoding="utf-8")
        (tmp_path / each.name).write_text(text.replace(PROGRAM, "/bin/true"))
    yield tmp_path


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_settings_that_exist_and_none_too_few(name: str) -> None:
    found = environment(name)
    assert settings.unknown(set(found)) == set()
    missing = settings.EVERYWHERE - settings.given(found)
    if name in OF_TRAINING:
        assert missing == {"SECRET_KEY", "DATABASE_URL", "DATABASE_INSTITUTION_URL"}
        assert found["TRACKER_VAR"] != environment("tracker-web.service")["TRACKER_VAR"]
    elif name == "tracker-backup.service":
        assert missing == {"SECRET_KEY"}
    else:
        assert missing == set()
    secrets = {
        "secret_key": "9ng5mH0cYq2vT7wXzKb4LrPd8sJf3aUe",
        **{f"database_{each}url": "postgresql://a@/b" for each in ("", "owner_")},
        "database_institution_url": "postgresql://c@/b",
    }
    filled = {**found, "TRACKER_AUTHORITY": "359", "TRACKER_DATABASE_ID": "359"}
    settings.check(filled, secrets)
    assert (settings.OWNER in settings.given(found)) is (name in OF_THE_OWNER)


@pytest.mark.parametrize("name", UNITS)
def test_a_secret_is_given_by_the_manager_to_the_units_that_name_it(name: str) -> None:
    loaded = dict(each.split(":") for each in unit(name).get("LoadCredential", ()))
    files = {
        value.removeprefix("%d/")
        for key, value in environment(name).items()
        if key.endswith("_FILE")
    }
    assert files == set(loaded)
    assert set(loaded.values()) == {f"/etc/tracker/{each}" for each in loaded}


@pytest.mark.parametrize("name", UNITS)
def test_every_unit_is_confined_alike(name: str) -> None:
    common = {key: unit("tracker-web.service")[key] for key in _limits()}
    assert {key: unit(name).get(key) for key in _limits()} == common
    assert unit(name)["User"] == ["tracker"]


def _limits() -> list[str]:
    """The keys that confine a unit."""
    named = (
        r"Protect|Private|Restrict|System|Capability|Ambient|Lock|NoNew|UMask|Remove"
    )
    return [key for key in unit("tracker-web.service") if re.match(named, key)]


def test_there_are_limits() -> None:
    assert len(_limits()) > 20


def analyze(*words: str, within: Path) -> subprocess.CompletedProcess[str]:
    """What systemd's own program makes of units; no manager has to run."""
    found = shutil.which("systemd-analyze")
    assert found is not None, "Install systemd: its program examines the units."
    return subprocess.run(
        [found, *words], cwd=within, capture_output=True, text=True, check=False
    )


@pytest.mark.long
def test_the_manager_finds_no_fault(installed: Path) -> None:
    names = [
        f"./{each.name}"
        for each in installed.iterdir()
        if each.suffix in (".service", ".timer")
    ]
    done = analyze("--man=no", "verify", *names, within=installed)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.long
@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_little_exposed(installed: Path, name: str) -> None:
    words = ("security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}")
    done = analyze(*words, f"./{name}", within=installed)
    assert done.returncode == 0, done.stdout[-500:]


def test_the_timer_starts_the_backup_of_its_name() -> None:
    timer = configparser.ConfigParser()
    timer.optionxform = str  # type: ignore[assignment,method-assign]
    timer.read(HERE / "tracker-backup.timer")
    assert timer["Timer"]["Persistent"] == "yes"
    assert "Unit" not in timer["Timer"]
    assert (HERE / "tracker-backup.service").is_file()
