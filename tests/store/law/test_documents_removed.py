"""A document goes with the record of its young person, and with its unused line."""

from datetime import date

import pytest
from sqlalchemy import text as sql

from tests.acts import act
from tests.factories import person, provider_list, register
from tests.journeys.moving_in.exported_documents import PDF, index_of, line, packed
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db
from tracker.store.law.disposals import old_lines, removal

HERE = authority_scope("359")
TABLES = ("documents", "document_files", "document_contents")


@pytest.fixture
def batch(app, load, tmp_path) -> int:
    """A batch with a document of each of two young people, and one of a stranger."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [person(n) for n in range(1, 4)]
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", rows[:2]),
        institution="130888",
        as_at=date(2026, 9, 20),
    )
    index = index_of(
        tmp_path / "index.csv",
        line(rows[0], "a.pdf"),
        line(rows[1], "b.pdf"),
        line({**rows[2], "born": "", "upn": ""}, "c.pdf"),
    )
    with app.app_context():
        brought = actions.intake.moving_in.bring_documents.bring(
            index,
            packed(tmp_path / "z.zip", dict.fromkeys(("a.pdf", "b.pdf", "c.pdf"), PDF)),
            institution="Their system",
            as_at=date(2026, 11, 20),
            act=act(),
            confirm=lambda check: False,
            confirm_batch=lambda alarms: True,
        )
        assert (brought.kept, brought.documents) == (3, 2)
        return brought.loaded.batch.id


def counts() -> list[int]:
    return [
        db.session.execute(sql(f"SELECT count(*) FROM {table}")).scalar_one()
        for table in TABLES
    ]


def of_line(number: int) -> tuple[int, int | None]:
    """The number of a line of the index, and its record."""
    found = db.session.execute(
        sql(
            "SELECT id, person_id FROM staged_rows JOIN document_files ON row_id = id"
            " WHERE line = :line"
        ),
        {"line": number},
    ).one()
    return found.id, found.person_id


@pytest.mark.law("D-04", "N-20")
def test_disposal_removes_the_document_and_leaves_that_of_another(app, batch) -> None:
    with app.app_context():
        assert counts() == [2, 3, 3]
        row, gone = of_line(2)
        _, stays = of_line(3)
        counted = removal.count([gone])
        assert {each: counted[each] for each in TABLES} == dict.fromkeys(TABLES, 1)
        with store.people.records.changing("359"):
            removed = removal.remove([gone])
        assert {each: removed[each] for each in TABLES} == dict.fromkeys(TABLES, 1)
        assert counts() == [1, 2, 2]
        (left,) = store.casework.kept_documents.moved_documents.of(stays)
        assert left.name == "b.pdf" and left.row != row


@pytest.mark.law("D-04")
def test_a_line_that_was_passed_on_takes_its_file_with_it(app, batch) -> None:
    with app.app_context():
        elsewhere, _ = of_line(4)
        with store.database.base.transaction():
            assert store.intake.tray.forget([elsewhere]) == 1
        assert counts() == [2, 2, 2]


@pytest.mark.law("D-04")
def test_an_unused_line_takes_its_file_with_it(app, batch, as_json) -> None:
    with app.app_context():
        unused, record = of_line(4)
        assert record is None
        with store.database.base.transaction():
            old_lines.empty([unused])
        assert counts() == [2, 2, 2]
    as_json("imports", "withdraw", batch)
    with app.app_context():
        assert counts() == [0, 2, 2]
        rows = old_lines.of_batch("unused", batch, adult="", within=HERE)
        assert len(rows) == 2
        with store.database.base.transaction():
            old_lines.empty(rows)
        assert counts() == [0, 0, 0]
