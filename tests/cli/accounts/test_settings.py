"""A wrong setting gives one sentence, from any command, in JSON as well."""

import json
import subprocess
import sys
from random import Random

import pytest

from tests.conftest import ROOT, environment
from tracker import secret_keys
from tracker.config import SettingMissing, from_environment

WRONG = [
    ("DATABASE_URL", "mysql://u@h/x", "must begin with postgresql://"),
    ("DATABASE_URL", "sqlite:///x", "must begin with postgresql://"),
    ("DATABASE_URL", "garbage", "must begin with postgresql://"),
    ("DATABASE_URL", "postgresql://u@h:port/x", "a port from 1 to 65535"),
    ("DATABASE_URL", "postgresql://u@h:99999/x", "a port from 1 to 65535"),
    ("TRACKER_BREACHED_PASSWORDS", "/nowhere", "must be a file of SHA-1 hashes"),
    ("TRACKER_BREACHED_PASSWORDS", __file__, "must be a file of SHA-1 hashes"),
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
        "postgres://u:p@127.0.0.1:5432/x",
        "postgresql://localhost/x",
        "postgresql:///x?host=/tmp",
        "postgresql:///x?host=::1",
        "postgresql+psycopg://u:p%40q@[::1]:5432/x?sslmode=require",
        "postgresql://u:p/w:1@127.0.0.9/x",
        "postgresql://u:p@db.example.org/x?sslmode=verify-full",
        "postgresql://u@db.example.org:5432/x?sslmode=verify-full&sslrootcert=system",
    ],
)
def test_addresses_of_hosting_services_can_be_used(url):
    made = from_environment({"TRACKER_DATABASE_ID": "359", "DATABASE_URL": url})
    assert made.database_url == "postgresql+psycopg://" + url.partition("://")[2]


@pytest.mark.parametrize("url", ["postgresql:///x", "postgresql://localhost/x?user=u"])
def test_the_login_for_institutions_names_its_user(url) -> None:
    """The upgrade gives its rights to the user of that name."""
    here = {"DATABASE_URL": "postgresql://u@localhost/x"}
    with pytest.raises(SettingMissing, match="INSTITUTION_URL must name its user"):
        from_environment({**here, "DATABASE_INSTITUTION_URL": url})


ELSEWHERE = [
    "postgresql://u:p@db.example.org/x",
    "postgresql://u:p@db.example.org/x?sslmode=require",
    "postgresql://u:p@db.example.org/x?sslmode=verify-ca",
    "postgresql://u:p@db.example.org/x?sslmode=verify-full&sslmode=disable",
    "postgresql://127.0.0.1.example.org/x",
    "postgresql:///x?host=db.example.org",
    "postgresql:///x?host=localhost,db.example.org",
    "postgresql:///x?host=localhost:1&host=db.example.org:2",
    "postgresql://localhost/x?hostaddr=203.0.113.5",
    "postgresql://u@[2001:db8::1]:5432/x",
    "postgresql://u@10.0.0.5/x?application_name=verify-full",
    "postgresql:///x?service=far",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_a_database_elsewhere_is_verified_or_that_is_said(url) -> None:
    with pytest.raises(SettingMissing, match=r"\?sslmode=verify-full"):
        from_environment({"DATABASE_URL": url})
    allowed = {"DATABASE_URL": url, "TRACKER_PLAIN_DATABASE": "yes"}
    assert from_environment(allowed).database_url is not None


def test_the_drivers_own_variables_lead_nowhere_else_unverified() -> None:
    here = {"DATABASE_URL": "postgresql:///x"}
    assert from_environment(here).database_url == "postgresql+psycopg:///x"
    for name, value in (("PGHOST", "db.example.org"), ("PGSERVICE", "far")):
        with pytest.raises(SettingMissing, match="leads to another machine"):
            from_environment({**here, name: value})
        from_environment({**here, name: value, "PGSSLMODE": "verify-full"})


KEYS = [
    "x" * 28,
    "xy" * 20,
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789" * 4,
    "aabbccddeeffgghhiijjkkllmm",
    "aaaabbbbccccddddeeeeffffgggg",
    "secretsecretsecretsecret",
    "change-me-please-change-me",
    "MySecretKey123!MySecretKey123!",
    "d4aa5cde" * 4,
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_can_be_guessed_is_refused(key) -> None:
    assert "SECRET_KEY can be guessed" in (secret_keys.weakness(key) or "")


def test_random_keys_are_taken() -> None:
    made = Random(7)
    for _ in range(20):
        assert secret_keys.weakness(made.randbytes(12).hex()) is None
        assert secret_keys.weakness(made.randbytes(32).hex()) is None


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
