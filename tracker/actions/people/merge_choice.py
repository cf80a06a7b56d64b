"""The choice of names and date of birth when records are merged.

See decision 0059.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.actions.act import Act
from tracker.actions.history import evidence
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement
from tracker.domain.history.identity.identity_statements import (
    BORN,
    CHOSEN,
    FAMILY,
    GIVEN,
    Standing,
)
from tracker.store.people.records import Person


@dataclass(frozen=True, slots=True)
class IdentityChoice:
    """The records (numbers) whose names and whose date of birth are kept.

    None leaves the choice to the sources: the best of them counts, and a disagreement
    between them becomes a question.
    """

    names: int | None = None
    born: int | None = None

    @property
    def records(self) -> set[int]:
        return {each for each in (self.names, self.born) if each is not None}


def record(
    choice: IdentityChoice, among: Sequence[Person], *, survivor: int, act: Act
) -> int | None:
    """Records the choice as an officer's decision; returns its entry, or None.

    ``among`` are the records as they were before the merge. The decision is against the
    values of the others, so that they raise no question later.
    """
    by_number = {each.id: each for each in among}
    statements: list[Statement] = []
    if choice.names is not None:
        chosen = by_number[choice.names]
        statements.append(
            detail("name", given=chosen.given or None, family=chosen.family or None)
        )
        for field in (GIVEN, FAMILY):
            names = [getattr(each, field) for each in among]
            statements += _declined(field, getattr(chosen, field), names)
    if choice.born is not None and (born := by_number[choice.born].born) is not None:
        statements.append(detail("birth", born=born.isoformat()))
        births = [each.born.isoformat() for each in among if each.born is not None]
        statements += _declined(BORN, born.isoformat(), births)
    if not statements:
        return None
    learned = [UserEvidence(survivor, tuple(statements), act.on)]
    return evidence.record_inside(learned, source=CHOSEN, act=act)


def _declined(field: str, chosen: str, values: Sequence[str]) -> list[Statement]:
    return [
        detail("declined", field=field, value=value, standing=str(int(Standing.CENSUS)))
        for value in dict.fromkeys(values)
        if value and value != chosen
    ]
