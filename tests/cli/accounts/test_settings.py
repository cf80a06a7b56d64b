"""A wrong setting gives one sentence, from any command, in JSON as well."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT, environment
from tracker.config import SettingMissing, from_environment

WRONG = [
    ("DATABASE_URL", "mysql://u@h/x", "must begin with postgresql://"),
    ("DATABASE_URL", "sqlite:///x", "must begin with postgresql://"),
    ("DATABASE_URL", "garbage", "must begin with postgresql://"),
    ("DATABASE_URL", "postgresql://u@h:port/x", "a port from 1 to 65535"),
    ("DATABASE_URL", "postgresql://u@h:99999/x", "a port from 1 to 65535"),
    ("TRACKER_DATABASE_ID", "abcd", "Set TRACKER_DATABASE_ID"),
    ("TRACKER_DATABASE_ID", "35", "Set TRACKER_DATABASE_ID"),
    ("TRACKER_DATABASE_ID", "٣٥٩", "Set TRACKER_DATABASE_ID"),
    ("TRACKER_SUPPLIER", "a\x01b", "TRACKER_SUPPLIER holds a control character"),
    ("TRACKER_PROXIES", "many", "TRACKER_PROXIES must be how many"),
    ("TRACKER_PROXIES", "-1", "TRACKER_PROXIES must be how many"),
    ("TRACKER_COLOUR", "pine", "TRACKER_COLOUR must read like #12403f"),
    ("TRACKER_COLOUR", "#77aa99", r"TRACKER_COLOUR is #77aa99.* 2.6:1 .* darker"),
    ("TRACKER_ACCENT", "#303060", r"TRACKER_ACCENT is #303060.* lighter"),
    ("TRACKER_MARK", "/nowhere/mark.svg", "not a file that can be read"),
    ("TRACKER_MARK", "Metropolitan Borough", "SVG or PNG file, or at most 12"),
]


@pytest.mark.parametrize(("name", "value", "says"), WRONG)
def test_an_unusable_setting_is_named(name, value, says):
    with pytest.raises(SettingMissing, match=says):
        from_environment({"TRACKER_DATABASE_ID": "359", name: value})


def test_a_checkout_is_no_authoritys() -> None:
    assert "TRACKER_" not in (ROOT / ".flaskenv").read_text()
    made = from_environment({})
    assert (made.authority, made.database_id) == (None, "")
    with pytest.raises(SettingMissing, match="Set TRACKER_DATABASE_ID"):
        _ = made.needed_database_id


@pytest.mark.parametrize(
    "url",
    [
        "postgres://u:p@h:5432/x",
        "postgresql://h/x",
        "postgresql:///x?host=/tmp",
        "postgresql+psycopg://u:p%40q@[::1]:5432/x?sslmode=require",
        "postgresql://u:p/w:1@h/x",
    ],
)
def test_addresses_of_hosting_services_can_be_used(url):
    made = from_environment({"TRACKER_DATABASE_ID": "359", "DATABASE_URL": url})
    assert made.database_url == "postgresql+psycopg://" + url.partition("://")[2]


def flask(tmp_path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env=environment(tmp_path, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "mysql://u@h/x"), ("TRACKER_DATABASE_ID", "abcd")],
)
def test_any_command_says_it_in_a_sentence(tmp_path, name, value):
    result = flask(tmp_path, "imports", "list", "--json", **{name: value})
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert json.loads(result.stdout) == {"error": result.stderr.strip()}
    assert name in result.stderr
    assert flask(tmp_path, "imports", "list", **{name: value}).stdout == ""


@pytest.mark.parametrize("words", [("--help",), ("imports", "load", "--help")])
def test_help_needs_no_settings(tmp_path, words):
    result = flask(tmp_path, *words, TRACKER_DATABASE_ID="", DATABASE_URL="nonsense")
    assert result.returncode == 0
    assert result.stdout.startswith("Usage: ")
    assert result.stderr == ""


@pytest.mark.parametrize("place", ["file", "/dev/null"])
def test_an_unusable_folder_for_data(tmp_path, place):
    (tmp_path / "file").touch()
    var = str(tmp_path / place)
    result = flask(tmp_path, "imports", "list", "--json", TRACKER_VAR=var)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert var in json.loads(result.stdout)["error"]
