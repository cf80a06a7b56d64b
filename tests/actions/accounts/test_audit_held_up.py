"""Sealing that is held up, or does not run: what waits too long is a finding."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.acts import NOON
from tracker.extensions import db
from tracker.store.accounts import audit_seals
from tracker.store.accounts.audit_seals import SealingHeldUp

HOURS = timedelta(hours=3)
HELD = "SELECT pg_advisory_lock(hashtextextended('audit seals', 0))"


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(audit_seals, "_PATIENCE", "50ms")


@pytest.fixture
def other():
    """A session of the application's own role, which needs no right to hold it up."""
    with db.engine.connect() as connection:
        yield lambda statement: connection.execute(text(statement))
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock_all()"))


@pytest.mark.parametrize(
    "statement",
    [
        HELD,
        "SELECT pg_advisory_xact_lock(hashtextextended('audit seals', 0))",
        "SELECT * FROM audit_sealing FOR UPDATE",
    ],
)
def test_a_lock_that_another_keeps_is_one_sentence(
    sealed, impatient, other, statement
) -> None:
    other(statement)
    sealed.write(10)
    with pytest.raises(
        SealingHeldUp, match="keeps a lock that sealing the audit needs"
    ):
        sealed.seal()
    assert sealed.verify().unsealed == 10


def test_lines_that_wait_for_hours_are_a_finding(
    sealed, impatient, other, attack
) -> None:
    other(HELD)
    sealed.write(10)
    with pytest.raises(SealingHeldUp):
        sealed.seal()
    assert sealed.verify().is_sound
    attack("DELETE FROM audit WHERE id > 35")
    found = sealed.found(at=sealed.at + HOURS)
    assert [kind for kind, _ in found] == ["not sealed", "numbers missing"]
    assert found[0][1].startswith(
        "5 lines since 2026-11-24 12:03 UTC are not sealed yet: is the worker running,"
    )
    assert found[1][1].startswith("Numbers 36-40 were given out after the last sealed")
    assert sealed.kinds(at=sealed.at + HOURS, authority="359") == {"not sealed"}
    assert sealed.verify(at=sealed.at + HOURS, authority="350").is_sound


@pytest.mark.parametrize("later", [timedelta(0), HOURS, timedelta(days=2)])
def test_the_numbers_of_lines_that_are_all_deleted_are_information(
    sealed, attack, later
) -> None:
    """A quiet weekend after a change that was undone, or after a crash, is sound."""
    sealed.write(10)
    attack("DELETE FROM audit WHERE id > 30")
    done = sealed.verify(at=sealed.at + later)
    assert done.is_sound
    (sentence,) = done.information
    assert sentence.startswith(
        "Numbers 31-40 were given out after the last sealed line"
    )


def test_they_stay_named_after_later_lines_are_sealed(sealed, attack) -> None:
    sealed.write(10)
    attack("DELETE FROM audit WHERE id BETWEEN 32 AND 33 OR id = 35")
    sealed.seal()
    done = sealed.verify(at=sealed.at + HOURS)
    assert done.is_sound
    (sentence,) = done.information
    assert sentence.startswith("Numbers 32-33, 35 were given out in the last days")


def test_nothing_waits_where_all_is_sealed_however_long_ago(sealed) -> None:
    done = sealed.verify(at=sealed.at + timedelta(days=9))
    assert (done.findings, done.information) == ([], [])


def test_an_import_that_began_hours_ago_is_no_fault_where_others_are_sealed(
    sealed,
) -> None:
    sealed.write(1, at=NOON - HOURS)
    assert sealed.verify().is_sound


def test_a_line_that_is_being_written_has_its_number_already(sealed, other) -> None:
    other(
        'INSERT INTO audit (authority, at, "by", action, subject, detail)'
        " VALUES ('359', now(), 'a long import', 'import applied', '', '{}')"
    )
    done = sealed.verify(at=sealed.at + HOURS)
    assert (done.findings, done.information) == ([], [])


def test_a_change_that_was_undone_is_named_with_that_caution(sealed, other) -> None:
    other("SELECT nextval('audit_id_seq')")
    done = sealed.verify(at=sealed.at + HOURS)
    assert done.is_sound
    (sentence,) = done.information
    assert sentence.startswith(
        "Number 31 was given out after the last sealed line to no line that is there: "
        "a change that was undone"
    )
