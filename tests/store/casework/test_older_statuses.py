"""Statuses from before each was a contact get their contact in the upgrade."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from tests.factories import census, pupil, register
from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.history import evidence
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.history.evidence import Doing, Offer, Statement
from tracker.extensions import db

DAY = date(2026, 11, 20)
HEARD = "status update, according to"
NEET, OFFER = Doing("619", starts=DAY), Offer(11, "110")

#: What an older version recorded, and the outcome of the contact behind it.
OLDER: list[tuple[str, Statement, str | None]] = [
    ("adviser's contact", NEET, "spoke to the young person"),
    ("adviser's contact", OFFER, None),
    (f"{HEARD} the young person", NEET, "spoke to the young person"),
    (f"{HEARD} a parent or carer", NEET, "spoke to a parent or carer"),
    (
        f"{HEARD} the school, college, provider or employer",
        NEET,
        "spoke to their school, college, provider or employer",
    ),
    (f"{HEARD} someone else", NEET, None),
    ("identity decided", NEET, None),
]


@pytest.mark.parametrize(("source", "statement", "outcome"), OLDER)
def test_a_status_of_an_older_version(
    app, load, tmp_path, source: str, statement: Statement, outcome: str | None
) -> None:
    from alembic import command

    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("school-census", census(tmp_path / "c.csv", [pupil(1)]), as_at=DAY)
    with app.app_context():
        store.database.shown.show(["359"])
        (person,) = db.session.scalars(text("SELECT id FROM people"))
        act = Act("sam@example.org", datetime(2026, 11, 20, 16, tzinfo=UTC), DAY, "359")
        learned = [UserEvidence(person, (statement,), DAY)]
        (entry,) = evidence.record({act: learned}, source=source)
        db.session.remove()
        command.downgrade(store.tables.configuration(), "0056")
        command.upgrade(store.tables.configuration(), "head")
        store.database.shown.show(["359"])
        found = store.casework.contacts.of(person)
        assert [each.outcome for each in found] == ([outcome] if outcome else [])
        assert {each.entry_id for each in found} <= {entry}
        assert store.casework.entries.get(entry, within=authority_scope("359"))
