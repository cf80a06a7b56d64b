"""Questions about where young people go who leave their school.

A file of the school that they leave can be out of date or name no place, so by itself
it ends nothing. No question is raised where a better source has shown since then what
the young person does.
"""

from collections.abc import Iterable, Mapping

from tracker import store
from tracker.domain.history.position import Position
from tracker.domain.intake.leaver_questions import LeaverQuestion
from tracker.store.history.evidence import NewEvidence
from tracker.store.intake.import_batches import ImportBatch
from tracker.store.people.identity_questions import Kind

KINDS = tuple(Kind(each.value) for each in LeaverQuestion)


def raised(
    evidence: Iterable[NewEvidence], positions: Mapping[int, Position]
) -> set[tuple[int, Kind]]:
    """The (person, kind) that lines ask about. ``positions`` are those of today."""
    asking = [each for each in evidence if each.question is not None]
    roots = store.people.records.roots({each.person for each in asking})
    return {
        (roots[each.person], Kind(each.question.value))
        for each in asking
        if each.question is not None
        and not _shown_since(positions.get(roots[each.person]), each)
    }


def _shown_since(position: Position | None, asking: NewEvidence) -> bool:
    return (
        position is not None
        and not position.is_not_known
        and position.verified is not None
        and position.verified > asking.as_at
    )


def close(batch: ImportBatch, persons: Iterable[int]) -> None:
    """Removes the questions of a batch about these people, as its line is reopened."""
    for person in persons:
        for kind in KINDS:
            store.people.identity_questions.close(batch.id, person, kind)
