"""Single rows for the tables of queries, each with no more than its test needs.

They are written into the open transaction and never committed. All are invented.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.factories import AUTHORITY
from tracker import store
from tracker.access import Scope, authority_scope
from tracker.extensions import db
from tracker.store.history.leaver_rows import LeaverRow
from tracker.store.history.positions import PositionRow
from tracker.store.intake.import_batches import ImportBatch, StagedRow
from tracker.store.people.records import Person

THERE_ONLY = "342"  # another authority
SCHOOL, OTHER_SCHOOL = "urn:106500", "urn:106501"
HERE: Scope = authority_scope(AUTHORITY)
THERE: Scope = authority_scope(THERE_ONLY)
BOTH = Scope(frozenset((AUTHORITY, THERE_ONLY)))
AT_SCHOOL = Scope(frozenset((AUTHORITY,)), leavers_of=frozenset((SCHOOL,)))
ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def added(row: Any) -> Any:
    """The row, with its number."""
    store.database.base.insert(row)
    return row


def flush() -> None:
    """Writes what the session has not written yet."""
    db.session.flush()


def without_any() -> None:
    """Takes back every row of this test, for its next case."""
    db.session.rollback()


def later(days: int) -> datetime:
    return AT + timedelta(days=days)


def person(
    given: str = "Amina",
    family: str = "Holtby",
    *,
    authority: str = AUTHORITY,
    live: bool = True,
    **columns: Any,
) -> int:
    """A record of a young person, with the keys by which it is found."""
    made = Person(authority=authority, live=live, given=given, family=family, **columns)
    if made.merged_into is not None:
        made.merged_on = made.merged_on or ON
    words = store.database.search_keys.plain(f"{given} {family}").split()
    sounds = [store.database.search_keys.sounds_like(word) for word in words]
    born = made.born.isoformat() if made.born else None
    home = (made.postcode or "").replace(" ", "").lower() or None
    numbers = [each.lower() for each in (made.upn, made.uln) if each]
    heard = [store.database.search_keys.SOUND + sound for sound in sounds if sound]
    made.search = [*words, *heard, *filter(None, (born, home)), *numbers]
    number: int = added(made).id
    return number


def batch(
    *, authority: str = AUTHORITY, status: str = "matched", **columns: Any
) -> ImportBatch:
    usual = {
        "feed": "provider-enrolment",
        "files": ["list.csv"],
        "sha256": "0" * 64,
        "layout": "list",
        "as_at": ON,
        "complete": False,
        "received_at": AT,
        "received_by": "data@example.org",
    }
    made: ImportBatch = added(
        ImportBatch(authority=authority, status=status, **{**usual, **columns})
    )
    return made


def line(of: ImportBatch, outcome: str | None = "possible", **columns: Any) -> int:
    """A line of a batch."""
    usual = {
        "authority": of.authority,
        "file": "list.csv",
        "line": 2,
        "raw": {"surname": "Holtby"},
        "restricted": False,
        "problems": [],
    }
    made = StagedRow(batch_id=of.id, outcome=outcome, **{**usual, **columns})
    number: int = added(made).id
    return number


def position(of: int, day: date, *, authority: str = AUTHORITY, **columns: Any) -> None:
    """A stored position of a young person of 16."""
    usual = {
        "academic_age": 16,
        "year_group": 12,
        "activity": "310",
        "starts": day,
        "ascertained": day,
        "questioned": False,
        "send": False,
        "sen_support": False,
        "free_meals": False,
        "characteristics": [],
        "answers": 0,
    }
    made = {**usual, **columns}
    added(PositionRow(as_of=day, person_id=of, authority=authority, **made))


def leaver(of: int, *, authority: str = AUTHORITY, **columns: Any) -> None:
    """A young person among the leavers of a school."""
    usual = {
        "left": 2026,
        "stage": "Year 11",
        "institution": SCHOOL,
        "given": "Amina",
        "family": "Holtby",
        "listed": True,
        "in_autumn": "Not known",
        "still_there": "",
        "sustained": "too early",
        "need": "none",
        "free_meals": "no",
        "sex": "F",
    }
    added(LeaverRow(authority=authority, person_id=of, **{**usual, **columns}))


def items(query: Any) -> list[dict[str, Any]]:
    """The rows of a query of work items, without the columns that are null."""
    return [
        {name: value for name, value in row._mapping.items() if value is not None}
        for row in db.session.execute(query)
    ]
