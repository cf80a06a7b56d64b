"""An installation whose settings of single sign-on are wrong, or its provider away."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conftest import runner, settings
from tests.sign_on.process import Process
from tests.sign_on.statements import CLIENT, SECRET
from tracker import actions
from tracker.actions.doctor.examination import Installation, checks
from tracker.config import SettingMissing, Settings
from tracker.web.account import single_sign_on


def declared(tmp_path: Path, **entry: Any) -> Settings:
    file = tmp_path / "sign-on.json"
    file.write_text(json.dumps({"one": entry}), encoding="utf-8")
    return replace(
        settings(tmp_path / "var"),
        secret_key="5f2c9a7be4d1083677aa90fe",
        address="http://localhost",
        sign_on={"TRACKER_SIGN_ON_FILE": str(file)},
    )


def found(made: Settings) -> list[str]:
    assert actions.doctor.checks.identity_providers
    (one,) = [each for each in checks() if each.title == "Single sign-on"]
    at = datetime.now(UTC)
    return list(one.finds(Installation(made, {}, at, at.date())))


def test_serve_refuses_wrong_settings_in_one_sentence(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = declared(tmp_path, issuer="https://x.example.org", client_id="t")
    own = app.config["TRACKER"]
    made = replace(made, var=own.var, database_url=own.database_url)
    monkeypatch.setitem(app.config, "TRACKER", made)
    answer = runner(app)("serve", "--port", "0", code=2)
    assert answer.out == ""
    assert answer.err == (
        "TRACKER_SIGN_ON_FILE, [one]: client_secret or client_secret_file is needed, "
        "and not both.\n"
    )


def test_pages_do_not_start_with_wrong_settings(tmp_path: Path) -> None:
    app = Flask(__name__, root_path=str(tmp_path))
    app.config["TRACKER"] = declared(
        tmp_path, issuer="http://x.example.org", client_id="t"
    )
    with pytest.raises(SettingMissing, match="begins with https"):
        single_sign_on.init_app(app)


def test_the_examination_names_a_wrong_setting(tmp_path: Path) -> None:
    made = declared(tmp_path, issuer="https://x.example.org", secret="s")
    assert found(made) == ["TRACKER_SIGN_ON_FILE, [one]: client_id is missing."]


def test_the_examination_reaches_the_provider(
    tmp_path: Path, provider: Process
) -> None:
    made = declared(
        tmp_path,
        name="Council account",
        issuer=f"{provider.base}/one",
        client_id=CLIENT,
        client_secret=SECRET,
        required_amr="mfa",
    )
    assert found(made) == []
    provider.control(metadata={"issuer": "https://elsewhere.example"})
    (sentence,) = found(made)
    assert sentence.startswith("Council account cannot sign users in (wrong-issuer).")
    provider.control(fault="dead", at="keys", metadata={})
    assert "unreachable" in found(made)[0]


def test_an_installation_without_providers_has_nothing_to_look_at(
    tmp_path: Path,
) -> None:
    assert found(settings(tmp_path)) == []
