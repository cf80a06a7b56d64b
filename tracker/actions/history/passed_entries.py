"""The entries of a batch: one, and one for each line of a history passed on with it.

A line of another authority's history keeps the source, the trust and the order that it
had there, so that the same history follows from it. See decision 0240.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from tracker.actions.act import Act
from tracker.domain.law.transfers.passing import Line
from tracker.store.history.evidence import NewEvidence, PassedOn


def opened(
    own: int, batch: int, evidence: Sequence[NewEvidence], *, act: Act
) -> list[int]:
    """Opens the entries of what was passed on; gives the entry of each piece of a
    batch's evidence, which is its ``own`` for the rest.

    What was passed on is recorded within the same moment, line by line: of two updates
    that an adviser typed on one day, the later one counts.
    """
    lines = list(dict.fromkeys(it.passed_on for it in evidence if it.passed_on))
    entry_of = {
        line: act.open_entry(
            line.source,
            batch,
            passed_on=line,
            before=timedelta(microseconds=len(lines) - place),
        )
        for place, line in enumerate(lines)
    }
    return [entry_of[it.passed_on] if it.passed_on else own for it in evidence]


def of_lines(person: int, row: int, lines: Iterable[Line]) -> Iterator[NewEvidence]:
    """The evidence in the lines of a history about a young person."""
    for place, line in enumerate(lines, 1):
        passed = PassedOn(line.by, line.source.name, place, line.typed)
        for day in line.days:
            yield NewEvidence(
                *(person, row, line.source.tier, day.as_at, day.statements),
                passed_on=passed,
            )
