"""Providers as they are declared, and declarations that are refused."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import settings
from tracker.config import SettingMissing, Settings, from_environment
from tracker.sign_on import configuration
from tracker.sign_on.provider import Provider, Rule

ONE = {
    "TRACKER_ADDRESS": "https://tracker.example.org/",
    "TRACKER_AUTHORITY": "359",
    "TRACKER_OIDC_ISSUER": "https://login.example.org/tenant/v2.0",
    "TRACKER_OIDC_CLIENT_ID": "tracker",
    "TRACKER_OIDC_CLIENT_SECRET": "hush-hush",
    "TRACKER_OIDC_REQUIRED_AMR": "mfa",
}
ENTRA = """
[entra]
name = "Council account"
issuer = "https://login.example.org/tenant/v2.0"
client_id = "tracker"
client_secret = "hush-hush"
email_domains = ["Council.example.org"]
verified_claim = "xms_edov"
required_amr = ["mfa"]
new_accounts = true

[[entra.rules]]
group = "Administrators"
role = "administrator"

[[entra.rules]]
group = "Advisers"
role = "adviser"

[dfe]
name = "DfE Sign-in"
issuer = "https://oidc.example.org:443"
client_id = "TRACKER"
client_secret = "hush"
users = "institutions"
scope = "openid email profile organisation"
organisation_claim = "organisation"
trusts_emails = true
trusts_second_factor = true
new_accounts = true

[[dfe.rules]]
organisation = "school"
role = "school-user"
"""


def of(**more: str | None) -> tuple[Provider, ...]:
    """The providers of an environment, which is ONE with these changes."""
    given = {**ONE, **more}
    kept = {name: value for name, value in given.items() if value is not None}
    return configuration.providers(from_environment(kept))


def of_file(tmp_path: Path, text: str, name: str = "sign-on.toml") -> Any:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    made: Settings = replace(
        settings(tmp_path),
        address="https://tracker.example.org",
        sign_on={"TRACKER_SIGN_ON_FILE": str(file)},
    )
    return configuration.providers(made)


def test_without_settings_there_is_none(tmp_path: Path) -> None:
    assert configuration.providers(settings(tmp_path)) == ()


def test_the_environment_declares_one() -> None:
    (made,) = of(
        TRACKER_OIDC_NAME="Council account",
        TRACKER_OIDC_ROLES="Team = leads=team-leader; Advisers=adviser",
        TRACKER_OIDC_REQUIRED_AMR="mfa, hwk",
    )
    assert made.redirect_uri == "https://tracker.example.org/sign-on/council/back"
    assert made.title == "Council account"
    assert made.rules == (
        Rule("team-leader", group="Team = leads"),
        Rule("adviser", group="Advisers"),
    )
    assert made.required_amr == ("mfa", "hwk")
    assert not made.new_accounts


def test_a_secret_is_read_from_a_file_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    (made,) = of(
        TRACKER_OIDC_CLIENT_SECRET=None,
        TRACKER_OIDC_CLIENT_SECRET_FILE=str(tmp_path / "secret"),
    )
    assert made.client_secret == "from a file"
    assert "from a file" not in repr(made)
    assert "hush" not in repr(from_environment(ONE))


def test_a_file_declares_several(tmp_path: Path) -> None:
    entra, dfe = of_file(tmp_path, ENTRA)
    assert [rule.role for rule in entra.rules] == ["administrator", "adviser"]
    assert entra.email_domains == ("council.example.org",)
    assert entra.new_accounts
    assert dfe.redirect_uri == "https://tracker.example.org/sign-on/dfe/back"
    assert dfe.rules == (Rule("school-user", organisation="school"),)
    assert dfe.trusts_emails and dfe.trusts_second_factor


@pytest.mark.parametrize("name", ["AMR", "ACR"])
def test_a_provider_that_may_state_a_password_alone_is_refused(name: str) -> None:
    bare = {"TRACKER_OIDC_REQUIRED_AMR": None}
    with pytest.raises(SettingMissing, match="no user comes in by a password alone"):
        of(**bare)
    with pytest.raises(SettingMissing, match="no user comes in by a password alone"):
        of(**bare, TRACKER_OIDC_TRUSTS_SECOND_FACTOR="no")
    assert of(**{**bare, f"TRACKER_OIDC_REQUIRED_{name}": "mfa"})
    (trusted,) = of(**bare, TRACKER_OIDC_TRUSTS_SECOND_FACTOR="yes")
    assert trusted.trusts_second_factor


def test_a_file_may_be_json(tmp_path: Path) -> None:
    entry = {"issuer": "https://login.example.org", "client_id": "t"}
    entry["required_acr"] = "2"
    text = json.dumps({"entra": {**entry, "client_secret": "hush"}})
    assert of_file(tmp_path, text, "sign-on.json")[0].key == "entra"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TRACKER_ADDRESS", None, "Set TRACKER_ADDRESS"),
        ("TRACKER_ADDRESS", "http://tracker.example.org", "Set TRACKER_ADDRESS"),
        ("TRACKER_AUTHORITY", None, "Set TRACKER_AUTHORITY"),
        ("TRACKER_OIDC_ISSUER", None, "TRACKER_OIDC_ISSUER is missing"),
        ("TRACKER_OIDC_ISSUER", "http://login.example.org", "begins with https"),
        ("TRACKER_OIDC_ISSUER", "http://localhost.example.org", "begins with https"),
        ("TRACKER_OIDC_ISSUER", "https://x.example.org:port", "begins with https"),
        ("TRACKER_OIDC_CLIENT_ID", None, "CLIENT_ID is missing"),
        ("TRACKER_OIDC_CLIENT_SECRET", None, "client_secret_file is needed"),
        ("TRACKER_OIDC_CLIENT_SECRET_FILE", "/x", "not both"),
        ("TRACKER_OIDC_REQUIRD_AMR", "mfa", "REQUIRD_AMR is not a setting"),
        ("TRACKER_OIDC_REQUIRED_AMR", ",", "leave it out to require nothing"),
        ("TRACKER_OIDC_USERS", "everybody", "must be staff or institutions"),
        ("TRACKER_OIDC_SCOPE", "email", "must contain openid"),
        ("TRACKER_OIDC_NEW_ACCOUNTS", "yes", "needs rules"),
        ("TRACKER_OIDC_NEW_ACCOUNTS", "perhaps", "must be yes or no"),
        ("TRACKER_OIDC_ROLES", "Advisers", "must read"),
        ("TRACKER_OIDC_ROLES", "Advisers=wizard", "one of these roles"),
        ("TRACKER_OIDC_ROLES", "Schools=school-user", "cannot have"),
        ("TRACKER_OIDC_EMAIL_DOMAINS", "@example", "must be like example.org"),
        ("TRACKER_SIGN_ON_FILE", "/nowhere.toml", "not both"),
    ],
)
def test_a_wrong_environment_is_one_sentence(
    name: str, value: str | None, says: str
) -> None:
    with pytest.raises(SettingMissing, match=says) as caught:
        of(**{name: value})
    assert "hush" not in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("[entra]", "[Entra]", "small letters"),
        ("[entra]", "[entra", "not a TOML or JSON file"),
        ('client_secret = "hush-hush"', "client_secret = 7", "a text of one line"),
        ('"mfa"]', '"mfa", 7]', "a list of texts"),
        ('group = "Advisers"', 'groups = "Advisers"', "rules must each"),
        ('group = "Advisers"', "", "must each have a group, domain"),
        ('group = "Advisers"', "group = 7", "rules must each"),
        ('group = "Administrators"', 'domain = "example.org"', "without a group"),
        ('role = "adviser"', 'role = "school-user"', "cannot have"),
        ('organisation = "school"', 'organisation = "shop"', "school and college"),
        ('organisation_claim = "organisation"', "", "organisation_claim is needed"),
        ('"Council account"', '"x"\nparameters = {prompt = "none"}', "may not set"),
        ('"Council account"', '"x"\nredirect_uri = "https://e"', "is not a setting"),
    ],
)
def test_a_wrong_file_is_one_sentence(
    tmp_path: Path, was: str, becomes: str, says: str
) -> None:
    assert was in ENTRA
    with pytest.raises(SettingMissing, match=says) as caught:
        of_file(tmp_path, ENTRA.replace(was, becomes, 1))
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "name = 1", "[]", "\x00", "[" * 100_000])
@pytest.mark.parametrize("name", ["sign-on.toml", "sign-on.json"])
def test_any_other_file_is_one_sentence(tmp_path: Path, text: str, name: str) -> None:
    with pytest.raises(SettingMissing):
        of_file(tmp_path, text, name)


def test_the_same_client_is_declared_once(tmp_path: Path) -> None:
    again = ENTRA.partition("[dfe]")[0].replace("entra", "again")
    with pytest.raises(SettingMissing, match="same client_id twice"):
        of_file(tmp_path, ENTRA + again)
