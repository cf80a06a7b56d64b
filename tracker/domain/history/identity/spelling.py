"""The spelling of a name that stands: without lost letters and not in capitals."""

from collections.abc import Sequence

from tracker.domain.history.identity import capitals, name_forms
from tracker.domain.history.identity.identity_statements import Standing, in_order
from tracker.domain.history.identity.identity_values import Group, Value


def spelling(group: Group, *, family: bool) -> str:
    """The spelling of the best source, unless it has lost letters or is cut short."""
    forms: dict[str, list[Value]] = {}
    for value in _not_replaced(group.values):
        forms.setdefault(value.letters, []).append(value)
    texts = {letters: given[0].text for letters, given in forms.items()}

    def rank(letters: str) -> tuple[bool, bool, int, bool, int, int, int, str]:
        given = forms[letters]
        best = min(value.standing for value in given)
        return (
            all(name_forms.has_lost_letters(value.text) for value in given),
            any(
                name_forms.is_initial_of(texts[letters], one) for one in texts.values()
            ),
            best,
            any(
                _is_less(texts[letters], texts[other], family=family)
                for other, theirs in forms.items()
                if min(value.standing for value in theirs) == best
            ),
            -len({value.statement.origin for value in given}),
            -len(given),
            min(value.as_at for value in given).toordinal(),
            letters,
        )

    given = forms[min(forms, key=rank)]
    best = min(given, key=_as_written)
    if capitals.is_written(best.text):
        return capitals.written(best.text, family=family)
    for value in sorted(given, key=_as_written):
        written = capitals.is_written(value.text)
        if written and value.text.casefold() == best.text.casefold():
            return value.text
    return capitals.written(best.text, family=family)


def _not_replaced(values: Sequence[Value]) -> list[Value]:
    """The values without those of officers that a later decision replaced."""
    officers = [each for each in values if each.standing is Standing.OFFICER]
    if len(officers) < 2:
        return list(values)
    last = min(officers, key=lambda each: in_order(each.statement))
    return [
        each for each in values if each is last or each.standing is not Standing.OFFICER
    ]


def _is_less(one: str, other: str, *, family: bool) -> bool:
    """Whether a form is a part of another, or its short form."""
    if set(name_forms.words(one)) < set(name_forms.words(other)):
        return True
    return not family and name_forms.is_short_form_of(one, other)


def _as_written(value: Value) -> tuple[bool, int, bool, bool, int, int, str]:
    """A sort key for spellings that differ only in case, accents and spacing.

    Programs lose accents and never add them. So among the registers the one that has
    them is right.
    """
    standing = value.standing
    register = standing in (Standing.CENSUS, Standing.EARLIER_SYSTEM)
    return (
        name_forms.has_lost_letters(value.text),
        Standing.CENSUS if register else standing,
        value.text.isascii(),
        not capitals.is_written(value.text),
        standing,
        -value.as_at.toordinal(),
        value.text,
    )
