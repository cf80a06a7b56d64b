"""Whether a number in common is trusted: do its owner's name and birth fit the row?

If a relative's number was copied by mistake, surname, postcode and often birthday agree
all the same (Feeds 2.6), so only the given name shows the difference.

See decisions 0109 and 0114.
"""

from collections.abc import Collection

from tracker.linkage.comparing.comparisons import (
    CLOSE_NAME,
    EXACT_NAME,
    OWN_NAME,
    Agreement,
    Level,
    Prepared,
)
from tracker.linkage.comparing.level_words import in_words
from tracker.linkage.comparing.reasons import listed
from tracker.linkage.names.sibling_names import is_slip
from tracker.linkage.population.own_name import (
    begins_alike,
    is_at_their_home,
    is_crossed_whole,
    is_proven,
    is_whole_in_one_column,
)

_SLIP = frozenset({Level.SWAPPED, Level.CROSSED, Level.ONE_LETTER})
_RELATIVES_HAVE = frozenset({Level.SIMILAR, Level.MIDDLE, Level.INITIAL})
_SLIP_OF_DATE = frozenset({Level.SWAPPED, Level.ONE_DIGIT})


def disagreement(
    row: Prepared, owner: Prepared, agreement: Agreement, kinds: Collection[str]
) -> str | None:
    """The reason not to trust an identifier in common, or None if it is trusted."""
    shared = " and ".join(kinds)
    given = _given(row, owner, agreement, kinds)
    if not _fits(agreement, given, several=len(kinds) > 1):
        another = _IN_WORDS[given] if given in _ANOTHERS else None
        return f"The same {shared}, but {another or _differing(agreement, given)}."
    differing = agreement.numbers(Level.DIFFERENT)
    certain = agreement.born is Level.SAME and agreement.name_is_close
    if differing and not certain:
        return f"The {shared} is the same, the {' and '.join(differing)} is not."
    return None


_ANOTHERS = (Level.MISSING, Level.DIFFERENT)
_IN_WORDS = in_words("of a number's owner")


def _differing(agreement: Agreement, given: Level) -> str:
    """The details that do not fit the owner of a number, in words."""
    found = []
    if given in _IN_WORDS:
        found.append(_IN_WORDS[given])
    elif given not in OWN_NAME | _SLIP:
        found.append("the given name differs")
    if agreement.family not in CLOSE_NAME | {Level.MISSING}:
        found.append("the family name differs")
    if agreement.born is Level.MISSING:
        found.append("there is no date of birth")
    elif agreement.born is not Level.SAME:
        found.append("the date of birth differs")
    if agreement.sex is Level.DIFFERENT:
        found.append("the sex differs")
    return listed(found or ["given and family name are mixed"])


def _given(
    row: Prepared, owner: Prepared, agreement: Agreement, kinds: Collection[str]
) -> Level:
    """The level of the given name, checked more closely for a number in common."""
    given = agreement.given
    crossed = Level.CROSSED in (given, agreement.family)
    if crossed and not is_crossed_whole(row, owner):
        return Level.DIFFERENT
    if given is Level.MISSING and is_whole_in_one_column(row, owner):
        return Level.KNOWN
    if _is_enough(row, owner, agreement, kinds):
        return Level.ONE_LETTER
    if given is Level.PART and not begins_alike(row, owner):
        return Level.DIFFERENT
    return given


def _is_enough(
    row: Prepared, owner: Prepared, agreement: Agreement, kinds: Collection[str]
) -> bool:
    """Whether a weak agreement of given names is enough beside all else that agrees.

    With two numbers a typing error, a middle name or an initial is enough; with one
    number an initial at the same home is. (Twins on record are checked separately.)
    """
    given = agreement.given
    if given is Level.INITIAL:
        return is_at_their_home(agreement)
    if not is_proven(agreement, kinds):
        return False
    slip = given is Level.DIFFERENT and is_slip(row.given, owner.given)
    return slip or given in _RELATIVES_HAVE or given is Level.PART


def _fits(agreement: Agreement, given: Level, *, several: bool) -> bool:
    family, born = agreement.family, agreement.born
    family_fits = family in CLOSE_NAME or family is Level.MISSING
    if agreement.sex is Level.DIFFERENT and given not in EXACT_NAME:
        return False
    if born is Level.SAME:
        # A missing given name does not show whose number it is. Mohammed Ali's brother
        # may be Mohammed Hassan, and Isla Sophia's twin Sophia. With a new surname, or
        # one that was never theirs, the given name has to fit.
        return given in (CLOSE_NAME - _RELATIVES_HAVE if family_fits else OWN_NAME)
    if not family_fits or given not in OWN_NAME | _SLIP:
        return False
    if born is Level.MISSING:
        return Level.CROSSED not in (given, family)
    if born in _SLIP_OF_DATE:
        return True
    # With another date of birth it is a namesake's number, unless more agrees.
    at_home = agreement.postcode is Level.SAME
    return given in EXACT_NAME and family in EXACT_NAME and (at_home or several)
