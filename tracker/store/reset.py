"""Emptying the database for a new demo, and for nothing else.

See decision 0111.
"""

import hmac
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from tracker.config import demo_secret
from tracker.extensions import OWNER, db
from tracker.store.accounts.audit import Action, AuditLine
from tracker.store.database import base, shown
from tracker.store.work import queue

#: The user that loads a demo's files; anything loaded by another user is not a demo's.
DEMO = "the demo"
#: The end of every demo user's address; no real user can have one (RFC 2606).
DOMAIN = "demo.example"


class Held(Enum):
    """What a database holds, as far as a new demo is concerned."""

    NOTHING = auto()
    DEMO = auto()
    DEMO_AND_MORE = auto()
    REAL_DATA = auto()


def held() -> Held:
    """What the database holds. Only a database that a demo started is a demo's.

    Such a database has the start of a demo as the very first line of its audit.
    Decisions tried out on a demo's people do not count as more than a demo. Users,
    files and published tables from elsewhere do, and so do months that another user has
    frozen.
    """
    with shown.showing_all():
        begun_by_a_demo = _begun_by_a_demo()
    if not begun_by_a_demo:
        return Held.REAL_DATA if _anything() else Held.NOTHING
    more: bool = db.session.scalar(
        text("SELECT held_by_others(:demo, :users)"),
        {"demo": DEMO, "users": f"%@{DOMAIN}"},
    )
    return Held.DEMO_AND_MORE if more else Held.DEMO


def holds_real_data() -> bool:
    """Whether the database holds something, and was not started by a demo."""
    return not is_demo() and _anything()


def is_demo() -> bool:
    """Whether a demo started what the database holds."""
    with shown.showing_all():
        return _begun_by_a_demo()


def is_demo_user(
    email: str, *, var: Path, secret_key: str, is_training: bool = False
) -> bool:
    """Whether an address is that of an invented user of a demo that is being served.

    Then the database holds a demo and nothing else, and the pages are signed with the
    key that the demo made for itself. What learners add in training, such as a file or
    a user, stays part of the demo, because each page forbids them anything real.
    """
    if not email.strip().lower().endswith(f"@{DOMAIN}"):
        return False
    own_key = demo_secret(var)
    if own_key is None or not hmac.compare_digest(
        own_key.encode(), secret_key.encode()
    ):
        return False
    return is_demo() if is_training else held() is Held.DEMO


def _begun_by_a_demo() -> bool:
    first = base.execute(
        "SELECT by, action FROM audit ORDER BY id LIMIT 1"
    ).one_or_none()
    return first is not None and tuple(first) == (DEMO, Action.DEMO_STARTED)


def _anything() -> bool:
    """Whether any of the program's tables holds a row, of any authority."""
    names = [table.name for table in db.metadata.sorted_tables]
    found: bool = db.session.scalar(text("SELECT any_row(:names)"), {"names": names})
    return found


def empty(*, at: datetime, authority: str) -> None:
    """Removes everything and records the start of a demo in the audit.

    Only the owner of the tables can empty them.
    """
    tables = ", ".join(
        [
            *(
                f'"{table.name}"'
                for table in db.metadata.sorted_tables
                if not table.name.startswith("audit")
            ),
            *queue.TABLES,
        ]
    )
    # The owner would wait for whatever this session has read.
    db.session.rollback()
    with Session(db.engines[OWNER]) as session, session.begin():
        # The audit is emptied by the database itself, and only where it is a demo's.
        session.execute(text("SELECT audit_forget_demo()"))
        session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        session.add(
            AuditLine(
                authority=authority,
                at=at,
                by=DEMO,
                action=Action.DEMO_STARTED.value,
                subject="database",
                detail={},
            )
        )
