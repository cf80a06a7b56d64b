"""Characteristics that a list shows to be over, such as being in care.

No source says of one characteristic that it has ended: what a record has is the newest
full list with what was added since. So a line with an end states the full list as it is
on record on that day, without what has ended. Sealed ones are read for it, and are
sealed again with the statement.

See decision 0239.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard

from tracker import store
from tracker.domain.history.details.detail_folds import CHARACTERISTICS
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.details_by_day import characteristics_on
from tracker.domain.history.evidence import Detail, Evidence, Statement
from tracker.feeds.row_meaning import Interpretation
from tracker.store.intake.import_batches import Line


def without_ended(
    meant: Iterable[tuple[Line, Interpretation]],
) -> Iterator[tuple[Line, Interpretation]]:
    """The lines with their meanings, of which those with an end state the full list of
    a person who had on record what has ended.
    """
    found = list(meant)
    people = {it.person for it, meaning in found if meaning.ended and it.person}
    held = _held(people)
    for line, meaning in found:
        evidence = held.get(line.person or 0)
        yield line, _stated(meaning, evidence) if evidence else meaning


def _held(people: set[int]) -> dict[int, Sequence[Evidence]]:
    """The evidence about characteristics of each of these records."""
    if not people:
        return {}
    roots = store.people.records.roots(people)
    subjects = CHARACTERISTICS.subjects
    of_root = dict(
        store.history.evidence.of_subjects(roots.values(), subjects, opened=True)
    )
    return {record: of_root[root] for record, root in roots.items()}


def _stated(meaning: Interpretation, evidence: Sequence[Evidence]) -> Interpretation:
    on_record = next(characteristics_on(evidence, [meaning.as_at]))
    if on_record.isdisjoint(meaning.ended):
        return meaning
    others = [it for it in meaning.statements if not _is_characteristic(it)]
    own = {it.get("code") for it in meaning.statements if _is_characteristic(it)}
    held = {*on_record.difference(meaning.ended), *filter(None, own)}
    return replace(meaning, statements=(*others, whole_list(held)))


def whole_list(codes: Iterable[str]) -> Detail:
    """The statement that these are all characteristics of a young person."""
    return detail("characteristics", codes=" ".join(sorted(codes)))


def _is_characteristic(statement: Statement) -> TypeGuard[Detail]:
    return isinstance(statement, Detail) and statement.about == "characteristic"
