"""compose.yaml: what an engine reads, what is confined, and what is reached."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.deploy import settings
from tests.store.database.servers.chosen_server import installed
from tests.store.database.servers.council_server import council
from tracker import secret_keys
from tracker.store.database.roles import STATEMENTS

HERE = ROOT / "deploy" / "compose"
OURS = ("upgrade", "web", "worker")
VARIABLE = re.compile(r"\$\{(\w+)(?:(:?[-?])([^}]*))?\}")


#: What an administrator fills in.
FILLED = {
    "NAME": "tracker.example.org",
    "AUTHORITY": "359",
    "DATABASE_ID": "359",
    "ORGANISATION": "Testham",
    "IMAGE": "tracker",
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """compose.yaml with its variables filled in, as an engine reads it."""
    text = (HERE / "compose.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = _filled(yaml.safe_load(text))
    return found


def _filled(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _filled(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(each) for each in part]
    if isinstance(part, str):
        return VARIABLE.sub(lambda found: FILLED[found[1]], part)
    return part


@pytest.fixture(scope="module")
def make_secrets() -> ModuleType:
    """The program that makes the secrets."""
    spec = importlib.util.spec_from_file_location(
        "make_secrets", HERE / "make_secrets.py"
    )
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_it_is_what_an_engine_reads() -> None:
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema"),
            *("vendor.compose-spec", HERE / "compose.yaml"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_container_is_confined(compose: dict[str, Any]) -> None:
    for name, each in compose["services"].items():
        assert each["read_only"] is True, name
        assert each["cap_drop"] == ["ALL"], name
        assert each["security_opt"] == ["no-new-privileges:true"], name
        assert not each.get("privileged"), name
        # Only the proxy has one right back: to listen where browsers come.
        assert each.get("cap_add") == (
            ["NET_BIND_SERVICE"] if name == "proxy" else None
        )
    assert compose["services"]["database"]["user"] == "999:999"


def test_only_the_proxy_is_reached_from_outside(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]
    assert not [name for name, each in services.items() if "network_mode" in each]
    assert compose["networks"]["inside"] == {"internal": True}
    assert services["database"]["networks"] == ["inside"]
    assert services["proxy"]["networks"] == ["front"]


def test_each_container_is_looked_after(compose: dict[str, Any]) -> None:
    for name, each in compose["services"].items():
        health = each.get("healthcheck")
        if name == "web":  # the image's own
            assert health is None
        else:
            assert "test" in health or health == {"disable": True}, name
        for other, condition in each.get("depends_on", {}).items():
            is_once = compose["services"][other]["restart"] == "no"
            expected = "completed_successfully" if is_once else "healthy"
            assert condition == {"condition": f"service_{expected}"}


def test_settings_are_known_and_complete(
    compose: dict[str, Any], make_secrets: ModuleType, tmp_path: Path
) -> None:
    make_secrets.main(tmp_path)
    secrets = {each.name: each.read_text() for each in tmp_path.iterdir()}
    for name in OURS:
        service = compose["services"][name]
        environment = service["environment"]
        assert settings.unknown(set(environment)) == set(), name
        assert settings.given(environment) >= settings.EVERYWHERE, name
        settings.check(environment, secrets)
        files = {v for k, v in environment.items() if k.endswith("_FILE")}
        assert files == {f"/run/secrets/{each}" for each in service["secrets"]}, name
    owners = {n for n in OURS if "database_owner_url" in str(compose["services"][n])}
    assert owners == {"upgrade", "worker"}
    assert secret_keys.weakness(secrets["secret_key"]) is None


def test_a_setting_that_does_not_exist_is_seen() -> None:
    assert settings.unknown({"TRACKER_VAR", "SECRET_KEY_FILE", "TRACKER_MARK"}) == set()
    assert settings.unknown({"TRACKER_PASSWORD"}) == {"TRACKER_PASSWORD"}


def test_a_variable_without_a_default_is_named_in_a_sentence() -> None:
    text = (HERE / "compose.yaml").read_text(encoding="utf-8")
    needed = {name for name, sign, _ in VARIABLE.findall(text) if sign == ":?"}
    example = (HERE / "example.env").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == needed
    assert {name for name, _, _ in VARIABLE.findall(text)} == {*needed, "IMAGE"}


def test_no_password_is_written_down(compose: dict[str, Any]) -> None:
    for each in HERE.iterdir():
        if each.is_file():
            text = each.read_text(encoding="utf-8")
            assert not re.search(r"postgres(?:ql)?://[^/\s{]+:[^{@/\s]+@", text), each
    assert {each["file"] for each in compose["secrets"].values()} == {
        f"./secrets/{name}" for name in compose["secrets"]
    }


def test_secrets_are_made_once_and_are_never_alike(
    make_secrets: ModuleType, tmp_path: Path, compose: dict[str, Any]
) -> None:
    place = tmp_path / "secrets"
    assert set(make_secrets.main(place)) == set(compose["secrets"])
    first = {each.name: each.read_text() for each in place.iterdir()}
    assert place.stat().st_mode & 0o777 == 0o700
    assert len(set(first.values())) == len(first)
    assert make_secrets.main(place) == []
    (place / "database_url").unlink()
    assert make_secrets.main(place) == ["database_url"]
    assert {each.name: each.read_text() for each in place.iterdir()} == first


def test_the_secrets_are_never_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/deploy/compose/secrets/", "/deploy/compose/.env"} <= set(ignored)


def test_the_proxy_is_the_tested_sample_in_another_place() -> None:
    sample = (ROOT / "docs" / "operations" / "Caddyfile").read_text(encoding="utf-8")
    ours = (HERE / "Caddyfile").read_text(encoding="utf-8")
    sample = sample.replace("tracker.example.org", "{$NAME}")
    sample = sample.replace("127.0.0.1:8000", "web:8000")
    _, _, newer = sample.partition("From Caddy 2.7 on, write\n")
    assert "request_buffers 2MB and response_buffers 2MB in place of these" in newer
    old = r"\t\t# A whole form.*?max_buffer_size 2MB\n"
    new = (
        "\t\t# A whole form, and a whole page, is stored here first.\n"
        "\t\trequest_buffers 2MB\n\t\tresponse_buffers 2MB\n"
    )
    sample = re.sub(old, new, sample, flags=re.DOTALL)
    assert _settings(ours) == _settings(sample)


def _settings(text: str) -> str:
    """A Caddyfile without the remark at its head."""
    return text[text.index("\n{\n") :]


def test_the_roles_are_those_of_the_command() -> None:
    ours = (HERE / "roles.sql").read_text(encoding="utf-8")
    made = re.findall(r"^CREATE (?:ROLE|DATABASE) [^;\n]*", ours, re.MULTILINE)
    shown = re.findall(r"^CREATE (?:ROLE|DATABASE) [^;\n]*", STATEMENTS, re.MULTILINE)
    assert made == shown


@pytest.mark.long
def test_the_roles_are_made_with_the_passwords_of_their_files(
    make_secrets: ModuleType, tmp_path: Path
) -> None:
    make_secrets.main(tmp_path)
    script = (HERE / "roles.sql").read_text(encoding="utf-8")
    versions = installed()
    with council(versions[max(versions)], with_roles=False) as server:
        server.psql(script.replace("/run/secrets", str(tmp_path)))
        for role, (password, address) in make_secrets.ROLES.items():
            secret = (tmp_path / password).read_text()
            at = f"127.0.0.1:{server.port}/tracker"
            url = (tmp_path / address).read_text().replace("database/tracker", at)
            assert url == f"postgresql://{role}:{secret}@{at}"
            assert server.psql_as(url, "SELECT current_user") == f"{role}\n"
