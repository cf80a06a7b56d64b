"""Months of the audit past their retention: deleted whole, and only by us."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.acts import act
from tracker import actions, store
from tracker.cli.running.worker import day_of
from tracker.extensions import db
from tracker.keeping import AuditKeys
from tracker.store.accounts.audit import Action

MARCH = date(2017, 3, 1)
JUNE = date(2019, 6, 1)
#: Whether a line waits for the table of its month.
_WAITING = """
    SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'RowExclusiveLock'
        AND relation IN ('audit'::regclass, 'audit_rest'::regclass)
"""
OLD = datetime(2017, 3, 5, 9, tzinfo=UTC)


def now() -> datetime:
    """The database deletes by its own clock, so the seals go by that of the machine."""
    return datetime.now(UTC)


@pytest.fixture
def old(ledger):
    """Four lines of March 2017 under two seals, and two lines of now."""
    ledger.at = OLD
    for _ in range(2):
        ledger.write(2)
        ledger.seal()
    ledger.at = now()
    ledger.write(2)
    ledger.seal()
    return ledger


def delete(ledger, say=str) -> bool:
    """The night's deletion, and whether March 2017 is gone with it."""
    actions.accounts.audit.sealing.delete_old_months(
        keys=ledger.keys, act=act(at=now()), say=say
    )
    return MARCH not in store.accounts.audit_months.kept()


@pytest.fixture
def deleted(old):
    """The same, after the night in which March 2017 is deleted."""
    assert delete(old)
    return old


class TestRetention:
    def test_an_old_month_goes_whole_and_its_head_stays(self, deleted) -> None:
        assert store.accounts.audit_months.past_retention(6, now().date()) == []
        done = deleted.verify()
        assert done.is_sound, done.findings
        (head,) = store.accounts.audit_checks.dropped()
        assert (head.month, head.number, head.ids) == (MARCH, 2, "3-4")
        noted = [
            line.detail
            for line in db.session.scalars(db.select(store.accounts.audit.AuditLine))
            if line.action == Action.AUDIT_MONTH_DELETED
        ]
        assert {"month": "2017-03", "lines": 4} in noted

    def test_the_night_deletes_it_where_it_has_the_key(self, old) -> None:
        nightly, kept = actions.worker.nightly, store.accounts.audit_months.kept
        for day, file in enumerate((None, old.keys.file)):
            assert MARCH in kept()
            at = now() + timedelta(days=day)
            (task,) = nightly.request(at=at, on=at.date(), audit_key_file=file)
            actions.work.tasks.run(task.id, clock=lambda at=at: at, day=day_of)
        assert MARCH not in kept()
        assert old.verify().is_sound

    def test_a_line_put_into_a_month_that_was_deleted_is_named(self, deleted) -> None:
        deleted.write(1, at=datetime(2017, 3, 6, tzinfo=UTC))
        deleted.seal()
        assert deleted.kinds() == {"dated earlier"}

    def test_a_month_with_lines_in_no_seal_stays(self, old) -> None:
        old.write(1, at=OLD)
        assert not delete(old)
        assert old.verify(month=MARCH).lines == 5

    def test_another_authority_keeps_it_for_longer(self, ledger) -> None:
        ledger.at = OLD
        ledger.write(4)
        ledger.write(4, authority="350")
        ledger.seal()
        actions.accounts.settings.change("audit_years", "20", act=act(authority="350"))
        assert not delete(ledger)

    def test_without_a_key_no_month_goes(self, old, tmp_path) -> None:
        sentences: list[str] = []
        old.keys = AuditKeys(tmp_path / "nowhere", is_given=True)
        assert not delete(old, sentences.append)
        assert sentences[0].startswith(
            "No month of the audit could be deleted. TRACKER_"
        )
        assert store.accounts.audit_checks.dropped() == []

    def test_an_authority_that_comes_back_after_all_its_months_is_sound(
        self, ledger
    ) -> None:
        """One of several in a database that was not used for years."""
        ledger.at = OLD
        ledger.write(2, authority="350")
        ledger.write(2)
        ledger.seal()
        ledger.at = now()
        ledger.write(1)
        ledger.seal()
        assert delete(ledger)
        ledger.write(1, authority="350")
        ledger.seal()
        done = ledger.verify()
        assert (done.findings, done.information) == ([], [])

    def test_a_later_key_proves_an_earlier_deletion(self, deleted) -> None:
        before = deleted.keys.file.read_text()
        deleted.keys.file.write_text(f"{'ab' * 32}\n{before}")
        assert deleted.verify().is_sound
        deleted.keys.file.write_text(f"{'ab' * 32}\n")
        assert {"key missing", "not deleted by us"} <= deleted.kinds()

    def test_the_others_are_still_walked_without_the_heads_of_it(self, deleted) -> None:
        """The auditor's copy of the heads may begin after the month."""
        lines = deleted.place.file.read_bytes().splitlines(keepends=True)
        deleted.place.file.write_bytes(b"".join(lines[2:]))
        assert deleted.verify().is_sound


class TestDeletedByHand:
    """The owner of the database makes lines look like those of a deleted month."""

    def make(self, attack, seal: int, at: str) -> None:
        attack(
            "INSERT INTO audit_dropped SELECT id, ledger, authority, month, number,"
            " ids, lines, sealed_at, previous_at, key, lines_hash, digests_hash,"
            f" previous, hash, {at} FROM audit_seals WHERE id = {seal}"
        )
        month = f"month = (SELECT month FROM audit_seals WHERE id = {seal})"
        attack(
            "DELETE FROM audit a USING audit_seals s WHERE"
            f" s.{month} AND s.id <= {seal} AND a.id BETWEEN"
            " split_part(s.ids, '-', 1)::int AND split_part(s.ids, '-', 2)::int"
        )
        attack(f"DELETE FROM audit_seals WHERE {month} AND id <= {seal}")

    def test_a_month_of_this_year(self, sealed, attack) -> None:
        self.make(attack, 3, "'2026-11-24 12:05Z'")
        assert sealed.kinds() == {"deleted too early", "not deleted by us"}

    def test_the_beginning_of_one_on_a_day_that_has_not_come(
        self, sealed, attack
    ) -> None:
        self.make(attack, 2, "'2035-01-01'")
        found = sealed.found()
        assert [kind for kind, _ in found] == [
            "not deleted by us",
            "deleted in the future",
            "deleted too early",
            "not deleted whole",
        ]
        assert found[1][1] == (
            "November 2026 is noted as deleted on 2035-01-01 00:00 UTC, which has not "
            "come yet."
        )
        assert "but seal 3 was made before that" in found[3][1]
        assert sealed.kinds(month=date(2026, 11, 1), authority="359")
        # It is no less a finding in 2035.
        later = sealed.verify(at=datetime(2036, 1, 1, tzinfo=UTC))
        assert {each.kind for each in later.findings} == {
            "not deleted by us",
            "not deleted whole",
        }

    def test_a_month_that_is_past_its_retention(self, old, attack) -> None:
        self.make(attack, 2, "now()")
        assert old.found() == [
            (
                "not deleted by us",
                "March 2017 is noted as deleted up to seal 2, but no record made with "
                "a key of ours has it: it was deleted by hand.",
            )
        ]

    @pytest.mark.parametrize(
        ("at", "kinds"),
        [
            ("now()", {"not deleted by us", "not deleted whole"}),
            ("'2017-03-05 09:01:30Z'", {"not deleted by us", "deleted too early"}),
        ],
    )
    def test_the_beginning_of_such_a_month(self, old, attack, at, kinds) -> None:
        self.make(attack, 1, at)
        assert old.kinds() == kinds

    @pytest.mark.parametrize(
        "change",
        [
            "DELETE FROM deleted_audit_months",
            "UPDATE deleted_audit_months SET mark = sha256(mark)",
            "UPDATE deleted_audit_months SET seal = 9",
            "UPDATE audit_dropped SET dropped_at = dropped_at - interval '1 day'",
        ],
    )
    def test_the_record_of_a_deletion_changed(self, deleted, attack, change) -> None:
        attack(change)
        assert deleted.kinds() == {"not deleted by us"}

    def test_the_record_of_one_month_serves_no_other(self, deleted, attack) -> None:
        deleted.write(2, at=now() - timedelta(hours=1))
        deleted.seal()
        self.make(attack, 4, "(SELECT dropped_at FROM audit_dropped)")
        attack(
            "INSERT INTO deleted_audit_months SELECT ledger, 4, key, mark"
            " FROM deleted_audit_months"
        )
        assert "not deleted by us" in deleted.kinds()


class TestAtOnce:
    def test_a_line_on_its_way_while_its_month_is_made_is_kept(
        self, inside, ledger
    ) -> None:
        """A user signs in while the worker makes the first month of an installation."""
        ledger.at = datetime(2019, 5, 6, 9, tzinfo=UTC)

        def sign_in() -> None:
            with inside.app_context():
                store.database.shown.show(store.database.shown.UNKNOWN)
                ledger.write(1)

        with ThreadPoolExecutor(1) as threads:
            with store.database.base.transaction():
                made = store.database.base.column("SELECT audit_month('2019-05-01')")
                waiting = threads.submit(sign_in)
                until = time.monotonic() + 20
                while not store.database.base.column(_WAITING):
                    assert time.monotonic() < until and not waiting.done()
                    time.sleep(0.01)
            waiting.result(20)
        assert made == [True]
        kept = store.database.base.column(
            "SELECT count(*) FROM audit WHERE at < %s", JUNE
        )
        assert kept == [1]
