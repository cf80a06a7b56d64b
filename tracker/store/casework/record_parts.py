"""Which parts of a record a young person has anything in, by one statement.

Most have nothing in most of them, and a part without anything need not be read.
"""

from datetime import date
from enum import StrEnum

from tracker.store.database import base


class Part(StrEnum):
    """A part of a record in which a young person may have nothing."""

    WITHDRAWN_CONTACT = "withdrawn contact"
    FOLLOW_UP = "follow-up"
    PLAN = "plan"
    PLACE = "place"
    PLACE_QUESTION = "question to a place"
    LEDGER = "ledger"
    QUESTION = "question"
    OBJECTION = "objection"
    MERGED_RECORD = "merged record"
    DOCUMENT = "document"


#: The condition of each part. ``k`` are the person's records.
_CONDITIONS = {
    Part.WITHDRAWN_CONTACT: "EXISTS (SELECT FROM contacts c"
    " JOIN k ON k.id = c.person_id WHERE c.withdrawn_at IS NOT NULL"
    " AND (c.row_id IS NULL OR EXISTS (SELECT FROM entries n WHERE n.id = c.entry_id"
    " AND n.withdrawn_at IS NULL)))",
    Part.FOLLOW_UP: "EXISTS (SELECT FROM follow_ups f JOIN k ON k.id = f.person_id"
    " WHERE f.withdrawn_at IS NULL)",
    Part.PLAN: "EXISTS (SELECT FROM plans p JOIN k ON k.id = p.person_id)",
    Part.PLACE: "EXISTS (SELECT FROM place_proposals p JOIN k ON k.id = p.person_id)",
    Part.PLACE_QUESTION: "EXISTS (SELECT FROM work_items w JOIN k ON k.id = w.person_id"
    " WHERE w.kind = 'place-question' AND w.done_at IS NULL)",
    Part.LEDGER: "EXISTS (SELECT FROM ledger_rows l JOIN k ON k.id = l.person_id"
    " WHERE l.as_of = (SELECT day FROM given))",
    Part.QUESTION: "EXISTS (SELECT FROM questions q JOIN k ON k.id = q.person_id)",
    Part.OBJECTION: "EXISTS (SELECT FROM objections o JOIN k ON k.id = o.person_id)",
    Part.MERGED_RECORD: "(SELECT count(*) FROM k) > 1",
    Part.DOCUMENT: "EXISTS (SELECT FROM documents d JOIN k ON k.id = d.person_id)",
}
_QUERY = (
    "WITH given AS (SELECT %s::bigint AS person, %s::date AS day),"
    " k AS MATERIALIZED (SELECT id FROM people, given"
    " WHERE id = person OR merged_into = person)"
    f" SELECT ARRAY[{', '.join(_CONDITIONS.values())}]"
)


def of(person: int, day: date) -> frozenset[Part]:
    """The parts in which one person has something, on whichever of their records.

    ``day`` is that of the ledger.
    """
    ((has,),) = base.repeated(_QUERY, person, day)
    return frozenset(part for part, some in zip(_CONDITIONS, has, strict=True) if some)
