"""The settings that an authority may choose, and those in force."""

from datetime import UTC, datetime

import pytest

from tests.acts import act
from tracker import actions, store
from tracker.domain.settings import BY_NAME, SETTINGS, Chosen, NotAllowed, chosen
from tracker.extensions import db

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def change(name: str, value: object, authority: str = "359") -> bool:
    return actions.accounts.settings.change(
        name, value, act=act(by="x", at=NOW, authority=authority)
    )


def test_a_setting_never_chosen_is_at_its_default(inside) -> None:
    assert actions.accounts.settings.of("359") == Chosen()
    assert actions.accounts.settings.of("359").region_of("359") == "North West"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.name)
def test_every_default_is_a_value_that_may_be_chosen(setting) -> None:
    read = setting.read(setting.default)
    assert (tuple(read) if isinstance(read, list) else read) == setting.default
    assert setting.describe(setting.default)


@pytest.mark.parametrize(
    ("name", "value", "is_"),
    [
        ("neighbours", ["351", "350", "350"], ("350", "351")),
        ("neighbours", [], ()),
        ("region", "London", "London"),
        ("region", "", None),
        ("hide_up_to", " 7 ", 7),
        ("percent_base", 20, 20),
    ],
)
def test_a_choice_is_in_force_for_its_authority_alone(inside, name, value, is_) -> None:
    change(name, value)
    assert getattr(actions.accounts.settings.of("359"), name) == is_
    assert getattr(actions.accounts.settings.of("350"), name) == BY_NAME[name].default


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("neighbours", ["999"]),
        ("neighbours", [str(code) for code in range(300, 330)]),
        ("region", "Atlantis"),
        ("hide_up_to", 0),
        ("hide_up_to", "1.5"),
        ("hide_up_to", None),
        ("percent_base", 51),
    ],
)
def test_a_value_that_is_not_allowed_is_refused(inside, name, value) -> None:
    with pytest.raises(NotAllowed):
        change(name, value)
    assert actions.accounts.settings.of("359") == Chosen()


def test_each_change_is_audited_with_the_value_before(inside) -> None:
    assert change("hide_up_to", 7)
    assert not change("hide_up_to", "7")
    assert change("hide_up_to", 5)
    lines = db.session.scalars(
        db.select(store.accounts.audit.AuditLine).order_by(
            store.accounts.audit.AuditLine.id
        )
    )
    assert [(line.subject, line.detail) for line in lines] == [
        ("setting hide_up_to", {"old": 5, "new": 7}),
        ("setting hide_up_to", {"old": 7, "new": 5}),
    ]


def test_a_setting_no_longer_declared_is_ignored() -> None:
    assert chosen({"colour": "red", "hide_up_to": "many"}) == Chosen()
