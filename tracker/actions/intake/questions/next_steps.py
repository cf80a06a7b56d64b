"""Questions about where young people go who leave their school.

A file of the school that they leave can be out of date or name no place, so by itself
it ends nothing. No question is raised where a better source has shown since then what
the young person does.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from tracker import store
from tracker.actions.history import folding
from tracker.domain.history.position import Position
from tracker.domain.intake.leaver_questions import LeaverQuestion
from tracker.store.history.evidence import NewEvidence
from tracker.store.intake.import_batches import ImportBatch
from tracker.store.people.identity_questions import Kind, Question

KINDS = tuple(Kind(each.value) for each in LeaverQuestion)


def raised(
    evidence: Iterable[NewEvidence], where: Mapping[int, Position]
) -> set[tuple[int, Kind]]:
    """The (person, kind) that lines ask about. ``where`` are the positions of today."""
    asking = [each for each in evidence if each.question is not None]
    roots = store.people.records.roots({each.person for each in asking})
    return {
        (roots[each.person], Kind(each.question.value))
        for each in asking
        if each.question is not None
        and not _shown_since(where.get(roots[each.person]), each.as_at)
    }


def _shown_since(position: Position | None, day: date) -> bool:
    return (
        position is not None
        and not position.is_not_known
        and position.verified is not None
        and position.verified > day
    )


def still_open(
    questions: Iterable[Question], position: Position | None
) -> list[Question]:
    """The questions about one person without those that a better source has answered
    since.
    """
    return [
        each
        for each in questions
        if each.kind not in KINDS or not _shown_since(position, each.as_at)
    ]


def answered_of(batch: ImportBatch, on: date) -> set[tuple[int, str]]:
    """The (person, kind) that a batch raised and a better source has answered."""
    raised = store.people.identity_questions.raised_by(batch.id)
    people = {person for person, kind in raised if kind in KINDS}
    shown = {
        person
        for person, position in folding.where_on(people, on)
        if _shown_since(position, batch.as_at)
    }
    return {each for each in raised if each[0] in shown and each[1] in KINDS}


def close(batch: ImportBatch, persons: Iterable[int]) -> None:
    """Removes the questions of a batch about these people, as its line is reopened."""
    for person in persons:
        for kind in KINDS:
            store.people.identity_questions.close(batch.id, person, kind)
