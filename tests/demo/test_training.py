"""The settings of a training system: none of them leads to the real one."""

from pathlib import Path

import pytest

from tracker.config import DEMO_SECRET, SettingMissing, Settings, from_environment
from tracker.domain.environment import NAMED
from tracker.packing import training

#: The environment of a council that has everything.
REAL = {
    "TRACKER_AUTHORITY": "335",
    "TRACKER_DATABASE_ID": "335",
    "TRACKER_SUPPLIER": "Walsall",
    "TRACKER_ORGANISATION": "Walsall Council",
    "TRACKER_COLOUR": "#12403f",
    "TRACKER_PROXIES": "1",
    "DATABASE_URL": "postgresql://a:p@localhost/tracker",
    "DATABASE_OWNER_URL": "postgresql://o:p@localhost/tracker",
    "DATABASE_INSTITUTION_URL": "postgresql://i:p@localhost/tracker",
    "SECRET_KEY": "the real system's long random text",
    "TRACKER_SMTP": "smtps://u:p@mail.example.org",
    "TRACKER_MAIL_FROM": "tracker@example.org",
    "TRACKER_ADDRESS": "https://tracker.example.org",
    "TRACKER_OIDC_ISSUER": "https://login.example.org",
    "TRACKER_METRICS_TOKEN": "a long random text of the monitoring",
    "TRACKER_AUDIT_HEADS": "https://heads.example.org/",
    "PATH": "/usr/bin",
}


def read(tmp_path: Path, **more: str) -> Settings:
    return from_environment(
        {**REAL, "TRACKER_VAR": str(tmp_path), "TRACKER_TRAINING": "yes", **more}
    )


def test_nothing_of_the_real_system_is_left(tmp_path: Path) -> None:
    real = from_environment({**REAL, "TRACKER_VAR": str(tmp_path)})
    found = read(
        tmp_path,
        TRACKER_BACKUP=str(tmp_path / "backups"),
        TRACKER_KEYS_FILE=str(tmp_path / "keys"),
    )
    assert (found.is_training, real.is_training) == (True, False)
    assert found.var == tmp_path / "training"
    assert found.secret_key is None
    assert (found.database_url, found.database_owner_url) == (None, None)
    assert found.database_institution_url is None
    assert (found.mail, found.address, found.metrics_token) == (None, "", "")
    assert found.keys_file is None
    assert found.audit_heads_address is None
    assert found.audit_heads_file.is_relative_to(found.var)
    assert found.keeping == Settings.__dataclass_fields__["keeping"].default_factory()
    assert found.sign_on == {}
    # Its place is the one that demos invent; its look is the council's.
    assert (found.authority, found.database_id) == ("359", "359")
    assert found.supplier == "Training: invented young people"
    assert (found.organisation, found.proxies) == ("Walsall Council", 1)
    assert found.council == real.council


@pytest.mark.parametrize("named", NAMED, ids=lambda each: each.name)
def test_each_setting_holds_in_training_only_if_it_is_in_the_list(named) -> None:
    name = named.name.replace("…", "ISSUER")
    given = {name: "x", f"{name}_FILE": "/etc/x", "PATH": "/usr/bin"}
    kept = training.settings(given)
    assert kept["PATH"] == "/usr/bin"
    is_own = name in ("TRACKER_AUTHORITY", "TRACKER_DATABASE_ID", "TRACKER_SUPPLIER")
    assert (kept.get(name) == "x") is (name in training.KEPT)
    assert (name in kept) is (name in training.KEPT or is_own)
    assert (f"{name}_FILE" in kept) is (name in training.KEPT)


def test_the_list_names_settings_that_exist() -> None:
    assert {each.name for each in NAMED} >= training.KEPT


def test_secrets_of_the_real_system_are_not_even_opened(tmp_path: Path) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "TRACKER_SMTP"):
        del (given := dict(REAL))[name]
        given |= {f"{name}_FILE": str(tmp_path / "closed to this account")}
        from_environment(
            {**given, "TRACKER_VAR": str(tmp_path), "TRACKER_TRAINING": "yes"}
        )
        with pytest.raises(SettingMissing, match=f"{name}_FILE"):
            from_environment({**given, "TRACKER_VAR": str(tmp_path)})


def test_a_database_of_its_own_on_a_server(tmp_path: Path) -> None:
    own = "postgresql://t:p@localhost/training"
    found = read(tmp_path, TRACKER_TRAINING_DATABASE_URL=own)
    assert found.database_url == "postgresql+psycopg://t:p@localhost/training"
    (tmp_path / "url").write_text(f"{own}\n")
    by_file = read(tmp_path, TRACKER_TRAINING_DATABASE_URL_FILE=str(tmp_path / "url"))
    assert by_file.database_url == found.database_url
    # Without training it has no effect.
    real = from_environment({**REAL, "TRACKER_TRAINING_DATABASE_URL": own})
    assert real.database_url == "postgresql+psycopg://a:p@localhost/tracker"


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("TRACKER_TRAINING", "true", "^TRACKER_TRAINING is yes or left out, not true"),
        ("TRACKER_TRAINING", "9" * 4000, f"not {'9' * 40}[.]$"),
        (
            "TRACKER_TRAINING_DATABASE_URL",
            "mysql://a@localhost/b",
            "^TRACKER_TRAINING_DATABASE_URL must begin with postgresql://",
        ),
        (
            "TRACKER_TRAINING_DATABASE_URL",
            "postgresql://t:p@db.example.org/training",
            "^TRACKER_TRAINING_DATABASE_URL leads to another machine",
        ),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, setting, value, says) -> None:
    with pytest.raises(SettingMissing, match=says):
        read(tmp_path, **{setting: value})


def test_no_is_the_real_system(tmp_path: Path) -> None:
    given = {**REAL, "TRACKER_VAR": str(tmp_path)}
    assert from_environment({**given, "TRACKER_TRAINING": "no"}) == from_environment(
        given
    )


def test_its_pages_are_signed_with_the_key_of_its_demo(tmp_path: Path) -> None:
    key = tmp_path / "training" / DEMO_SECRET
    key.parent.mkdir(parents=True)
    key.write_text("made by the demo\n")
    assert read(tmp_path).secret_key == "made by the demo"


@pytest.mark.parametrize(
    ("given", "marked"),
    [
        ('attachment; filename="list.csv"', 'attachment; filename="TRAINING-list.csv"'),
        (
            "attachment; filename=NCCIS_359.xml",
            "attachment; filename=TRAINING-NCCIS_359.xml",
        ),
        (
            "inline; filename=\"a.pdf\"; filename*=UTF-8''%C3%A9.pdf",
            "inline; filename=\"TRAINING-a.pdf\"; filename*=UTF-8''TRAINING-%C3%A9.pdf",
        ),
        ("inline", "inline"),
    ],
)
def test_the_name_of_a_file_is_marked(given: str, marked: str) -> None:
    assert training.marked(given) == marked
