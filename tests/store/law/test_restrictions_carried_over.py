"""The upgrade of a database in which a restriction was still a mark of a person."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import on_server
from tests.emptied import as_owner, close
from tracker import store
from tracker.access import authority_scope
from tracker.app import create_app
from tracker.domain.history.details.detail_statements import restriction
from tracker.domain.history.details.restriction_answers import Restriction
from tracker.domain.history.evidence import as_json
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db

AT = datetime(2026, 6, 1, tzinfo=UTC)
MAY, OCTOBER = date(2026, 5, 21), date(2026, 10, 1)
BEFORE = "0013"


@pytest.fixture
def old(var: Path, tmp_path: Path, _application: Flask) -> Iterator[Flask]:
    """The earlier tables, with a school that became an academy."""
    from alembic import command

    name = f"old_{abs(hash(tmp_path)):x}"
    store.database.embedded.connect(var / "postgres", name).close()
    app = create_app(on_server(tmp_path, var, name))
    app.extensions["tracker"]()
    with app.app_context():
        command.upgrade(store.tables.configuration(), BEFORE)
        _insert(
            "import_batches",
            id=1,
            authority="359",
            feed="establishments",
            files="[]",
            sha256="0" * 64,
            layout="",
            as_at=MAY,
            complete=True,
            status="applied",
            rows=0,
            notes="[]",
            received_at=AT,
            received_by="x",
        )
        _entry(1, batch=1, source="establishments")
        for number, urn, laestab in (
            (1, "106500", "3594034"),
            (2, "141200", "3594999"),
        ):
            statement = {
                "key": "106500",
                "urn": urn,
                "name": f"School {urn}",
                "kind": "school",
                "laestab": laestab,
            }
            _insert(
                "register_facts",
                id=number,
                urn=urn,
                digest=store.database.base.digest(statement),
                told=orjson.dumps(statement).decode(),
            )
            _insert("register_evidence", entry_id=1, fact_id=number, as_at=MAY)
    yield app
    with app.app_context():
        db.session.rollback()
        close()


def _insert(table: str, **values: object) -> None:
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    owner = as_owner()
    owner.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)
    owner.commit()


def _entry(number: int, *, batch: int | None, source: str) -> None:
    _insert(
        "entries",
        id=number,
        authority="359",
        batch_id=batch,
        source=source,
        made_by="x",
        recorded_at=AT,
    )


def _person(number: int, *, under: int | None = None, restricted: bool = True) -> None:
    _insert(
        "people",
        id=number,
        authority="359",
        merged_into=under,
        merged_on=MAY if under else None,
        live=True,
        given="Rowena",
        family="Tranmere",
        middle="",
        other_names="[]",
        former_upns=[],
        ypids=[],
        details='{"restricted": true}' if restricted else "{}",
        search=[],
    )


def _answer(number: int, person: int, answer: str, as_at: date, **raw: str) -> None:
    """A line of a census, with its answer as evidence held it then."""
    statement = {"kind": "detail", "about": "restriction", "restricted": answer}
    _insert(
        "import_batches",
        id=100 + number,
        authority="359",
        feed="school-census",
        files="[]",
        sha256=f"{number:064}",
        layout="",
        sender='{"laestab": "3594034"}' if number == 3 else None,
        as_at=as_at,
        complete=False,
        status="applied",
        rows=1,
        notes="[]",
        received_at=AT,
        received_by="x",
    )
    _entry(100 + number, batch=100 + number, source="school-census")
    _insert(
        "staged_rows",
        id=number,
        batch_id=100 + number,
        authority="359",
        file="c.csv",
        line=2,
        raw=orjson.dumps({"yssa": answer, **raw}).decode(),
        restricted=answer == "Y",
        problems="[]",
        reasons="[]",
        candidates="[]",
    )
    found = db.session.execute(
        text("SELECT id FROM facts WHERE person_id = :p AND digest = :d"),
        {"p": person, "d": store.database.base.digest(statement)},
    ).scalar()
    if found is None:
        found = 1000 + number
        _insert(
            "facts",
            id=found,
            authority="359",
            person_id=person,
            digest=store.database.base.digest(statement),
            told=orjson.dumps(statement).decode(),
        )
    _insert(
        "evidence",
        authority="359",
        person_id=person,
        entry_id=100 + number,
        row_id=number,
        tier=2,
        as_at=as_at,
        facts=[found],
    )
    as_owner().execute(text("SELECT setval('facts_id_seq', 5000)"))
    as_owner().commit()


def test_each_answer_is_to_the_school_that_gave_it(old: Flask) -> None:
    with old.app_context():
        _person(7)
        _person(8, under=7)
        _person(9, restricted=False)
        _answer(1, 7, "Y", MAY, lea="359", estab="4034")
        _answer(2, 8, "Y", OCTOBER, urn="141200")
        _answer(3, 7, "N", MAY)  # only its sender gives the school
        _answer(4, 9, "N", MAY, estab="4034")
        db.session.rollback()
        store.tables.upgrade()
        assert store.tables.current() == store.tables.HEAD
        found = db.session.execute(
            text(
                "SELECT e.row_id, f.statement, f.digest FROM evidence e"
                " JOIN facts f ON f.id = ANY(e.facts) ORDER BY e.row_id"
            )
        ).all()
        school = InstitutionRef(laestab="3594034")
        answers = [
            restriction(True, school),
            restriction(True, InstitutionRef(urn="141200")),
            restriction(False, school),
            restriction(False, school),
        ]
        assert [row.statement for row in found] == [as_json(each) for each in answers]
        assert [bytes(row.digest) for row in found] == [
            store.database.base.digest(as_json(each)) for each in answers
        ]
        # The school and the academy are one, and the newest answer was No.
        stands = Restriction("urn:106500", MAY, OCTOBER)
        assert store.law.restrictions.of_people([7, 8, 9]) == {
            7: (stands,),
            8: (stands,),
        }
        ((person, _),) = store.law.restrictions.everybody(within=authority_scope("359"))
        assert person == 7
        left = db.session.execute(
            text("SELECT count(*) FROM facts WHERE statement = CAST(:old AS jsonb)"),
            {"old": '{"kind":"detail","about":"restriction","restricted":"Y"}'},
        ).scalar()
        assert left == 0
        details = db.session.execute(text("SELECT details FROM people WHERE id = 7"))
        assert "restricted" not in details.scalar_one()


def test_the_yes_of_another_school_had_lifted_it(old: Flask) -> None:
    with old.app_context():
        _person(7, restricted=False)
        _answer(1, 7, "Y", MAY, lea="359", estab="4034")
        _answer(2, 7, "N", OCTOBER, lea="359", estab="4612")
        db.session.rollback()
        store.tables.upgrade()
        stands = Restriction("urn:106500", MAY, MAY)
        assert store.law.restrictions.of_people([7]) == {7: (stands,)}


def test_a_yes_that_was_newer_leaves_nothing(old: Flask) -> None:
    with old.app_context():
        _person(7, restricted=False)
        _answer(1, 7, "Y", MAY, lea="359", estab="4034")
        _answer(2, 7, "N", OCTOBER, urn="141200")
        db.session.rollback()
        store.tables.upgrade()
        assert store.law.restrictions.of_people([7]) == {}
