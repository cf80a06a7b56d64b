"""flask keys: shown, rotated and retired from the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tracker.config import SECRETS, SettingMissing, from_environment
from tracker.encryption import Keys, KeysUnusable
from tracker.store.accounts.audit import Action, AuditLine


@pytest.fixture
def own_keys(app, tmp_path):
    """Keys of their own for one test; other tests of the process keep theirs."""
    here = app.config["TRACKER"]
    kept = here.keys
    here.__dict__["keys"] = Keys(tmp_path / "keys" / "identities")
    yield here.keys
    here.__dict__["keys"] = kept


def test_keys_are_listed_rotated_and_retired(app, flask, as_json, own_keys):
    first = as_json("keys", "list")["keys"]
    assert [each["recipient"][:4] for each in first] == ["age1"]
    assert "SECRET" not in flask("keys", "list").out
    assert as_json("keys", "rotate")["new"] is True
    names = [each["key"] for each in as_json("keys", "list")["keys"]]
    assert names[1:] == [first[0]["key"]]
    assert as_json("keys", "retire")["retired"] == names[1:]
    assert "none was removed" in flask("keys", "retire").out
    from tracker import store

    with app.app_context():
        lines = store.database.base.every(select(AuditLine.action))
    assert lines == [Action.KEYS_ROTATED, Action.KEY_RETIRED]


def test_keys_on_a_read_only_disk_are_changed_where_they_come_from(
    own_keys, monkeypatch
):
    newest = own_keys.all()[0]

    def refuse(path, target):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(KeysUnusable, match="cannot be changed from here"):
        own_keys.add(datetime(2026, 11, 24, tzinfo=UTC), after=newest)
    assert own_keys.all() == (newest,)
    assert [each.name for each in own_keys.file.parent.iterdir()] == ["identities"]


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_be_a_file(tmp_path, name):
    file = tmp_path / "secret"
    value = {
        "SECRET_KEY": "a long random text of the council",
        "DATABASE_URL": "postgresql://u:p@localhost/x",
        "DATABASE_OWNER_URL": "postgresql://o:p@localhost/x",
        "DATABASE_INSTITUTION_URL": "postgresql://i:p@localhost/x",
        "TRACKER_SMTP": "smtps://u:p@h",
    }.get(name, "a secret of another service")
    more = {"TRACKER_MAIL_FROM": "a@b.example", "TRACKER_ADDRESS": "https://b.example"}
    more |= {} if name == "DATABASE_URL" else {"DATABASE_URL": "postgresql:///x"}
    file.write_text(f"{value}\n")
    by_file = from_environment({f"{name}_FILE": str(file), **more})
    assert by_file == from_environment({name: value, **more})
    with pytest.raises(SettingMissing, match=f"Set {name} or {name}_FILE, not both"):
        from_environment({name: value, f"{name}_FILE": str(file), **more})


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "No such file"), (b"\xff\xfe\xff", "not a text"), (b"\n", "is empty")],
)
def test_an_unreadable_file_of_a_secret_is_named(tmp_path, text, says):
    file = tmp_path / "secret"
    if text is not None:
        file.write_bytes(text)
    with pytest.raises(SettingMissing, match=f"SECRET_KEY_FILE: .*{says}"):
        from_environment({"SECRET_KEY_FILE": str(file)})
