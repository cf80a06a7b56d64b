"""Special category codes are encrypted in facts, lines and returns."""

from collections.abc import Iterator
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracker.domain.history.evidence import as_json, from_json
from tracker.domain.history.sealed_statements import as_stated, is_sealed
from tracker.domain.reference.activity import ACTIVITIES
from tracker.feeds.nccis.columns import NAME
from tracker.feeds.nccis.record import sealed_cells
from tracker.returns.build import could_reveal, counted
from tracker.returns.rules.years import ruleset_for
from tracker.store.database import installation
from tracker.store.database.sealed_columns import SealedColumn

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

FACTS = SealedColumn("facts", "sealed")
CELLS = SealedColumn("staged_rows", "sealed")
FILES = SealedColumn("return_runs", "file")
ISSUES = SealedColumn("return_runs", "sealed_issues")
#: Sealed statements have a multiple of this length.
LENGTH = 128
#: What is derived from facts, and is made again from them without their codes.
DERIVED = ("positions", "tallies", "return_details", "leavers")


def upgrade() -> None:
    op.add_column("staged_rows", sa.Column("sealed", sa.LargeBinary()))
    op.add_column("return_runs", sa.Column("sealed_issues", sa.LargeBinary()))
    op.create_index(
        "ix_facts_sealed",
        "facts",
        ["person_id"],
        postgresql_where=sa.text("sealed IS NOT NULL"),
    )
    if _facts():
        _forget_derived()
    _lines()
    _returns()


def _facts() -> bool:
    """Encrypts what is sealed; returns whether there was any."""
    any_sealed = False
    for number, person, plain in _read(
        "SELECT id, person_id, statement FROM facts WHERE sealed IS NULL"
        " AND (statement->>'activity' = ANY(:codes)"
        " OR statement->>'about' IN ('characteristic', 'characteristics'))",
        codes=[each.code for each in ACTIVITIES.values() if each.sealed],
    ):
        statement = from_json(plain)
        if not is_sealed(statement):
            continue
        any_sealed = True
        keys, text = installation.keys(), orjson.dumps(as_json(statement))
        padded = text + b" " * (-len(text) % LENGTH)
        _write(
            "UPDATE facts SET sealed = :sealed, digest = :digest, statement = :shown"
            " WHERE id = :id",
            sealed=FACTS.encrypt(keys, padded, row=number),
            digest=keys.fingerprint(text, about=f"facts of {person}"),
            shown=as_json(as_stated(statement)),
            id=number,
        )

    return any_sealed


def _lines() -> None:
    for number, raw in _read(
        "SELECT s.id, s.raw FROM staged_rows s"
        " JOIN import_batches b ON b.id = s.batch_id AND b.feed = :feed"
        " WHERE s.raw ?| ARRAY['ActivityCode', 'Characteristics']",
        feed=NAME,
    ):
        names = sealed_cells(raw)
        if names:
            cells = orjson.dumps({name: raw[name] for name in names})
            _write(
                "UPDATE staged_rows SET sealed = :sealed, raw = :shown WHERE id = :id",
                sealed=CELLS.encrypt(installation.keys(), cells, row=number),
                shown={name: it for name, it in raw.items() if name not in names},
                id=number,
            )


def _returns() -> None:
    for run, end, file, issues in _read(
        "SELECT id, period_end, file, issues FROM return_runs"
    ):
        hidden = {
            person
            for person, record in _read(
                "SELECT person_id, record FROM return_records WHERE run_id = :run",
                run=run,
            )
            if _hide(run, person, record)
        }
        apart = _issues_apart(run, end, hidden)
        left = dict(issues)
        for _, rule, *_ in apart:
            left[rule] = left.get(rule, 0) - 1
        keys = installation.keys()
        _write(
            "UPDATE return_runs SET file = :sealed, sealed_issues = :issues,"
            " issues = :shown WHERE id = :id",
            sealed=FILES.encrypt(keys, bytes(file), row=run),
            issues=ISSUES.encrypt(keys, orjson.dumps(apart), row=run)
            if apart
            else None,
            shown={rule: many for rule, many in left.items() if many > 0},
            id=run,
        )


def _hide(run: int, person: int, record: dict[str, Any]) -> bool:
    found = counted(record)
    if found == record:
        return False
    _write(
        "UPDATE return_records SET record = :shown"
        " WHERE run_id = :run AND person_id = :person",
        shown=found,
        run=run,
        person=person,
    )
    return True


def _issues_apart(run: int, end: Any, hidden: set[int]) -> list[list[Any]]:
    revealing = [it.number for it in ruleset_for(end) if could_reveal(it)]
    found = op.get_bind().execute(
        sa.text(
            "DELETE FROM return_issues WHERE run_id = :run AND person_id = ANY(:people)"
            " AND rule = ANY(:rules)"
            " RETURNING person_id, rule, priority, field, message"
        ),
        {"run": run, "people": list(hidden), "rules": revealing},
    )
    return [list(each) for each in found]


def _forget_derived() -> None:
    for table in DERIVED:
        op.execute(f"DELETE FROM {table}")
    op.execute("UPDATE position_days SET complete = false")
    op.execute("UPDATE leaving_years SET complete = false, mark = gen_random_uuid()")


def downgrade() -> None:
    keys, any_sealed = installation.keys, False
    for number, sealed in _read(
        "SELECT id, sealed FROM facts WHERE sealed IS NOT NULL"
        " AND statement->>'about' IS DISTINCT FROM 'sealed'"
    ):
        any_sealed = True
        plain = FACTS.decrypt(keys(), bytes(sealed), row=number)
        _write(
            "UPDATE facts SET statement = :shown, sealed = NULL WHERE id = :id",
            shown=orjson.loads(plain),
            id=number,
        )
    for number, raw, sealed in _read(
        "SELECT id, raw, sealed FROM staged_rows WHERE sealed IS NOT NULL"
    ):
        cells = orjson.loads(CELLS.decrypt(keys(), bytes(sealed), row=number))
        _write(
            "UPDATE staged_rows SET raw = :shown WHERE id = :id",
            shown={**raw, **cells},
            id=number,
        )
    for run, file in _read("SELECT id, file FROM return_runs"):
        plain = FILES.decrypt(keys(), bytes(file), row=run)
        _write("UPDATE return_runs SET file = :file WHERE id = :id", file=plain, id=run)
    if any_sealed:
        _forget_derived()
    op.drop_index("ix_facts_sealed", table_name="facts")
    op.drop_column("return_runs", "sealed_issues")
    op.drop_column("staged_rows", "sealed")


def _read(query: str, **values: Any) -> Iterator[Any]:
    yield from op.get_bind().execute(sa.text(query), values).all()


def _write(query: str, **values: Any) -> None:
    statement = sa.text(query)
    if "shown" in values:
        of_json = sa.bindparam("shown", type_=postgresql.JSONB)
        statement = statement.bindparams(of_json)
    op.get_bind().execute(statement, values)
