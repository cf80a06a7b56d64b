"""Whether a given name is the person's own in another form, or another child's.

Lucas is a form of Luke and may be his twin; Sam is short for Samantha and may be her
brother. So a possible form of a name does not count if it is also a name of its own,
unless two independent numbers show whose row it is.

See decision 0114.
"""

from collections.abc import Collection, Iterable

from tracker.domain.history.identity.name_forms import fits_lost
from tracker.domain.history.identity.short_forms import are_one_name, is_of_both_sexes
from tracker.linkage.comparing.comparisons import (
    EXACT_NAME,
    ONE_LETTER_FROM,
    Agreement,
    Level,
    Prepared,
    has_all_of_one,
    spelling,
)
from tracker.linkage.names.compared_names import short_form_links
from tracker.linkage.names.sibling_names import (
    are_near,
    are_sisters_and_brothers,
    do_rhyme,
    have_same_consonants,
    is_slip,
    sounds_alike,
)
from tracker.linkage.population.name_chances import NameChances

#: A spelling with this share of strangers is a name, not a typing error.
_A_NAME = 1 / 20_000
#: A given name this common comes before another name in many families.
_SHARED_BY_BROTHERS = 1 / 200
#: A clipped name is shorter by at least this many letters.
_LETTERS_CLIPPED = 2
BOTH = frozenset({"UPN", "ULN"})
#: The levels of a typing error, which another child's name may have as well.
SPELLED_ALIKE = frozenset({Level.ONE_LETTER, Level.SIMILAR, Level.DIFFERENT})


def is_proven(agreement: Agreement, kinds: Collection[str]) -> bool:
    """Whether two independent numbers, birthday, surname and home all agree."""
    both = {kind.removeprefix("former ") for kind in kinds} >= BOTH
    return both and is_at_their_home(agreement)


def is_at_their_home(agreement: Agreement) -> bool:
    """Whether birthday, surname and home agree, and the sex if it is given."""
    return (
        agreement.born is Level.SAME
        and agreement.family in EXACT_NAME
        and agreement.postcode is Level.SAME
        and agreement.sex is not Level.DIFFERENT
    )


def is_at_home(given: str, others: Iterable[Prepared]) -> bool:
    """Whether one of the other people of a home has exactly this given name."""
    return any(given in one.given_names | one.given_parts for one in others)


def is_crossed_whole(row: Prepared, held: Prepared) -> bool:
    """Whether, with names in exchanged columns, the other half agrees too.

    A surname in the column of given names does not show whose row it is.
    """
    if row.given == held.family:
        return _is_alike(row.family, row.family_parts, held.given, held.given_parts)
    return _is_alike(row.given, row.given_parts, held.family, held.family_parts)


def _is_alike(
    one: str, parts: frozenset[str], other: str, others: frozenset[str]
) -> bool:
    if one == other or short_form_links(one) & short_form_links(other):
        return True
    if has_all_of_one(parts, others):
        return True
    long_enough = min(len(one), len(other)) >= ONE_LETTER_FROM
    return long_enough and spelling(one, other) is not Level.DIFFERENT


def is_whole_in_one_column(row: Prepared, held: Prepared) -> bool:
    """Whether the surname column has the whole name."""
    whole = held.given_parts | held.family_parts
    return not row.given and bool(held.given_parts) and row.family_parts == whole


def begins_alike(row: Prepared, held: Prepared) -> bool:
    """Whether both given names have the same first word: Anton Evan is not Evan."""
    one, other = _first_word(row), _first_word(held)
    return one == other or bool(short_form_links(one) & short_form_links(other))


def _first_word(one: Prepared) -> str:
    starts = [part for part in one.given_parts if one.given.startswith(part)]
    return max(starts, key=len, default=one.given)


def is_another_name(
    row: Prepared,
    held: Prepared,
    agreement: Agreement,
    names: NameChances,
    *,
    proven: bool = False,
) -> bool:
    """Whether the row's given name is a name of its own and not the person's.

    It may look like a typing error, as Sophie for Sophia, or be a name that brothers
    share, as Muhammad. ``proven``: two numbers show whose row it is, so that a short
    name may have a typing error.
    """
    level = agreement.given
    if row.marks and fits_lost(row.marks, held.given.lower()):
        return False
    if level is Level.PART:
        common = names.given(row.given) >= _SHARED_BY_BROTHERS
        return common or not begins_alike(row, held)
    is_a_name = names.registered(row.given) >= _A_NAME
    if level is Level.SHORT_FORM:
        return is_a_name and not _is_surely_short(row, held, agreement)
    if level not in SPELLED_ALIKE or sounds_alike(row.given, held.given):
        return False
    if is_a_name or _is_broken(row, held):
        return is_a_name and not (
            level is Level.DIFFERENT and have_same_consonants(row.given, held.given)
        )
    return (
        are_sisters_and_brothers(row.given, held.given)
        or (level is Level.ONE_LETTER and do_rhyme(row.given, held.given))
        or (not proven and are_near(row.given, held.given))
    )


def _is_broken(row: Prepared, held: Prepared) -> bool:
    """Whether a lost letter broke the name into two words: "Se?n" for Sean."""
    halves = len(row.given_parts) > len(held.given_parts)
    return halves and is_slip(row.given, held.given)


def _is_surely_short(row: Prepared, held: Prepared, agreement: Agreement) -> bool:
    if is_of_either_sex(row, held, agreement):
        return False
    return is_its_form(row.given, held.given)


def is_of_either_sex(row: Prepared, held: Prepared, agreement: Agreement) -> bool:
    """Whether both sexes have the name, and no sex agrees on both sides: Sam."""
    of_both = any(is_of_both_sexes(one.given.lower()) for one in (row, held))
    return of_both and agreement.sex is not Level.SAME


def is_one_name(one: str, other: str) -> bool:
    """Whether one of two spelled names is a shortened or transcribed form of the other.

    Both numbers then prove it: Beth and Elizabeth, Tom and Thomas, Muhammad and
    Mohammed. Hassan and Hussain, Anna and Hannah, Lewis and Louis are names of
    siblings, and one may have both numbers of the other.
    """
    short, full = sorted((one, other), key=len)
    if short in full and len(full) - len(short) > _LETTERS_CLIPPED:
        return True
    return is_its_form(one, other) or have_same_consonants(one, other)


def is_its_form(one: str, other: str) -> bool:
    """Whether the names are forms of one name that siblings do not both have.

    Liv and Olivia, Shaun and Sean, Tom and Thomas are; but Lucas and Luke may be twins,
    and so may Harry and Harrison.
    """
    return are_one_name(one.lower(), other.lower()) or _is_clipped(one, other)


def _is_clipped(one: str, other: str) -> bool:
    """Whether one name is clipped from the other: Tom and Thomas, Josh and Joshua.

    Siblings of one sex do not have such names. But they may be called Harry and
    Harrison, Rose and Rosie, Louis and Louise.
    """
    short, full = sorted((one, other), key=len)
    if len(full) - len(short) < _LETTERS_CLIPPED or short[0] != full[0]:
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)
