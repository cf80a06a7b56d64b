"""Open questions about the identity of a young person, and officers' decisions.

See decision 0099.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.domain.history.identity import name_forms
from tracker.domain.history.identity.identity_statements import (
    BORN,
    FAMILY,
    GIVEN,
    SEX,
    IdentityStatement,
    Standing,
)
from tracker.domain.history.identity.identity_values import Group, Value
from tracker.domain.history.identity.spelling import spelling


class ClaimSource(NamedTuple):
    """A source that gives a value: its name, the key of the institution that sent it or
    None, the newest day for which it gives the value, and how many times."""

    source: str
    place: str | None
    as_at: date
    times: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A value with the sources that give it, the best first."""

    value: str
    sources: tuple[ClaimSource, ...]

    @property
    def newest(self) -> date:
        return max(source.as_at for source in self.sources)


@dataclass(frozen=True, slots=True)
class IdentityQuestion:
    """Two values of one field between which an officer has to decide.

    ``field`` is given, family, born or sex. ``stands`` is the value in use until the
    decision. ``standing`` is that of the best source of ``other``. ``alike`` names the
    kind of difference, so that many questions can be decided at once. ``lines`` are the
    lines (batch, file, line) that give the newer value. ``changed`` is true where the
    best source itself brought in the value that stands.
    """

    field: str
    stands: Claim
    other: Claim
    standing: Standing
    alike: str
    as_at: date
    lines: frozenset[tuple[int, str | None, int | None]]
    changed: bool


class Declined:
    """Values that an officer declined. Only a better source reopens the question."""

    def __init__(self, statements: Iterable[IdentityStatement]) -> None:
        self._declined: dict[tuple[str, str], list[tuple[int, date]]] = {}
        for item in statements:
            field, value = item.detail.get("field"), item.detail.get("value")
            if field and value:
                standing = int(item.detail.get("standing") or Standing.LIST)
                key = (
                    field,
                    value if field in (BORN, SEX) else name_forms.letters(value),
                )
                self._declined.setdefault(key, []).append((standing, item.as_at))

    def has(
        self, field: str, letters: Iterable[str], standing: Standing, as_at: date
    ) -> bool:
        return any(
            standing >= then or as_at <= on
            for each in letters
            for then, on in self._declined.get((field, each), ())
        )


def open_question(
    field: str,
    stands: Group,
    other: Group,
    current: set[Value],
    declined: Declined,
) -> IdentityQuestion | None:
    """The question between two values, or None where there is nothing to decide.

    A question is open where a source gives the other value for a day after the last on
    which an equally good source gave the one that stands. It is also open where the
    value that stands is a change that the best sources themselves brought in.
    """
    claims = [
        value
        for value in other.values
        if value in current
        and value.as_at > stands.newest(value.standing)
        and (field != GIVEN or value.standing <= stands.best)
    ]
    brought = claims
    if not claims:
        was = [s for s in other.values if s.standing <= stands.best]
        if (
            stands.best is Standing.OFFICER
            or not was
            or other.newest(stands.best) >= stands.first(stands.best)
        ):
            return None
        brought = [s for s in stands.values if s.standing == stands.best]
    standing = min(value.standing for value in claims or other.values)
    as_at = max(value.as_at for value in brought)
    if declined.has(field, other.letters, standing, as_at):
        return None
    value, rival = _shown(field, stands), _shown(field, other)
    return IdentityQuestion(
        field=field,
        stands=Claim(value, _sources(stands)),
        other=Claim(rival, _sources(other)),
        standing=standing,
        alike=_alike(field, value, rival),
        as_at=as_at,
        changed=not claims,
        lines=frozenset(
            (source.batch, source.file, source.line)
            for source in (value.statement.source for value in brought)
            if source.batch is not None
        ),
    )


def weightiest(
    field: str,
    stands: Group,
    groups: Iterable[Group],
    current: set[Value],
    declined: Declined,
) -> list[IdentityQuestion]:
    """The weightiest question about a field. The next one opens after its answer."""
    questions = [
        question
        for group in groups
        if group is not stands
        and (question := open_question(field, stands, group, current, declined))
    ]
    questions.sort(
        key=lambda one: (one.standing, -one.as_at.toordinal(), one.other.value)
    )
    return questions[:1]


def _shown(field: str, group: Group) -> str:
    if field in (BORN, SEX):
        return group.values[0].text
    return spelling(group, family=field == FAMILY)


def _sources(group: Group) -> tuple[ClaimSource, ...]:
    """The sources of a value, the best first; among equals the newest first."""
    items = [value.statement for value in group.values]
    return claim_sources(
        (item.standing, item.source.name, item.place, item.as_at) for item in items
    )


def claim_sources(
    given: Iterable[tuple[int, str, str | None, date]],
) -> tuple[ClaimSource, ...]:
    """The sources of one value, in the order of their ranks and then of their days.

    Each entry gives the rank of a source, its name, its place, and the day of a value.
    """
    days: dict[tuple[int, str, str | None], list[date]] = defaultdict(list)
    for rank, source, place, as_at in given:
        days[rank, source, place].append(as_at)
    ranked = sorted(
        (rank, -max(when).toordinal(), source, place or "", place, when)
        for (rank, source, place), when in days.items()
    )
    return tuple(
        ClaimSource(source, place, max(when), len(when))
        for _, _, source, _, place, when in ranked
    )


def _alike(field: str, one: str, other: str) -> str:
    """The kind of difference in words; questions of one kind are decided together."""
    if field == SEX:
        return "another sex"
    if field != BORN:
        return "another surname" if field == FAMILY else "another given name"
    if (one[:4], one[5:7], one[8:]) == (other[:4], other[8:], other[5:7]):
        return "day and month exchanged"
    unlike = sum(a != b for a, b in zip(one, other, strict=True))
    return "one digit different" if unlike == 1 else "another date of birth"
