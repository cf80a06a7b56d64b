"""A clock that jumps is no fault of the seals; a moment set for a line is one."""

from datetime import timedelta

import pytest

from tests.acts import NOON
from tracker.extensions import db
from tracker.store.accounts import audit_seals

MAY = "'2026-05-03 09:00Z'"
BACKDATED = (
    'INSERT INTO audit (authority, at, "by", action, subject, detail)'
    f" VALUES ('359', {MAY}, 'sam', 'signed in', '', '{{}}')"
)


@pytest.fixture
def jumped(sealed):
    """Two minutes in which the clock was two days ahead, and what came after."""
    back = sealed.at + timedelta(minutes=2)
    sealed.at += timedelta(days=2)
    sealed.write(2)
    sealed.seal()
    sealed.at = back
    for _ in range(3):
        sealed.write(2)
        sealed.seal()
    return sealed


def test_a_clock_that_was_ahead_for_a_while_is_information(jumped) -> None:
    done = jumped.verify()
    assert done.is_sound, done.findings
    assert done.information == [
        "The clock went back from 2026-11-26 12:04 to 2026-11-24 12:06 UTC; "
        "earlier lines may have wrong times."
    ]
    assert jumped.verify(authority="359").is_sound


def test_no_seal_names_a_moment_after_its_own(jumped) -> None:
    for seal in db.session.scalars(db.select(audit_seals.AuditSeal)):
        assert seal.previous_at is None or seal.previous_at <= seal.sealed_at


def test_a_clock_that_was_behind_for_a_while_is_information(sealed) -> None:
    ahead = sealed.at
    sealed.at -= timedelta(days=40)
    sealed.write(2, at=ahead)
    sealed.seal()
    sealed.at = ahead
    sealed.write(2)
    sealed.seal()
    done = sealed.verify()
    assert done.is_sound, done.findings
    assert len(done.information) == 1
    assert done.information[0].startswith("The clock went back from 2026-11-24 12:03")


def test_seals_of_a_version_that_went_by_such_a_clock_are_sound(
    ledger, monkeypatch
) -> None:
    """They name a moment after their own, and cannot be made again."""
    ledger.at += timedelta(days=2)
    ledger.write(2)
    ledger.seal()
    ledger.at = NOON
    monkeypatch.setattr(audit_seals, "min", lambda moment, at: moment, raising=False)
    ledger.write(2)
    ledger.seal()
    monkeypatch.undo()
    ledger.write(2)
    ledger.seal()
    assert db.session.get(audit_seals.AuditSeal, 2).previous_at > ledger.at
    done = ledger.verify()
    assert done.is_sound, done.findings


def test_a_clock_that_jumped_hides_no_line_with_an_old_date(jumped, attack) -> None:
    attack(BACKDATED)
    jumped.seal()
    assert jumped.kinds() == {"dated earlier"}


def backdate(ledger, attack, change: str, back: str) -> None:
    attack(change)
    attack(BACKDATED)
    ledger.seal()
    attack(back)


def test_a_line_dated_earlier_while_the_newest_seal_was_is_named(
    sealed, attack
) -> None:
    attack("CREATE TEMP TABLE kept AS SELECT id, sealed_at FROM audit_seals")
    backdate(
        sealed,
        attack,
        f"UPDATE audit_seals SET sealed_at = {MAY} WHERE id = 3",
        "UPDATE audit_seals s SET sealed_at = kept.sealed_at FROM kept"
        " WHERE s.id = kept.id",
    )
    for given in ({}, {"authority": "359"}):
        ((kind, sentence),) = sealed.found(**given)
        assert kind == "moved in time"
        assert sentence.startswith(
            "Seal 1, made 2026-11-24 12:04 UTC, should name 2026-11-24 12:03 UTC as the"
            " moment of the previous seals but names 2026-05-03 09:00 UTC: a seal"
        )
    assert sealed.verify(authority="350").is_sound
    sealed.write(1)
    sealed.seal()
    assert sealed.kinds() == {"moved in time"}


@pytest.mark.parametrize(
    ("change", "back"),
    [
        (
            "UPDATE audit_seals SET authority = '350'",
            "UPDATE audit_seals SET authority = '359' WHERE authority = '350'",
        ),
        (
            "UPDATE audit_seals SET sealed_at = previous_at, previous_at = NULL,"
            " lines = lines + 99990 WHERE id = 3",
            "UPDATE audit_seals SET previous_at = sealed_at, sealed_at ="
            " sealed_at + interval '1 minute', lines = lines - 99990 WHERE id = 3",
        ),
        # As if made before all others, which then name none.
        (
            "UPDATE audit_sealing SET last_seal = -9;"
            "UPDATE audit_seals SET authority = '350'",
            "UPDATE audit_seals SET authority = '359' WHERE authority = '350'",
        ),
    ],
)
def test_so_is_one_while_the_seals_seemed_to_be_others(
    sealed, attack, change, back
) -> None:
    backdate(sealed, attack, change, back)
    assert "moved in time" in sealed.kinds()


def test_runs_that_were_cut_and_stopped_are_sound(ledger, monkeypatch) -> None:
    monkeypatch.setattr(audit_seals, "AT_ONCE", 10)
    for authority in ("359", "350"):
        ledger.write(13, authority=authority, at=NOON - timedelta(days=20))
    for _ in range(2):
        with db.session.begin_nested():
            audit_seals._seal_some(ledger.at, ledger.keys.newest())
        db.session.commit()
        ledger.at += timedelta(minutes=1)
    ledger.seal()
    for authority in ("350", "359"):
        ledger.write(2, authority=authority)
        ledger.seal()
    done = ledger.verify()
    assert done.is_sound, done.findings
    ledger.place.file.unlink()
    assert ledger.kinds() == {"heads missing"}
