"""A doubtful line and its candidates, side by side with their differences."""

from typing import Any

from tracker.access import authority_scope
from tracker.actions.imports.interpreting import meaning_of
from tracker.extensions import db
from tracker.linkage.differences import differences
from tracker.store import people
from tracker.store.imports import ImportBatch, StagedRow


def side_by_side(row: StagedRow) -> list[dict[str, Any]]:
    """Each candidate of a line with what is the same and what is not."""
    batch = db.session.get_one(ImportBatch, row.batch_id)
    said = meaning_of(batch, row)
    scope = authority_scope(row.authority)
    compared = []
    for candidate in row.candidates:
        person = people.get(candidate["person"], within=scope)
        if person is None:
            continue
        compared.append(
            {
                **candidate,
                "name": person.identity.full_name,
                "differences": [
                    {
                        "field": each.field,
                        "row": str(each.a),
                        "person": str(each.b),
                        "level": each.level,
                    }
                    for each in differences(said.identity, person.identity)
                ],
            }
        )
    return compared
