"""The audit's own walls in the database, and its months past their retention."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.acts import NOON, act
from tests.emptied import as_owner
from tracker import actions, store
from tracker.extensions import db
from tracker.store.accounts.audit import Action


class TestTheDatabaseItself:
    """The wall where one role does everything: the role of the application."""

    @pytest.mark.parametrize("table", ["audit", "audit_rest", "audit_seals"])
    @pytest.mark.parametrize(
        "statement",
        ["UPDATE {} SET authority = '350'", "DELETE FROM {}", "TRUNCATE {}"],
    )
    def test_it_refuses_to_change_or_delete(self, sealed, table, statement) -> None:
        if table == "audit_rest":
            sealed.write(1, at=datetime(1990, 1, 1, tzinfo=UTC) - timedelta(days=9))
        with pytest.raises(Exception, match=r"ever changed or deleted|denied"):
            db.session.execute(text(statement.format(table)))
        db.session.rollback()

    def test_a_month_of_its_own_is_as_closed(self, sealed) -> None:
        assert date(2026, 11, 1) in store.accounts.audit_months.kept()
        for statement in ("DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET id = 0"):
            with pytest.raises(Exception, match=r"ever changed or deleted|denied"):
                db.session.execute(text(statement.format("audit_2026_11")))
            db.session.rollback()

    def test_a_month_within_its_retention_is_not_dropped(self, sealed) -> None:
        assert store.accounts.audit_months.drop(date(2026, 11, 1)) is None
        assert sealed.verify().lines == 30

    def test_only_a_demos_audit_is_emptied(self, sealed) -> None:
        with pytest.raises(Exception, match="Only the audit of a demo"):
            as_owner().execute(text("SELECT audit_forget_demo()"))
        as_owner().rollback()
        with pytest.raises(Exception, match="denied"):
            db.session.execute(text("SELECT audit_forget_demo()"))
        db.session.rollback()

    def test_a_line_before_the_first_makes_no_demo_of_it(self, sealed) -> None:
        for number in (0, 1):
            db.session.execute(
                text(
                    'INSERT INTO audit (id, authority, at, "by", action, subject,'
                    " detail) VALUES (:number, '359', '2020-01-01', 'the demo',"
                    " 'demo begun', '', '{}')"
                ),
                {"number": number},
            )
            db.session.commit()
            with pytest.raises(Exception, match="Only the audit of a demo"):
                as_owner().execute(text("SELECT audit_forget_demo()"))
            as_owner().rollback()


class TestRetention:
    def test_an_old_month_goes_whole_and_its_head_stays(self, ledger) -> None:
        old = datetime(2017, 3, 5, 9, tzinfo=UTC)
        ledger.at = old
        ledger.write(4)
        ledger.seal()
        ledger.at = NOON
        ledger.write(2)
        ledger.seal()
        actions.accounts.audit.sealing.delete_old_months(act=act(), say=str)
        assert store.accounts.audit_months.past_retention(6, NOON.date()) == []
        done = ledger.verify()
        assert done.is_sound, done.findings
        (head,) = store.accounts.audit_checks.dropped()
        assert (head.month, head.number, head.ids) == (date(2017, 3, 1), 1, "1-4")
        noted = [
            line.detail
            for line in db.session.scalars(db.select(store.accounts.audit.AuditLine))
            if line.action == Action.AUDIT_MONTH_DELETED
        ]
        assert {"month": "2017-03", "lines": 4} in noted

    def test_a_line_put_into_a_month_that_was_deleted_is_named(self, ledger) -> None:
        self.test_an_old_month_goes_whole_and_its_head_stays(ledger)
        ledger.write(1, at=datetime(2017, 3, 6, tzinfo=UTC))
        ledger.seal()
        assert ledger.kinds() == {"dated earlier"}

    def test_a_month_with_lines_in_no_seal_stays(self, ledger) -> None:
        ledger.at = datetime(2017, 3, 5, 9, tzinfo=UTC)
        ledger.write(4)
        ledger.seal()
        ledger.write(1)
        assert store.accounts.audit_months.drop(date(2017, 3, 1)) is None
        assert ledger.verify().lines == 5

    def test_another_authority_keeps_it_for_longer(self, ledger) -> None:
        ledger.at = datetime(2017, 3, 5, 9, tzinfo=UTC)
        ledger.write(4)
        ledger.write(4, authority="350")
        ledger.seal()
        actions.accounts.settings.change("audit_years", "20", act=act(authority="350"))
        assert store.accounts.audit_months.drop(date(2017, 3, 1)) is None

    def test_a_month_made_to_look_deleted_is_named(self, sealed, attack) -> None:
        attack(
            "INSERT INTO audit_dropped SELECT id, ledger, authority, month, number,"
            " ids, lines, sealed_at, previous_at, key, lines_hash, digests_hash,"
            " previous, hash, now() FROM audit_seals WHERE number = 3"
        )
        attack("DELETE FROM audit_seals")
        attack("DELETE FROM audit")
        assert sealed.kinds() == {"deleted too early"}
