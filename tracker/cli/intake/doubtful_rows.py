"""A doubtful line and its candidates, side by side with their differences."""

from collections.abc import Sequence
from typing import Any

from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.intake.interpret import meaning_of
from tracker.cli import answer
from tracker.domain.history.person import Identity
from tracker.extensions import db
from tracker.linkage.comparing.differences import differences
from tracker.store.intake.import_batches import ImportBatch, StagedRow


def identities(rows: Sequence[StagedRow]) -> dict[int, Identity]:
    """The identity in each line, without a sealed former name.

    A line that is sealed as a whole gives none: it opens on its page alone.
    """
    batches = {
        batch: db.session.get_one(ImportBatch, batch)
        for batch in {row.batch_id for row in rows}
    }
    hidden = actions.people.former_names.hidden_in(rows)
    return {
        row.id: Identity()
        if row.is_sealed_whole
        else hidden[row.id].identity(meaning_of(batches[row.batch_id], row).identity)
        for row in rows
    }


def names(row: StagedRow, person: int) -> tuple[str, str]:
    """The name and date of birth in the line, and those on the record."""
    found = store.people.records.get(person, within=authority_scope(row.authority))
    both = (identities([row])[row.id], found.identity if found else Identity())
    one, other = (
        f"{who.full_name}, born {who.born:%d/%m/%Y}" if who.born else who.full_name
        for who in both
    )
    return one, other


def side_by_side(row: StagedRow) -> list[dict[str, Any]]:
    """Each candidate of a line, with the differences from the line."""
    who = identities([row])[row.id]
    hidden = actions.people.former_names.hidden_in([row])[row.id]
    scope = authority_scope(row.authority)
    return [
        {
            **hidden.redacted(candidate),
            "name": person.identity.full_name,
            "differences": [
                {
                    "field": each.field,
                    "row": str(each.a),
                    "person": str(each.b),
                    "level": each.level,
                }
                for each in differences(who, person.identity, on=answer.today())
            ],
        }
        for candidate in row.candidates
        if (person := store.people.records.get(candidate["person"], within=scope))
    ]
