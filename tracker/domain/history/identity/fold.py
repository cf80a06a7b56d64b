"""Who somebody is, folded by trust: names, date of birth and sex.

An address goes by the newest day, an identity does not: a college's list that writes a
name otherwise has not renamed anybody. The source's standing comes first, then the
agreement of independent sources, then the day. What a worse source says otherwise is a
name to be found by, or a question that a person decides (Feeds 1.9 and 2.6).

See decisions 0098 and 0099.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.history.evidence import Detail
from tracker.domain.history.identity import capitals, name_forms
from tracker.domain.history.identity.identity_questions import (
    Declined,
    IdentityQuestion,
    open_question,
    weightiest,
)
from tracker.domain.history.identity.identity_statements import (
    BORN,
    FAMILY,
    GIVEN,
    SEX,
    Standing,
    Word,
    in_order,
)
from tracker.domain.history.identity.identity_values import Saying, current_of, grouped
from tracker.domain.history.identity.spelling import spelling


@dataclass(frozen=True, slots=True)
class Who:
    """The folded identity: names as they are written, and every other name.

    ``sealed_names`` are former names that are shown to nobody without the permission.
    """

    given: str = ""
    middle: str = ""
    family: str = ""
    other_names: tuple[tuple[str, str], ...] = ()
    sealed_names: tuple[tuple[str, str], ...] = ()
    born: date | None = None
    sex: str | None = None
    questions: tuple[IdentityQuestion, ...] = ()


def agreed(details: Iterable[Detail]) -> Who | None:
    """Who somebody is where every source says the same, else None.

    Then no standing, day or origin decides anything: most people are folded by this,
    and to the same as by ``fold_identity``.
    """
    names: set[tuple[tuple[str, str], ...]] = set()
    born: set[str] = set()
    sexes: set[str] = set()
    for detail in details:
        if detail.about == "name":
            names.add(detail.values)
        elif detail.about == "birth":
            for field, text in detail.values:
                if text:
                    (born if field == BORN else sexes).add(text)
        elif detail.about == "other name":
            return None
    if len(names) > 1 or len(born) > 1 or len(sexes) > 1:
        return None
    given, middle, family = _as_written(next(iter(names), ()))
    return Who(
        given=given,
        middle=middle,
        family=family,
        born=date.fromisoformat(born.pop()) if born else None,
        sex=sexes.pop() if sexes else None,
    )


@lru_cache(maxsize=50_000)
def _as_written(name: tuple[tuple[str, str], ...]) -> tuple[str, str, str]:
    """The given, middle and family name of the only name that is told."""
    told = dict(name)
    given, middle, family = (
        capitals.written(name_forms.repaired(text), family=field == FAMILY)
        if (text := told.get(field))
        else ""
        for field in (GIVEN, "middle", FAMILY)
    )
    return given, middle, family


def fold_identity(words: Mapping[str, Sequence[Word]]) -> Who:
    """Who somebody is, from the words under each of ``SUBJECTS``, in any order."""
    named = _upright(sorted(words.get("name", ()), key=in_order))
    others = [
        Named(word.detail.get(GIVEN), word.detail.get(FAMILY), word)
        for word in sorted(words.get("other name", ()), key=in_order)
    ]
    declined = Declined(words.get("declined", ()))
    sealed = _sealed(words.get("sealed", ()))
    given, given_questions = _name(GIVEN, named, others, declined)
    family, family_questions = _name(FAMILY, named, others, declined)
    births = words.get("birth", ())
    born, born_questions = _fact(BORN, births, declined)
    sex, sex_questions = _fact(SEX, births, declined)
    every = _other_names(given, family, named, others)
    questions = (
        *given_questions,
        *family_questions,
        *born_questions,
        *sex_questions,
    )
    return Who(
        given=given,
        middle=_middle(named),
        family=family,
        other_names=tuple(pair for pair in every if not _is_sealed(pair, sealed)),
        sealed_names=tuple(pair for pair in every if _is_sealed(pair, sealed)),
        born=date.fromisoformat(born) if born else None,
        sex=sex,
        questions=tuple(each for each in questions if not _tells(each, sealed)),
    )


_Sealed = frozenset[tuple[str, str]]


def _sealed(words: Sequence[Word]) -> _Sealed:
    """The (field, value) of a former identity that are sealed; names as letters."""
    return frozenset(
        (field, value if field == SEX else name_forms.letters(value))
        for word in words
        if (field := word.detail.get("field")) and (value := word.detail.get("value"))
    )


def _is_sealed(pair: tuple[str, str], sealed: _Sealed) -> bool:
    given, family = map(name_forms.letters, pair)
    return (GIVEN, given) in sealed or (FAMILY, family) in sealed


def _tells(question: IdentityQuestion, sealed: _Sealed) -> bool:
    """Whether a question would show what is sealed, on either of its sides."""
    values = [question.stands.value, question.other.value]
    if question.field in (GIVEN, FAMILY):
        values = [name_forms.letters(value) for value in values]
    return any((question.field, value) in sealed for value in values)


class Named(NamedTuple):
    """A word about names, given and family name the right way round."""

    given: str | None
    family: str | None
    word: Word


def _upright(words: Sequence[Word]) -> list[Named]:
    """The names of each word, exchanged where a list exchanged its columns.

    Better or more words that have them the other way show it; of two that are equal the
    older is believed.
    """
    pairs = [(_text(word, GIVEN), _text(word, FAMILY)) for word in words]
    spelled = [
        (name_forms.letters(given or ""), name_forms.letters(family or ""))
        for given, family in pairs
    ]
    seen: dict[tuple[str, str], list[Word]] = {}
    for pair, word in zip(spelled, words, strict=True):
        seen.setdefault(pair, []).append(word)
    turned = {
        pair
        for pair, ours in seen.items()
        if all(pair)
        and pair[0] != pair[1]
        and (theirs := seen.get(pair[::-1]))
        and _weight(theirs) < _weight(ours)
    }
    return [
        Named(family, given, word) if pair in turned else Named(given, family, word)
        for (given, family), pair, word in zip(pairs, spelled, words, strict=True)
    ]


def _weight(words: Sequence[Word]) -> tuple[int, int, int]:
    """The smaller the more it weighs: standing, independent sources, the older."""
    return (
        min(word.standing for word in words),
        -len({word.origin for word in words}),
        min(word.as_at for word in words).toordinal(),
    )


def _text(word: Word, field: str) -> str | None:
    text = word.detail.get(field)
    return name_forms.repaired(text) if text else None


def _name(
    field: str,
    named: Sequence[Named],
    others: Sequence[Named],
    declined: Declined,
) -> tuple[str, list[IdentityQuestion]]:
    """The given or the family name that stands, and what is to be decided about it."""
    sayings = _sayings(field, named)
    if not sayings:
        return "", []
    family = field == FAMILY
    if len({saying.text for saying in sayings}) == 1:
        return capitals.written(sayings[0].text, family=family), []
    groups = grouped(sayings, _same_family if family else _same_given)
    if len(groups) == 1:
        return spelling(groups[0], family=family), []
    known_as = _sayings(field, others)
    current = current_of(sayings, known_as if family else ())
    best = min(saying.word.standing for saying in current)
    stands = max(
        (group for group in groups if any(one in current for one in group.sayings)),
        key=lambda group: (
            group.origins(best, current),
            group.origins(Standing.LIST, current)
            if group.origins(best, current)
            else 0,
            group.newest(best),
            min(group.letters),
        ),
    )
    explained = {saying.letters for saying in known_as}
    if not family:
        explained |= {
            word for each in named for word in name_forms.words(_middle_of(each))
        }
    questions = [
        asked
        for group in groups
        if group is not stands
        and group.letters.isdisjoint(explained)
        and (asked := open_question(field, stands, group, current, declined))
    ]
    return spelling(stands, family=family), weightiest(questions)


def _sayings(field: str, named: Sequence[Named]) -> list[Saying]:
    return [
        Saying(text, name_forms.letters(text), each.word)
        for each in named
        if (text := each.given if field == GIVEN else each.family)
    ]


def _middle_of(named: Named) -> str:
    return named.word.detail.get("middle") or ""


def _same_family(one: str, other: str) -> bool:
    return name_forms.is_variant(one, other)


def _same_given(one: str, other: str) -> bool:
    return (
        name_forms.is_variant(one, other)
        or name_forms.is_short_form_of(one, other)
        or name_forms.is_short_form_of(other, one)
    )


def _fact(
    field: str, births: Sequence[Word], declined: Declined
) -> tuple[str | None, list[IdentityQuestion]]:
    """The date of birth (ISO) or the sex that stands, and what is to be decided.

    Neither changes in a life as a surname does, so every word counts, also an older one
    of a source that says otherwise now.
    """
    texts = {text for word in births if (text := word.detail.get(field))}
    if len(texts) <= 1:
        return next(iter(texts), None), []
    given = [
        Saying(text, text, word)
        for word in sorted(births, key=in_order)
        if (text := word.detail.get(field))
    ]
    known = [one for one in given if field != SEX or one.text in ("F", "M")]
    sayings = known or given
    groups = grouped(sayings, str.__eq__)
    if len(groups) == 1:
        return sayings[0].text, []
    current = current_of(sayings, ())
    best = min(group.best for group in groups)
    stands = max(
        (group for group in groups if group.best == best),
        key=lambda group: (
            group.newest(best) if best is Standing.OFFICER else date.min,
            group.origins(Standing.LIST) or 0,
            group.newest(best),
            min(group.letters),
        ),
    )
    questions = [
        asked
        for group in groups
        if group is not stands
        and (asked := open_question(field, stands, group, current, declined))
    ]
    return stands.sayings[0].text, weightiest(questions)


def _middle(named: Sequence[Named]) -> str:
    """The middle names of the best source, in full where it has but an initial."""
    given = [text for each in named if (text := _middle_of(each))]
    if not given:
        return ""
    full = next(
        (text for text in given if name_forms.is_initial_of(given[0], text)), given[0]
    )
    return capitals.written(name_forms.repaired(full), family=False)


def _other_names(
    given: str, family: str, named: Sequence[Named], others: Sequence[Named]
) -> tuple[tuple[str, str], ...]:
    """Every other name that a source gives, each once, however it is written."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for each in (*named, *others):
        pair = (
            capitals.written(each.given or "", family=False) or given,
            capitals.written(each.family or "", family=True) or family,
        )
        key = name_forms.letters(pair[0]), name_forms.letters(pair[1])
        found.setdefault(key, pair)
    found.pop((name_forms.letters(given), name_forms.letters(family)), None)
    return tuple(sorted(found.values()))
