"""Wrong guesses of the tests, and what is left of them in the audit."""

from typing import Any

from tests.web.conftest import enter_password
from tracker import actions, store
from tracker.extensions import db
from tracker.store.accounts.audit import Action, AuditLine
from tracker.store.accounts.failures import Failure, Kind

EMAIL, SCHOOL = "adviser@example.org", "school-user@example.org"
UNKNOWN = "unknown@example.org"
WRONG = "wrong password entirely"
attempts = actions.accounts.attempts


def fail(pages, times: int, email: str = EMAIL, **where: str) -> list[Any]:
    answers = []
    for _ in range(times):
        client = pages.test_client()
        client.environ_base.update(where)
        answers.append(enter_password(client, email, WRONG))
    return answers


def failures(made: Any, kind: Kind, times: int, at: Any) -> None:
    with store.database.base.transaction():
        for _ in range(times):
            db.session.add(
                Failure(email=made.account, place=made.place, kind=kind, at=at)
            )


def lines(pages, *of: Action) -> list[AuditLine]:
    with pages.app_context():
        found = db.session.query(AuditLine).order_by(AuditLine.id)
        return [each for each in found if not of or each.action in of]


def list_counted(pages, *at: Any) -> None:
    """What the worker does each minute before it seals the audit."""
    for each in at:
        with pages.app_context(), store.database.base.transaction():
            actions.accounts.audit.repeats.list_counted(each)
