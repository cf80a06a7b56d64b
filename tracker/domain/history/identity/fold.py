"""The identity of a young person, folded by trust: names, date of birth and sex.

The newest address counts, but not the newest name: a college's list that spells a name
differently has not renamed the student. The standing of the source comes first, then
the agreement of independent sources, then the day. A different value from a worse
source becomes another name to search by, or a question for an officer to decide (Feeds
1.9 and 2.6).

See decisions 0098 and 0099.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.history.evidence import Detail
from tracker.domain.history.identity import capitals, name_forms
from tracker.domain.history.identity.identity_questions import (
    Declined,
    IdentityQuestion,
    weightiest,
)
from tracker.domain.history.identity.identity_statements import (
    BORN,
    FAMILY,
    GIVEN,
    SEX,
    IdentityStatement,
    Standing,
    in_order,
)
from tracker.domain.history.identity.identity_values import Value, current_of, grouped
from tracker.domain.history.identity.spelling import spelling
from tracker.domain.history.person import Identity


class FoldedIdentity(NamedTuple):
    """The folded identity: the names in their spelling, and every other name.

    Its ``sealed_names`` are former names, shown only to users with the permission. Of
    the numbers and the postcode it has none. ``questions`` are open about it.
    """

    identity: Identity
    questions: tuple[IdentityQuestion, ...] = ()


def agreed(details: Iterable[Detail]) -> FoldedIdentity | None:
    """The identity on which all sources agree, or None where they differ.

    Where they agree, no standing, day or origin has to decide. Most people are folded
    here, with the same result as from ``fold_identity``.
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
    return FoldedIdentity(
        Identity(
            given=given,
            middle=middle,
            family=family,
            born=date.fromisoformat(born.pop()) if born else None,
            sex=sexes.pop() if sexes else None,
        )
    )


@lru_cache(maxsize=50_000)
def _as_written(name: tuple[tuple[str, str], ...]) -> tuple[str, str, str]:
    """The given, middle and family name, where sources give one name only."""
    values = dict(name)
    given, middle, family = (
        capitals.written(name_forms.repaired(text), family=field == FAMILY)
        if (text := values.get(field))
        else ""
        for field in (GIVEN, "middle", FAMILY)
    )
    return given, middle, family


def fold_identity(
    statements: Mapping[str, Sequence[IdentityStatement]],
) -> FoldedIdentity:
    """The identity, from the statements under each of ``SUBJECTS``, in any order."""
    named = _upright(sorted(statements.get("name", ()), key=in_order))
    others = [
        Named(item.detail.get(GIVEN), item.detail.get(FAMILY), item)
        for item in sorted(statements.get("other name", ()), key=in_order)
    ]
    declined = Declined(statements.get("declined", ()))
    sealed = _sealed(statements.get("sealed", ()))
    given, given_questions = _name(GIVEN, named, others, declined)
    family, family_questions = _name(FAMILY, named, others, declined)
    births = statements.get("birth", ())
    born, born_questions = _fact(BORN, births, declined)
    sex, sex_questions = _fact(SEX, births, declined)
    every = _other_names(given, family, named, others)
    questions = (
        *given_questions,
        *family_questions,
        *born_questions,
        *sex_questions,
    )
    return FoldedIdentity(
        Identity(
            given=given,
            middle=_middle(named),
            family=family,
            other_names=tuple(pair for pair in every if not _is_sealed(pair, sealed)),
            sealed_names=tuple(pair for pair in every if _is_sealed(pair, sealed)),
            born=date.fromisoformat(born) if born else None,
            sex=sex,
        ),
        tuple(each for each in questions if not _discloses(each, sealed)),
    )


_Sealed = frozenset[tuple[str, str]]


def _sealed(statements: Sequence[IdentityStatement]) -> _Sealed:
    """The sealed (field, value) pairs of a former identity; names as letters."""
    return frozenset(
        (field, value if field == SEX else name_forms.letters(value))
        for item in statements
        if (field := item.detail.get("field")) and (value := item.detail.get("value"))
    )


def _is_sealed(pair: tuple[str, str], sealed: _Sealed) -> bool:
    given, family = map(name_forms.letters, pair)
    return (GIVEN, given) in sealed or (FAMILY, family) in sealed


def _discloses(question: IdentityQuestion, sealed: _Sealed) -> bool:
    """Whether a question would disclose a sealed value, on either of its sides."""
    values = [question.stands.value, question.other.value]
    if question.field in (GIVEN, FAMILY):
        values = [name_forms.letters(value) for value in values]
    return any((question.field, value) in sealed for value in values)


class Named(NamedTuple):
    """A statement about names, with given and family name the right way round."""

    given: str | None
    family: str | None
    statement: IdentityStatement


def _upright(statements: Sequence[IdentityStatement]) -> list[Named]:
    """The names of each statement, exchanged where a list exchanged its columns.

    Better or more statements with the names the other way round show such a mistake.
    Between two that are equal, the older one is right.
    """
    pairs = [(_text(item, GIVEN), _text(item, FAMILY)) for item in statements]
    spelled = [
        (name_forms.letters(given or ""), name_forms.letters(family or ""))
        for given, family in pairs
    ]
    seen: dict[tuple[str, str], list[IdentityStatement]] = {}
    for pair, item in zip(spelled, statements, strict=True):
        seen.setdefault(pair, []).append(item)
    turned = {
        pair
        for pair, ours in seen.items()
        if all(pair)
        and pair[0] != pair[1]
        and (theirs := seen.get(pair[::-1]))
        and _weight(theirs) < _weight(ours)
    }
    return [
        Named(family, given, item) if pair in turned else Named(given, family, item)
        for (given, family), pair, item in zip(pairs, spelled, statements, strict=True)
    ]


def _weight(statements: Sequence[IdentityStatement]) -> tuple[int, int, int]:
    """A sort key, the weightiest first: standing, independent sources, age."""
    return (
        min(item.standing for item in statements),
        -len({item.origin for item in statements}),
        min(item.as_at for item in statements).toordinal(),
    )


def _text(item: IdentityStatement, field: str) -> str | None:
    text = item.detail.get(field)
    return name_forms.repaired(text) if text else None


def _name(
    field: str,
    named: Sequence[Named],
    others: Sequence[Named],
    declined: Declined,
) -> tuple[str, list[IdentityQuestion]]:
    """The given or family name that stands, and the open question about it."""
    values = _values(field, named)
    if not values:
        return "", []
    family = field == FAMILY
    # Most people have one name in one spelling: they need none of what follows.
    if len({value.text for value in values}) == 1:
        return capitals.written(values[0].text, family=family), []
    groups = grouped(values, name_forms.is_variant if family else _same_given)
    if len(groups) == 1:
        return spelling(groups[0], family=family), []
    also_known_as = _values(field, others)
    current = current_of(values, also_known_as if family else ())
    best = min(value.standing for value in current)
    stands = max(
        (group for group in groups if any(one in current for one in group.values)),
        key=lambda group: (
            group.origins(best, current),
            group.origins(Standing.LIST, current),
            group.newest(best),
            min(group.letters),
        ),
    )
    explained = {value.letters for value in also_known_as}
    if not family:
        explained |= {
            word for each in named for word in name_forms.words(_middle_of(each))
        }
    rivals = [group for group in groups if group.letters.isdisjoint(explained)]
    questions = weightiest(field, stands, rivals, current, declined)
    return spelling(stands, family=family), questions


def _values(field: str, named: Sequence[Named]) -> list[Value]:
    return [
        Value(text, name_forms.letters(text), each.statement)
        for each in named
        if (text := each.given if field == GIVEN else each.family)
    ]


def _middle_of(named: Named) -> str:
    return named.statement.detail.get("middle") or ""


def _same_given(one: str, other: str) -> bool:
    return (
        name_forms.is_variant(one, other)
        or name_forms.is_short_form_of(one, other)
        or name_forms.is_short_form_of(other, one)
    )


def _fact(
    field: str, births: Sequence[IdentityStatement], declined: Declined
) -> tuple[str | None, list[IdentityQuestion]]:
    """The date of birth (ISO) or the sex that stands, and the open question about it.

    Unlike a surname, neither changes in a life. So every statement counts, even an
    older one of a source that has since given another value.
    """
    # Most people have one date of birth, and all sources agree.
    texts = {text for item in births if (text := item.detail.get(field))}
    if len(texts) <= 1:
        return next(iter(texts), None), []
    given = [
        Value(text, text, item)
        for item in sorted(births, key=in_order)
        if (text := item.detail.get(field))
    ]
    known = [
        one
        for one in given
        if field != SEX or one.text in ("F", "M") or one.standing is Standing.OFFICER
    ]
    values = known or given
    groups = grouped(values, str.__eq__)
    current = current_of(values, ())
    best = min(group.best for group in groups)
    decided = values[0].text if best is Standing.OFFICER else None
    stands = max(
        (group for group in groups if group.best == best),
        key=lambda group: (
            decided in group.letters,  # the newest decision
            group.origins(Standing.LIST),
            group.newest(best),
            min(group.letters),
        ),
    )
    questions = weightiest(field, stands, groups, current, declined)
    return stands.values[0].text, questions


def _middle(named: Sequence[Named]) -> str:
    """The middle names from the best source; in full where it gives only an initial."""
    given: list[str] = []
    for each in named:
        text = each.statement.detail.get("middle")
        decided = each.statement.standing is Standing.OFFICER
        if text == "" and decided and not given:
            return ""  # an officer entered that there is none
        if text:
            given.append(text)
    if not given:
        return ""
    full = next(
        (text for text in given if name_forms.is_initial_of(given[0], text)), given[0]
    )
    return capitals.written(name_forms.repaired(full), family=False)


def _other_names(
    given: str, family: str, named: Sequence[Named], others: Sequence[Named]
) -> tuple[tuple[str, str], ...]:
    """Every other name that a source gives, each once, whatever its spelling."""
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
