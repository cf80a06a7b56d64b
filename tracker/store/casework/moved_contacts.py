"""Contacts of the council's earlier system, each with the line that brought it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from tracker.domain.casework.moved_contact import MovedContact
from tracker.store.database import base


class MovedRow(NamedTuple):
    """A contact of a line, and the record that the line is about."""

    row: int
    person: int
    contact: MovedContact


_GIVEN = (
    "row_id bigint, person_id bigint, made_on date, outcome text, channel text,"
    " spoke_with text, note text, visibility text, written_by text"
)
#: A line whose evidence stands, with the entry that it is in.
_STANDING = (
    " FROM moved_given g JOIN LATERAL (SELECT e.entry_id FROM evidence e"
    " JOIN entries n ON n.id = e.entry_id AND n.withdrawn_at IS NULL"
    " WHERE e.person_id = g.person_id AND e.row_id = g.row_id LIMIT 1) s ON true"
)
#: The same contact by the same author, whichever file brought it.
_SAME = (
    " c.person_id = g.person_id AND c.made_on = g.made_on AND c.outcome = g.outcome"
    " AND c.channel = g.channel AND c.spoke_with = g.spoke_with AND c.note = g.note"
    " AND c.written_by = g.written_by AND c.row_id IS NOT NULL"
    " AND c.withdrawn_at IS NULL"
)


def write(authority: str, rows: Iterable[MovedRow], *, at: datetime) -> set[int | None]:
    """Writes the contacts of lines whose evidence stands; returns the lines whose
    contact is new, or stands again.

    A contact that was withdrawn with its line stands again. One that an adviser took
    back stays so.
    """
    with base.temporary("moved_given", _GIVEN, map(_values, rows)):
        again = base.distinct(
            "UPDATE contacts c SET entry_id = s.entry_id, withdrawn_at ="
            " CASE WHEN w.withdrawn_at <> o.withdrawn_at THEN o.withdrawn_at END"
            f"{_STANDING} JOIN contacts o ON o.row_id = g.row_id"
            " JOIN entries w ON w.id = o.entry_id AND w.withdrawn_at IS NOT NULL"
            " WHERE c.id = o.id AND c.person_id = g.person_id RETURNING c.row_id"
        )
        return again | base.distinct(
            "INSERT INTO contacts (authority, person_id, entry_id, row_id, made_on,"
            " outcome, channel, spoke_with, note, visibility, written_at, written_by)"
            " SELECT DISTINCT ON (g.person_id, g.made_on, g.outcome, g.channel,"
            " g.spoke_with, g.note, g.written_by) %s, g.person_id, s.entry_id,"
            " g.row_id, g.made_on, g.outcome, g.channel, g.spoke_with, g.note,"
            f" g.visibility, %s, g.written_by{_STANDING}"
            " WHERE NOT EXISTS (SELECT FROM contacts c WHERE c.row_id = g.row_id"
            " AND c.person_id = g.person_id)"
            f" AND NOT EXISTS (SELECT FROM contacts c WHERE{_SAME})"
            " ORDER BY g.person_id, g.made_on, g.outcome, g.channel, g.spoke_with,"
            " g.note, g.written_by, g.row_id RETURNING row_id",
            *(authority, at),
        )


def _values(each: MovedRow) -> tuple[object, ...]:
    it = each.contact
    return (
        *(each.row, each.person, it.made_on, str(it.outcome), str(it.channel)),
        *(it.spoke_with, it.note, str(it.visibility), it.author),
    )


def withdraw(batch: int) -> int:
    """Withdraws the contacts of a batch whose evidence was withdrawn; how many."""
    return base.run(
        "UPDATE contacts c SET withdrawn_at = n.withdrawn_at FROM entries n"
        " WHERE n.batch_id = %s AND n.id = c.entry_id AND n.withdrawn_at IS NOT NULL"
        " AND c.row_id IS NOT NULL AND c.withdrawn_at IS NULL",
        [batch],
    )


def batch_of(row: int) -> tuple[int, str, int] | None:
    """The batch, the file and the number of the line of a contact; None without."""
    found = list(
        base.stream("SELECT batch_id, file, line FROM staged_rows WHERE id = %s", row)
    )
    if not found:
        return None
    ((batch, file, line),) = found
    return int(batch), str(file), int(line)


def states_something(row: int) -> bool:
    """Whether the evidence of a line states an activity."""
    return bool(
        base.column(
            "SELECT 1 FROM evidence e JOIN facts f ON f.id = ANY(e.facts)"
            " AND f.statement->>'kind' = 'activity' WHERE e.row_id = %s LIMIT 1",
            row,
        )
    )
