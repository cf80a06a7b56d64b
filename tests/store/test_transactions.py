"""A transaction inside another ends with it: all of it is stored, or nothing."""

import pytest
from sqlalchemy import text

from tests.acts import act
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.database.base import transaction

pytestmark = pytest.mark.usefixtures("inside")


def noted() -> list[str]:
    return list(db.session.scalars(text("SELECT subject FROM audit ORDER BY id")))


def note(subject: str) -> None:
    """An act that makes its own transaction, as most do."""
    act().note_alone(Action.SETTING_CHANGED, subject)


def test_one_alone_is_stored_at_its_end() -> None:
    note("alone")
    db.session.rollback()
    assert noted()[-1:] == ["alone"]


def test_one_inside_another_is_stored_with_it() -> None:
    with transaction():
        note("within")
        act().note(Action.SETTING_CHANGED, "after it")
    db.session.rollback()
    assert noted()[-2:] == ["within", "after it"]


def test_what_fails_after_it_takes_it_back() -> None:
    before = noted()
    with pytest.raises(Refusal, match="too late"), transaction():
        note("within")
        raise Refusal("too late")
    assert noted() == before


def test_what_fails_inside_takes_everything_back_and_the_next_stands() -> None:
    before = noted()
    with pytest.raises(Refusal, match="inside"), transaction():
        act().note(Action.SETTING_CHANGED, "first")
        with transaction():
            raise Refusal("inside")
    assert noted() == before
    note("the next")
    db.session.rollback()
    assert noted() == [*before, "the next"]
