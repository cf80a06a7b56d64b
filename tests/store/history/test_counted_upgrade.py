"""How sealed codes count is encrypted by the upgrade; figures stay. All invented."""

from datetime import date

import pytest
from sqlalchemy import text

from tests.factories import nccis, people, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db

WITHIN = authority_scope("359")
OCTOBER = date(2026, 10, 31)
CODES = ("650", "630", "640", "290", "710", "619")
PLAIN = (
    "SELECT 'fact', statement::text FROM facts WHERE sealed IS NOT NULL"
    " UNION SELECT \"group\", record->>'ActivityCode' FROM return_records"
)


@pytest.mark.law("N-09", "D-13")
def test_what_was_stored_before_is_encrypted(
    app, load, as_json, tmp_path, clock
) -> None:
    from alembic import command

    clock.set(date(2026, 11, 3))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [
        {**row, "activity": code, "start": "07/09/2026", "characteristics": "110"}
        for row, code in zip(people(6), CODES, strict=True)
    ]
    load("nccis-file", nccis(tmp_path / "n.xml", OCTOBER, rows))
    made = as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path / "o")

    def read() -> tuple[object, ...]:
        store.database.shown.show(["359"])
        actions.history.positions.refresh([OCTOBER], within=WITHIN)
        run = store.nccis_return.runs.run(made["run"], within=WITHIN)
        held = store.history.evidence.histories(range(1, 7), opened=True)
        found = (
            store.figures.members.members(OCTOBER, within=WITHIN),
            actions.figures.measured.figures(OCTOBER, within=WITHIN, sealed=True),
            actions.nccis_return.return_figures.of(run, sealed=True),
            [[item.statement for item in items] for _, items in held],
        )
        db.session.remove()
        return found

    def plain() -> set[tuple[str, str]]:
        return {(kind, words) for kind, words in db.session.execute(text(PLAIN))}

    with app.app_context():
        store.database.shown.show(["359"])
        before, stored = read(), plain()
        db.session.remove()
        command.downgrade(store.tables.configuration(), "0063")
        store.database.shown.show(["359"])
        older = plain()
        db.session.remove()
        command.upgrade(store.tables.configuration(), "head")
        assert ("education", "sealed-education") in older
        assert any("sealed-neet" in words for _, words in older)
        store.database.shown.show(["359"])
        assert plain() == stored
        assert ("sealed", "sealed") in stored
        assert read() == before
