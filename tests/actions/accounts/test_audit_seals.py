"""The seals over the audit: nothing is missed, and everything done to it is named.

The attacker here owns the database and may switch off every trigger.
"""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.acts import NOON
from tracker import actions
from tracker.extensions import db
from tracker.keeping import AuditKeys, AuditKeyUnusable
from tracker.store.accounts import audit_seals


def test_an_untouched_audit_is_sound(sealed) -> None:
    done = sealed.verify()
    assert done.is_sound, done.findings
    assert (done.lines, done.seals, done.unsealed) == (30, 3, 0)


def test_the_newest_lines_are_not_sealed_yet_which_is_no_fault(sealed) -> None:
    sealed.write(2)
    done = sealed.verify()
    assert done.is_sound
    assert (done.lines, done.unsealed, done.unsealed_since) == (32, 2, sealed.at)


def test_a_changed_line_is_named(sealed, attack) -> None:
    attack("UPDATE audit SET detail = '{\"many\": 11}' WHERE id = 17")
    assert sealed.found() == [("changed", "Line 17 was changed after it was sealed.")]


@pytest.mark.parametrize(
    "change",
    [
        "\"by\" = 'sam'",
        "subject = 'user 2'",
        "action = 'signed out'",
        "detail = detail || '{\"x\": null}'",
        "at = at + interval '1 microsecond'",
    ],
)
def test_any_part_of_a_line_counts(sealed, attack, change) -> None:
    attack(f"UPDATE audit SET {change} WHERE id = 1")
    assert sealed.found() == [("changed", "Line 1 was changed after it was sealed.")]


def test_a_line_given_to_another_authority_is_missed_and_found_there(
    sealed, attack
) -> None:
    attack("UPDATE audit SET authority = '350' WHERE id = 5")
    assert sealed.kinds() == {"deleted", "inserted"}


def test_a_line_moved_into_another_month_is_missed_and_found_there(
    sealed, attack
) -> None:
    attack("UPDATE audit SET at = at - interval '90 days' WHERE id = 5")
    assert sealed.kinds() == {"deleted", "inserted"}


def test_a_deleted_line_is_named(sealed, attack) -> None:
    attack("DELETE FROM audit WHERE id = 12")
    assert sealed.found() == [("deleted", "Line 12 was deleted.")]


def test_the_last_ten_lines_deleted_are_named(sealed, attack) -> None:
    attack("DELETE FROM audit WHERE id > 20")
    assert sealed.found() == [("deleted", "Lines 21 to 30 were deleted.")]


def test_the_last_ten_lines_deleted_with_their_seal_are_named(sealed, attack) -> None:
    attack("DELETE FROM audit WHERE id > 20")
    attack("DELETE FROM audit_seals WHERE number = 3")
    ((kind, sentence),) = sealed.found()
    assert kind == "cut off"
    assert "Seals 3, over the lines 21-30, are outside" in sentence


def test_a_line_and_all_traces_of_it_in_the_chain_are_named(sealed, attack) -> None:
    """The owner knows the program, but not the key."""
    attack("DELETE FROM audit WHERE id = 12")
    attack("DELETE FROM audit_seals")
    attack("UPDATE audit_sealing SET sealed_to = 0, gaps = '{}', last_seal = 0")
    audit_seals.seal(
        at=sealed.at,
        secret=AuditKeys(sealed.place.file.parent)
        .__class__(sealed.place.file.parent / "another")
        .newest(),
    )
    kinds = sealed.kinds()
    assert "key missing" in kinds
    assert "chain rewritten" in kinds


def test_a_chain_rewritten_with_the_key_itself_differs_from_outside(
    sealed, attack
) -> None:
    attack("DELETE FROM audit WHERE id = 12")
    attack("DELETE FROM audit_seals")
    attack("UPDATE audit_sealing SET sealed_to = 0, gaps = '{}', last_seal = 0")
    for until in (10, 20, 30):
        attack(f"UPDATE audit SET at = at WHERE id = {until}")
    audit_seals.seal(at=sealed.at, secret=sealed.keys.newest())
    assert {"chain rewritten", "cut off"} <= sealed.kinds()


def test_a_seal_changed_by_the_owner_is_named(sealed, attack) -> None:
    attack("UPDATE audit_seals SET sealed_at = sealed_at + interval '1 s' WHERE id = 2")
    ((kind, sentence),) = sealed.found()
    assert kind == "chain rewritten"
    assert "Seal 2" in sentence


def test_a_seal_without_its_short_digests_is_named(sealed, attack) -> None:
    attack("UPDATE audit_seals SET digests = '' WHERE id = 2")
    assert "seal changed" in sealed.kinds()


def test_a_seal_from_the_middle_is_missed(sealed, attack) -> None:
    attack("DELETE FROM audit_seals WHERE id = 2")
    assert {"seal missing", "cut off", "inserted"} == sealed.kinds()


def test_a_month_that_is_gone_with_its_seals_is_named(sealed, attack) -> None:
    sealed.write(5, at=NOON - timedelta(days=60))
    sealed.write(5)
    sealed.seal()
    attack("DELETE FROM audit WHERE at < '2026-10-01'")
    attack("DELETE FROM audit_seals WHERE month = '2026-09-01'")
    (found,) = sealed.verify().findings
    assert (found.kind, found.month) == ("cut off", date(2026, 9, 1))
    assert found.sentence.startswith("The whole month is cut off: seals 1,")


def test_a_line_put_in_with_an_old_date_is_named(sealed, attack) -> None:
    attack(
        'INSERT INTO audit (authority, at, "by", action, subject, detail)'
        " VALUES ('359', '2026-05-03 09:00Z', 'sam', 'signed in', '', '{}')"
    )
    assert sealed.seal() == 1
    ((kind, sentence),) = sealed.found()
    assert kind == "dated earlier"
    assert sentence.startswith("Line 31 is dated 2026-05-03 09:00 UTC, but was not")


def test_a_line_put_in_with_an_old_number_is_named(sealed, attack) -> None:
    attack("DELETE FROM audit WHERE id = 12")
    attack(
        'INSERT INTO audit (id, authority, at, "by", action, subject, detail)'
        " VALUES (12, '359', '2026-11-24 12:01Z', 'sam', 'signed in', '', '{}'),"
        " (12, '359', '2026-11-24 12:02Z', 'sam', 'signed in', '', '{}')"
    )
    assert sealed.kinds() == {"changed", "inserted"}


def test_heads_that_were_cut_off_outside_are_named(sealed) -> None:
    lines = sealed.place.file.read_bytes().splitlines(keepends=True)
    sealed.place.file.write_bytes(b"".join(lines[:1]))
    ((kind, sentence),) = sealed.found()
    assert kind == "heads missing"
    assert sentence.startswith("The heads outside lack seals 2-3")
    sealed.place.file.unlink()
    assert sealed.kinds() == {"heads missing"}


def test_half_a_line_of_the_heads_is_named(sealed) -> None:
    written = sealed.place.file.read_bytes()
    sealed.place.file.write_bytes(written[:-40])
    assert sealed.kinds() == {"heads changed", "heads missing"}


def test_a_head_changed_outside_is_named(sealed) -> None:
    heads = [json.loads(line) for line in sealed.place.file.read_text().splitlines()]
    heads[1]["ids"] = "11-19"
    sealed.place.file.write_text("".join(f"{json.dumps(each)}\n" for each in heads))
    assert ("heads changed", "Line 2 of heads.jsonl was changed.") in sealed.found()


def test_an_older_copy_of_the_database_is_named(sealed, attack) -> None:
    """As after pg_restore of an earlier dump, of which the program knows nothing."""
    before = {
        name: attack(f"SELECT * FROM {name}").fetchall()
        for name in ("audit", "audit_seals", "audit_sealing")
    }
    sealed.write(4)
    sealed.seal()
    assert sealed.verify().is_sound
    attack("DELETE FROM audit WHERE id > 30")
    attack("DELETE FROM audit_seals WHERE id > 3")
    attack("UPDATE audit_sealing SET sealed_to = 30, filed = 3, last_seal = 3")
    assert len(attack("SELECT * FROM audit").fetchall()) == len(before["audit"])
    assert sealed.kinds() == {"cut off"}
    # New lines do not hide it.
    sealed.write(4)
    sealed.seal()
    assert "chain rewritten" in sealed.kinds()


def test_a_restored_copy_that_the_program_knows_of_is_information(
    sealed, attack
) -> None:
    sealed.write(4)
    sealed.seal()
    attack("DELETE FROM audit WHERE id > 30")
    attack("DELETE FROM audit_seals WHERE id > 3")
    attack("UPDATE audit_sealing SET sealed_to = 30, filed = 3, last_seal = 3")
    attack("SELECT setval('audit_id_seq', 30)")
    db.session.rollback()
    actions.accounts.audit.heads.begin_again(
        sealed.place, "restored", secret=sealed.keys.newest(), at=sealed.at
    )
    sealed.write(4)
    sealed.seal()
    done = sealed.verify()
    assert done.is_sound, done.findings
    assert done.information == [
        "A backup was restored on 2026-11-24; seals that were made after it and are "
        "lost: 1."
    ]
    attack("DELETE FROM audit WHERE id = 3")
    assert sealed.kinds() == {"deleted"}


def test_without_the_key_nothing_passes_for_sound(sealed, tmp_path) -> None:
    nowhere = AuditKeys(tmp_path / "nowhere")
    assert "key missing" in sealed.kinds(keys=nowhere)
    assert not nowhere.file.exists()


def test_an_older_key_still_proves_what_it_sealed(sealed) -> None:
    old = sealed.keys.file.read_text()
    sealed.keys.file.write_text(f"{'ab' * 32}\n{old}")
    sealed.write(1)
    sealed.seal()
    assert sealed.verify().is_sound
    sealed.keys.file.write_text(f"{'ab' * 32}\n")
    assert "key missing" in sealed.kinds()


def test_a_key_that_others_can_read_is_refused(sealed) -> None:
    sealed.keys.file.chmod(0o644)
    with pytest.raises(AuditKeyUnusable, match="Other users can read"):
        sealed.verify()


def test_one_month_and_one_authority_are_checked_alone(sealed, attack) -> None:
    sealed.write(5, authority="350")
    sealed.write(5, at=NOON + timedelta(days=30))
    sealed.seal()
    attack("UPDATE audit SET subject = '' WHERE id = 32")
    assert sealed.kinds(authority="350") == {"changed"}
    assert sealed.verify(authority="359").is_sound
    assert sealed.verify(month=date(2026, 12, 1)).is_sound
    assert sealed.verify(month=date(2026, 12, 1)).lines == 5


class TestLinesThatAppearLate:
    """Numbers are given before a commit, so lines are seen out of order."""

    def open(self) -> Any:
        connection = db.engine.connect()
        connection.execute(
            text(
                'INSERT INTO audit (authority, at, "by", action, subject, detail)'
                " VALUES ('359', :at, 'a long import', 'import applied', '', '{}')"
            ),
            {"at": NOON},
        )
        return connection

    def test_a_long_transaction_is_sealed_once_it_commits(self, ledger) -> None:
        ledger.write(3)
        long = self.open()
        ledger.write(3)
        assert ledger.seal() == 6
        assert ledger.seal() == 0
        done = ledger.verify()
        assert (done.is_sound, done.unsealed) == (True, 0)
        long.commit()
        long.close()
        assert ledger.verify().unsealed == 1
        assert ledger.verify().is_sound
        assert ledger.seal() == 1
        done = ledger.verify()
        assert done.is_sound, done.findings
        assert (done.lines, done.seals, done.unsealed) == (7, 2, 0)
        assert ledger.seal() == 0

    def test_one_that_takes_three_days_is_not_given_up(self, ledger) -> None:
        ledger.write(3)
        long = self.open()
        for _ in range(4):
            ledger.at += timedelta(days=1)
            ledger.write(1)
            ledger.seal()
        long.commit()
        long.close()
        assert ledger.seal() == 1
        assert ledger.verify().lines == 8
        assert ledger.verify().unsealed == 0

    def test_the_number_of_one_that_was_rolled_back_is_given_up(self, ledger) -> None:
        ledger.write(3)
        long = self.open()
        ledger.write(3)
        ledger.seal()
        long.rollback()
        long.close()
        for _ in range(3):
            ledger.at += timedelta(days=1)
            ledger.write(1)
            ledger.seal()
        state = audit_seals.sealing()
        assert 4 not in state.gaps
        assert 4 not in state.older_gaps
        assert ledger.verify().is_sound

    def test_many_at_once_are_each_sealed_once(self, ledger) -> None:
        opened = [self.open() for _ in range(8)]
        for place in (3, 0, 7, 1, 6, 2, 5, 4):
            opened[place].commit()
            opened[place].close()
            ledger.write(1)
            assert ledger.seal() == 2
        done = ledger.verify()
        assert done.is_sound, done.findings
        assert (done.lines, done.seals) == (16, 8)

    def test_two_sealers_at_once_seal_nothing_twice(self, ledger, at_once) -> None:
        ledger.write(50)
        at = ledger.at
        secret = ledger.keys.newest()
        sealed = at_once(*[lambda: audit_seals.seal(at=at, secret=secret)] * 4)
        assert sorted(sealed) == [0, 0, 0, 50]


class TestAnOldAudit:
    """More lines than one run takes, written long before there were seals."""

    def test_it_is_sealed_in_parts_and_none_of_it_is_new(
        self, ledger, monkeypatch
    ) -> None:
        monkeypatch.setattr(audit_seals, "AT_ONCE", 10)
        ledger.write(25, at=NOON - timedelta(days=20))
        assert ledger.seal() == 25
        done = ledger.verify()
        assert (done.findings, done.seals) == ([], 3)

    def test_a_first_run_that_was_stopped_goes_on(self, ledger, monkeypatch) -> None:
        monkeypatch.setattr(audit_seals, "AT_ONCE", 10)
        ledger.write(25, at=NOON - timedelta(days=20))
        with db.session.begin_nested():
            audit_seals._seal_some(NOON, ledger.keys.newest())
        db.session.commit()
        assert ledger.seal() == 15
        assert ledger.verify().is_sound
        ledger.write(1, at=NOON - timedelta(days=20))
        ledger.seal()
        assert ledger.kinds() == {"dated earlier"}
