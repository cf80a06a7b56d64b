"""Whether a given name is the person's own, written otherwise, or another child's.

Lucas is a spelling of Luke and may be his twin; Sam is short for Samantha and may be
her brother. So what one name may become is not enough: it must not be a name of its
own, unless two independent numbers say whose row it is.

See decision 0114.
"""

from collections.abc import Collection, Iterable

from tracker.domain.history.identity.name_forms import fits_lost
from tracker.domain.history.identity.short_forms import are_one_name, is_of_both_sexes
from tracker.linkage.comparing.comparisons import (
    EXACT_NAME,
    ONE_LETTER_FROM,
    SIMILAR_FROM,
    Agreement,
    Level,
    Prepared,
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

#: A spelling that so many strangers have is a name, and not a slip.
_A_NAME = 1 / 20_000
#: A given name so common stands before another in many families.
_SHARED_BY_BROTHERS = 1 / 200
#: So much shorter is a name that was clipped.
_LETTERS_CLIPPED = 2
BOTH = frozenset({"UPN", "ULN"})
#: Ways in which a slip of the keyboard is written, and another child's name as well.
SPELLED_ALIKE = frozenset({Level.ONE_LETTER, Level.SIMILAR, Level.DIFFERENT})


def is_proven(agreement: Agreement, kinds: Collection[str]) -> bool:
    """Whether two independent numbers, birthday, surname and home are all the same."""
    both = {kind.removeprefix("former ") for kind in kinds} >= BOTH
    return both and is_at_their_home(agreement)


def is_at_their_home(agreement: Agreement) -> bool:
    """Whether birthday, surname and home are the same, and the sex if it is given."""
    return (
        agreement.born is Level.SAME
        and agreement.family in EXACT_NAME
        and agreement.postcode is Level.SAME
        and agreement.sex is not Level.DIFFERENT
    )


def is_at_home(given: str, there: Iterable[Prepared]) -> bool:
    """Whether one of these other people of a home is called just that."""
    return any(given in one.given_names | one.given_parts for one in there)


def is_crossed_whole(row: Prepared, held: Prepared) -> bool:
    """Whether of two names in each other's place the half that differs agrees too.

    A surname among the given names says nothing of whose row it is.
    """
    if row.given == held.family:
        return _is_alike(row.family, row.family_parts, held.given, held.given_parts)
    return _is_alike(row.given, row.given_parts, held.family, held.family_parts)


def _is_alike(
    one: str, parts: frozenset[str], other: str, others: frozenset[str]
) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

    if one == other or short_form_links(one) & short_form_links(other):
        return True
    if parts and others and (parts <= others or others <= parts):
        return True
    if min(len(one), len(other)) < ONE_LETTER_FROM:
        return False
    return (
        DamerauLevenshtein.distance(one, other) <= 1
        or JaroWinkler.similarity(one, other) >= SIMILAR_FROM
    )


def is_whole_in_one_column(row: Prepared, held: Prepared) -> bool:
    """Whether the whole name stands in the column of the surname."""
    whole = held.given_parts | held.family_parts
    return not row.given and bool(held.given_parts) and row.family_parts == whole


def begins_alike(row: Prepared, held: Prepared) -> bool:
    """Whether the first word of both given names is one: Anton Evan is not Evan."""
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
    """Whether the row's given name is a name of its own and not the person's: a slip
    would have made one, as Sophie of Sophia, or brothers share it, as Muhammad.

    ``proven``: two numbers say whose row it is, so that a short name may have a slip.
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
    """Se?n of Sean: in the two halves a letter of one word is lost."""
    halves = len(row.given_parts) > len(held.given_parts)
    return halves and is_slip(row.given, held.given)


def _is_surely_short(row: Prepared, held: Prepared, agreement: Agreement) -> bool:
    if is_of_either_sex(row, held, agreement):
        return False
    return is_its_form(row.given, held.given)


def is_of_either_sex(row: Prepared, held: Prepared, agreement: Agreement) -> bool:
    """Sam may be Samantha's brother where a list says nothing of the sex."""
    of_both = any(is_of_both_sexes(one.given.lower()) for one in (row, held))
    return of_both and agreement.sex is not Level.SAME


def is_one_name(one: str, other: str) -> bool:
    """Whether of two (spelled) names in their own right one is the other, shortened or
    transcribed, which both numbers then prove: Beth of Elizabeth, Tom of Thomas,
    Muhammad of Mohammed. Hassan and Hussain, Anna and Hannah, Lewis and Louis are
    sisters and brothers, and one may have both numbers of the other.
    """
    short, full = sorted((one, other), key=len)
    if short in full and len(full) - len(short) > _LETTERS_CLIPPED:
        return True
    return is_its_form(one, other) or have_same_consonants(one, other)


def is_its_form(one: str, other: str) -> bool:
    """Whether no two children of a family are called so: Liv and Olivia, Shaun and
    Sean, Tom and Thomas; but Lucas and Luke may be twins, and Harry and Harrison.
    """
    return are_one_name(one.lower(), other.lower()) or _is_clipped(one, other)


def _is_clipped(one: str, other: str) -> bool:
    """Tom of Thomas, Josh of Joshua: no two children of one sex are called so. But
    Harry and Harrison are, Rose and Rosie, Louis and Louise.
    """
    short, full = sorted((one, other), key=len)
    if len(full) - len(short) < _LETTERS_CLIPPED or short[0] != full[0]:
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)
