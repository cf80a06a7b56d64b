"""The audit's own walls in the database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.emptied import as_owner
from tracker import store
from tracker.extensions import db


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
        secret = sealed.keys.newest()
        deletions = store.accounts.audit_integrity.audit_deletions
        assert deletions.drop(date(2026, 11, 1), secret=secret) is None
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
