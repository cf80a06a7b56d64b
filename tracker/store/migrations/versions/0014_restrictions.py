"""restrictions are of one institution, with those it became or came from."""

from collections import defaultdict
from hashlib import blake2b

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NUMBERS = ("urn", "laestab", "ukprn")


def upgrade() -> None:
    op.create_index(
        "ix_people_restricted",
        "people",
        ["authority"],
        postgresql_where=sa.text("details ? 'restrictions'"),
    )
    op.create_index(
        "ix_staged_rows_restricted",
        "staged_rows",
        ["authority"],
        postgresql_where=sa.text("restricted"),
    )
    if not op.get_context().as_sql:
        name_institutions(op.get_bind())
        carry_over(op.get_bind())


def downgrade() -> None:
    op.drop_index("ix_staged_rows_restricted", table_name="staged_rows")
    op.drop_index("ix_people_restricted", table_name="people")
    op.execute(
        "UPDATE people SET details = details - 'restrictions'"
        " || '{\"restricted\": true}' WHERE details ? 'restrictions'"
    )


def name_institutions(connection) -> None:
    """Adds to each answer the school that it was given to, from its line."""
    answers = connection.execute(
        sa.text(
            "SELECT e.id, f.id, f.authority, f.person_id, f.told->>'restricted',"
            " s.raw->>'urn', s.raw->>'lea', s.raw->>'estab', b.sender"
            " FROM evidence e JOIN facts f ON f.person_id = e.person_id"
            " AND f.id = ANY(e.facts)"
            " JOIN staged_rows s ON s.id = e.row_id"
            " JOIN import_batches b ON b.id = s.batch_id"
            " WHERE f.told->>'about' = 'restriction'"
        )
    ).all()
    facts = {}
    moved = []
    for evidence, fact, authority, person, answer, urn, lea, estab, sender in answers:
        at = place(urn, lea or authority, estab) or {
            name: value for name, value in (sender or {}).items() if name in NUMBERS
        }
        if not at:
            continue
        statement = {
            "kind": "detail",
            "about": "restriction",
            "restricted": answer,
            **at,
        }
        plain = orjson.dumps(statement, option=orjson.OPT_SORT_KEYS)
        digest = blake2b(plain, digest_size=12).digest()
        facts[person, digest] = {
            "authority": authority,
            "person": person,
            "digest": digest,
            "told": plain.decode(),
        }
        moved.append(
            {"evidence": evidence, "old": fact, "person": person, "digest": digest}
        )
    if not moved:
        return
    connection.execute(
        sa.text(
            "INSERT INTO facts (authority, person_id, digest, told)"
            " VALUES (:authority, :person, :digest, CAST(:told AS jsonb))"
            " ON CONFLICT DO NOTHING"
        ),
        list(facts.values()),
    )
    connection.execute(
        sa.text(
            "UPDATE evidence SET facts = array_replace(facts, :old,"
            " (SELECT id FROM facts f WHERE f.person_id = :person"
            " AND f.digest = :digest)) WHERE id = :evidence"
        ),
        moved,
    )
    connection.execute(
        sa.text(
            "DELETE FROM facts f WHERE f.told->>'about' = 'restriction'"
            " AND f.id = ANY(:old) AND NOT EXISTS (SELECT 1 FROM evidence e"
            " WHERE e.person_id = f.person_id AND f.id = ANY(e.facts))"
        ),
        {"old": sorted({each["old"] for each in moved})},
    )


def place(urn, lea, estab):
    """The numbers of a line as evidence has them, where they can be read."""
    found = {}
    urn = (urn or "").strip().lstrip("'")
    if len(urn) == 6 and urn.isdigit():
        found["urn"] = urn
    number = "".join(each for each in (estab or "") if each.isdigit())
    lea = "".join(each for each in (lea or "") if each.isdigit())
    if number and len(number) <= 4 and len(lea) == 3:
        found["laestab"] = lea + number.zfill(4)
    elif len(number) == 7:
        found["laestab"] = number
    return found


def carry_over(connection) -> None:
    """Stores the institution of each restriction, as a rebuild would."""
    keys = register(connection)
    found = connection.execute(
        sa.text(
            "SELECT r.id, e.as_at, f.told FROM people r"
            " JOIN people p ON p.id = r.id OR p.merged_into = r.id"
            " JOIN evidence e ON e.person_id = p.id"
            " JOIN entries n ON n.id = e.entry_id AND n.withdrawn_at IS NULL"
            " JOIN facts f ON f.person_id = p.id AND f.id = ANY(e.facts)"
            " WHERE f.told->>'about' = 'restriction' AND r.id IN ("
            # Another school's Yes had lifted some of them.
            "SELECT COALESCE(o.merged_into, o.id) FROM facts y"
            " JOIN people o ON o.id = y.person_id"
            " WHERE y.told->>'about' = 'restriction' AND y.told->>'restricted' = 'Y')"
        )
    ).all()
    answers = defaultdict(lambda: defaultdict(list))
    for person, as_at, answer in found:
        at = next(
            (f"{n}:{answer[n]}" for n in ("laestab", "ukprn", "urn") if n in answer),
            None,
        )
        key = next((keys[answer[n]] for n in NUMBERS if answer.get(n) in keys), at)
        answers[person][key].append((as_at, answer["restricted"] == "Y"))
    rows = []
    for person, by_place in answers.items():
        stands = []
        for key, given in by_place.items():
            lifted = max((day for day, no in given if not no), default=None)
            days = [day for day, no in given if no and (not lifted or day >= lifted)]
            if days:
                stands.append([key, min(days).isoformat(), max(days).isoformat()])
        stands.sort(key=lambda each: (each[0] or "", each[1]))
        rows.append({"person": person, "stands": orjson.dumps(stands).decode()})
    if rows:
        connection.execute(
            sa.text(
                "UPDATE people SET details = CASE WHEN CAST(:stands AS jsonb) = '[]'"
                " THEN details ELSE details || jsonb_build_object('restrictions',"
                " CAST(:stands AS jsonb)) END WHERE id = :person"
            ),
            rows,
        )
    connection.execute(sa.text("UPDATE people SET details = details - 'restricted'"))


def register(connection):
    """The institution that each number is of, as the register has it now."""
    statements = [
        each
        for (each,) in connection.execute(
            sa.text(
                "SELECT DISTINCT ON (f.urn) f.told FROM register_facts f"
                " JOIN register_evidence e ON e.fact_id = f.id"
                " JOIN entries n ON n.id = e.entry_id WHERE n.withdrawn_at IS NULL"
                " ORDER BY f.urn, e.as_at DESC, e.entry_id DESC, f.digest"
            )
        )
    ]
    keys = {}
    for each in sorted(
        statements, key=lambda one: (one.get("opened") or "", one["urn"])
    ):
        for name in NUMBERS:
            if each.get(name):
                keys[each[name]] = f"urn:{each['key']}"
    return keys
