"""The lists of a user that a young person is on."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from tracker.domain.reference.activity import NEET_NOT_KNOWN_OR_SEALED
from tracker.store.accounts.audit import Action
from tracker.store.database import base

#: A contact counts as the user's own work for so long.
RECENT = timedelta(weeks=4)

_LISTS = """
    WITH k AS (SELECT id FROM people WHERE id = :person OR merged_into = :person),
    c AS (SELECT user_id FROM caseload WHERE person_id IN (SELECT id FROM k))
    SELECT name FROM (VALUES
      ('caseload', EXISTS (SELECT FROM c WHERE user_id = :user)),
      ('cover', EXISTS (SELECT FROM c JOIN covers v ON v.user_id = c.user_id
        WHERE v.colleague_id = :user AND v.ended_at IS NULL
        AND v.first <= :on AND v.last >= :on)),
      ('contact', EXISTS (SELECT FROM contacts o
        WHERE o.person_id IN (SELECT id FROM k) AND o.written_by = :email
        AND o.withdrawn_at IS NULL AND o.made_on >= :recent)),
      ('work item', EXISTS (SELECT FROM work_items w
        WHERE w.person_id IN (SELECT id FROM k) AND w.owner_id = :user
        AND w.done_at IS NULL)),
      ('team', EXISTS (SELECT FROM c)),
      ('unallocated', NOT EXISTS (SELECT FROM c) AND EXISTS (
        SELECT FROM positions p WHERE p.person_id = :person
        AND p.as_of = :day AND (p.lapses < :day
        OR p.activity = ANY(:neet_or_not_known)))),
      ('register', true)
    ) AS lists (name, is_on) WHERE is_on"""


def with_person(
    person: int, *, user: int, email: str, on: date, day: date | None
) -> set[str]:
    """The names of the lists of a user that a person is on (``own_lists.csv``).

    ``on`` is today, ``day`` that of the newest positions.
    """
    return set(
        base.execute(
            _LISTS,
            {
                "person": person,
                "user": user,
                "email": email,
                "on": on,
                "day": day,
                "recent": on - RECENT,
                "neet_or_not_known": NEET_NOT_KNOWN_OR_SEALED,
            },
        ).scalars()
    )


def shown_on(
    person: int, *, by: str, since: datetime, authority: str, lists: Collection[str]
) -> str:
    """Why the newest list that named a person to a user since a moment did so; "" if
    none did.

    ``lists`` are the pages that are lists of work. No other page counts, such as the
    search.
    """
    found = base.column(
        "SELECT detail->>'why' FROM audit WHERE authority = %s AND \"by\" = %s"
        " AND at >= %s AND action = %s AND detail->>'page' = ANY(%s)"
        " AND detail->'people' @> jsonb_build_array(%s::bigint)"
        " ORDER BY at DESC, id DESC LIMIT 1",
        *(authority, by, since, Action.PEOPLE_LISTED.value, list(lists), person),
    )
    return found[0] or "" if found else ""
