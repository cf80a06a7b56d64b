"""Contradictions between records that may be one person.

See decision 0059.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.history.person import Identity
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.identifiers import Upn


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A field on which records differ, in words, with each value."""

    fields: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        *others, last = self.values
        return f"They have different {self.fields}: {', '.join(others)} and {last}."


def contradictions(records: Sequence[Identity]) -> list[Contradiction]:
    """The contradictions between these records, the date of birth first.

    A person has one date of birth and one number of each kind. A former UPN of one of
    them is no contradiction, nor is a temporary one.
    """
    return list(_found(records))


def _found(records: Sequence[Identity]) -> Iterator[Contradiction]:
    born = sorted({each.born for each in records if each.born})
    if len(born) > 1:
        yield Contradiction("dates of birth", tuple(map(say_date, born)))
    former = {upn for each in records for upn in each.former_upns}
    upns = _given(
        each.upn
        for each in records
        if each.upn and each.upn not in former and not Upn.is_temporary(each.upn)
    )
    if len(upns) > 1:
        yield Contradiction("UPNs", upns)
    ulns = _given(each.uln for each in records)
    if len(ulns) > 1:
        yield Contradiction("ULNs", ulns)


def _given(values: Iterable[str | None]) -> tuple[str, ...]:
    """The different values, in the order of the records."""
    return tuple(dict.fromkeys(value for value in values if value))
