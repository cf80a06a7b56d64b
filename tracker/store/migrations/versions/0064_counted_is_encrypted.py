"""What measures count of a sealed code is encrypted; only what readers see is plain."""

from collections.abc import Iterator
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracker.domain.history.evidence import as_json, from_json
from tracker.domain.history.sealed_statements import as_stated, statement_shown
from tracker.domain.reference.activity import HIDDEN, STAND_INS
from tracker.returns.build import shown
from tracker.store.database import installation
from tracker.store.database.sealed_columns import SealedColumn

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

FACTS = SealedColumn("facts", "sealed", quickly=True, length=512)
ACTIVITIES = SealedColumn("return_runs", "sealed_activities", length=4096)
#: What is derived from facts, and is made again from them.
DERIVED = ("positions", "tallies", "return_details")
#: The statements that stand for a sealed code: no former identity and no address.
SUBJECTS = ("characteristic", "characteristics")


def upgrade() -> None:
    _forget_derived()
    op.drop_column("positions", "counted")
    op.drop_column("positions", "answers")
    op.alter_column("positions", "listed", new_column_name="answers")
    op.add_column("positions", sa.Column("counted", sa.LargeBinary()))
    op.create_table(
        "sealed_tallies",
        sa.Column("as_of", sa.Date(), primary_key=True),
        sa.Column("authority", sa.String(3), primary_key=True),
        sa.Column("counted", sa.LargeBinary(), nullable=False),
    )
    # What is encrypted cannot be compressed.
    op.execute("ALTER TABLE sealed_tallies ALTER counted SET STORAGE EXTERNAL")
    op.execute("ALTER TABLE positions ALTER counted SET STORAGE EXTERNAL")
    op.add_column("return_runs", sa.Column("sealed_activities", sa.LargeBinary()))
    for number, stated, sealed in _sealed_facts():
        # Encrypted again, quicker to open: each fold opens it now.
        keys = installation.keys()
        plain = FACTS.decrypt(keys, bytes(sealed), row=number).rstrip()
        _write(
            "UPDATE facts SET statement = :json, sealed = :sealed WHERE id = :id",
            json=as_json(statement_shown(from_json(stated))),
            sealed=FACTS.encrypt(keys, plain, row=number),
            id=number,
        )
    for (run,) in _read("SELECT id FROM return_runs"):
        _hide(run)


def _hide(run: int) -> None:
    """Stores the records of a run as readers see them, and apart how they count."""
    apart = []
    for person, record in _read(
        "SELECT person_id, record FROM return_records WHERE run_id = :run", run=run
    ):
        seen = shown(record)
        if seen == record:
            continue
        code = record.get("ActivityCode")
        _write(
            "UPDATE return_records SET record = :json"
            " WHERE run_id = :run AND person_id = :person",
            json=seen,
            run=run,
            person=person,
        )
        if code in STAND_INS:
            apart.append((person, code, record.get("CurrencyLapsed") == "Y"))
    if apart:
        plain = orjson.dumps(apart)
        _write(
            "UPDATE return_runs SET sealed_activities = :sealed WHERE id = :run",
            sealed=ACTIVITIES.encrypt(installation.keys(), plain, row=run),
            run=run,
        )
        _write(
            'UPDATE return_records SET "group" = :group, institution = NULL'
            " WHERE run_id = :run AND person_id = ANY(:people)",
            group=HIDDEN.code,
            run=run,
            people=[person for person, *_ in apart],
        )


def downgrade() -> None:
    for number, _, sealed in _sealed_facts():
        plain = FACTS.decrypt(installation.keys(), bytes(sealed), row=number)
        _write(
            "UPDATE facts SET statement = :json WHERE id = :id",
            json=as_json(as_stated(from_json(orjson.loads(plain)))),
            id=number,
        )
    for run, sealed in _read(
        "SELECT id, sealed_activities FROM return_runs"
        " WHERE sealed_activities IS NOT NULL"
    ):
        plain = ACTIVITIES.decrypt(installation.keys(), bytes(sealed), row=run)
        for person, code, lapsed in orjson.loads(plain):
            _write(
                'UPDATE return_records SET "group" = :group, record = record || :json'
                " WHERE run_id = :run AND person_id = :person",
                group=STAND_INS[code].group,
                json={"ActivityCode": code, "CurrencyLapsed": "Y" if lapsed else "N"},
                run=run,
                person=person,
            )
    op.drop_column("return_runs", "sealed_activities")
    op.drop_table("sealed_tallies")
    _forget_derived()
    op.drop_column("positions", "counted")
    op.alter_column("positions", "answers", new_column_name="listed")
    op.add_column("positions", sa.Column("answers", sa.BigInteger(), nullable=False))
    op.add_column("positions", sa.Column("counted", postgresql.JSONB()))


def _sealed_facts() -> Iterator[Any]:
    return _read(
        "SELECT id, statement, sealed FROM facts WHERE sealed IS NOT NULL"
        " AND (statement->>'kind' = 'activity' OR statement->>'about' = ANY(:subjects))",
        subjects=list(SUBJECTS),
    )


def _forget_derived() -> None:
    for table in DERIVED:
        op.execute(f"DELETE FROM {table}")
    op.execute("UPDATE position_days SET complete = false")


def _read(query: str, **values: Any) -> Iterator[Any]:
    yield from op.get_bind().execute(sa.text(query), values).all()


def _write(query: str, **values: Any) -> None:
    statement = sa.text(query)
    if "json" in values:
        of_json = sa.bindparam("json", type_=postgresql.JSONB)
        statement = statement.bindparams(of_json)
    op.get_bind().execute(statement, values)
