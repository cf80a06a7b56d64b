"""What a person has to decide about somebody's identity, and what was decided.

See decision 0099.
"""

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
    Standing,
    Word,
)
from tracker.domain.history.identity.identity_values import Group, Saying
from tracker.domain.history.identity.spelling import spelling


class Said(NamedTuple):
    """A source that gives a value: its name, the institution's key if one sent it, the
    newest day that it speaks of, and how often it gives it."""

    source: str
    place: str | None
    as_at: date
    times: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A value, and the sources that give it, the best first."""

    value: str
    sources: tuple[Said, ...]

    @property
    def newest(self) -> date:
        return max(said.as_at for said in self.sources)


@dataclass(frozen=True, slots=True)
class IdentityQuestion:
    """Two values of one field that a person has to decide between.

    ``field`` is given, family, born or sex. ``stands`` is what is used until somebody
    decides. ``standing`` is that of the best source of ``other``; ``alike`` says what
    kind of difference it is, so that many can be decided at once; ``lines`` are those
    (batch, file, line) that claim the newer of the two. ``changed`` says that the best
    source itself brought the one that stands.
    """

    field: str
    stands: Claim
    other: Claim
    standing: Standing
    alike: str
    as_at: date
    lines: frozenset[tuple[int, str | None, int | None]] = frozenset()
    changed: bool = False


class Declined:
    """What an officer has decided against; only a better source asks it again."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._said: dict[tuple[str, str], list[tuple[int, date]]] = {}
        for word in words:
            field, value = word.detail.get("field"), word.detail.get("value")
            if field and value:
                standing = int(word.detail.get("standing") or Standing.LIST)
                key = (
                    field,
                    value if field in (BORN, SEX) else name_forms.letters(value),
                )
                self._said.setdefault(key, []).append((standing, word.as_at))

    def has(
        self, field: str, letters: Iterable[str], standing: Standing, as_at: date
    ) -> bool:
        return any(
            standing >= then or as_at <= on
            for each in letters
            for then, on in self._said.get((field, each), ())
        )


def open_question(
    field: str,
    stands: Group,
    other: Group,
    current: set[Saying],
    declined: Declined,
) -> IdentityQuestion | None:
    """What a person has to decide between two values, or None where nothing is open.

    It is open where a source gives the other value as at a day after the last on which
    a source at least as good gave the one that stands; and where the one that stands
    is a change that the best sources themselves brought.
    """
    claims = [
        saying
        for saying in other.sayings
        if saying in current
        and saying.word.as_at > stands.newest(saying.word.standing)
        and (field != GIVEN or saying.word.standing <= stands.best)
    ]
    brought = claims
    if not claims:
        was = [s for s in other.sayings if s.word.standing <= stands.best]
        if (
            stands.best is Standing.OFFICER
            or not was
            or other.newest(stands.best) >= stands.first(stands.best)
        ):
            return None
        brought = [s for s in stands.sayings if s.word.standing == stands.best]
    standing = min(saying.word.standing for saying in claims or other.sayings)
    as_at = max(saying.word.as_at for saying in brought)
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
            for source in (saying.word.source for saying in brought)
            if source.batch is not None
        ),
    )


def weightiest(questions: list[IdentityQuestion]) -> list[IdentityQuestion]:
    """The weightiest question about a field; the next is asked when it is answered."""
    questions.sort(
        key=lambda one: (one.standing, -one.as_at.toordinal(), one.other.value)
    )
    return questions[:1]


def _shown(field: str, group: Group) -> str:
    if field in (BORN, SEX):
        return group.sayings[0].text
    return spelling(group, family=field == FAMILY)


def _sources(group: Group) -> tuple[Said, ...]:
    """The sources of a value, the best first and of equals the newest."""
    days: dict[tuple[int, str, str | None], list[date]] = {}
    for saying in group.sayings:
        word = saying.word
        key = (word.standing, word.source.name, word.place)
        days.setdefault(key, []).append(word.as_at)
    ranked = sorted(
        days.items(),
        key=lambda each: (
            each[0][0],
            -max(each[1]).toordinal(),
            each[0][1],
            each[0][2] or "",
        ),
    )
    return tuple(
        Said(source, place, max(given), len(given))
        for (_, source, place), given in ranked
    )


def _alike(field: str, one: str, other: str) -> str:
    """The kind of difference, in words: questions of one kind are decided together."""
    if field == SEX:
        return "another sex"
    if field != BORN:
        return "another surname" if field == FAMILY else "another given name"
    if (one[:4], one[5:7], one[8:]) == (other[:4], other[8:], other[5:7]):
        return "day and month exchanged"
    unlike = sum(a != b for a, b in zip(one, other, strict=True))
    return "one digit different" if unlike == 1 else "another date of birth"
