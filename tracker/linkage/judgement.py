"""What a scored pair amounts to: safe to take, for somebody to look at, or nobody.

Splink says how likely it is that two records are one person; it cannot know that twins
exist. So a pair is taken automatically only if the score is high, what agrees is more
than names and date of birth, and nothing contradicts it. Everything here is about rows
that no identifier and no exact particulars have decided.
"""

from dataclasses import dataclass
from enum import IntEnum

from tracker.linkage.comparisons import CLOSE_NAME, EXACT_NAME, Agreement, Level

SURE_FROM = 0.999  # probability below which nothing is automatic
WORTH_A_LOOK_FROM = 0.1
SCORED_FROM = 0.001  # below this a pair is not even judged


class Verdict(IntEnum):
    """In the order of how much it asks of a person."""

    NOBODY = 0
    LOOK = 1
    SAFE = 2


@dataclass(frozen=True, slots=True)
class Context:
    """What the population adds to a pair: is this spelling a name, is the name rare."""

    given_is_a_name: bool
    name_is_unique: bool


def judge(agreement: Agreement, probability: float, context: Context) -> Verdict:
    """The verdict on one pair of a row and a person."""
    if _is_somebody_else(agreement):
        return Verdict.NOBODY
    if agreement.looks_like_a_twin:
        return Verdict.LOOK
    if not agreement.name_is_close:
        return _with_one_name_only(agreement, probability)
    if agreement.born in (Level.DIFFERENT, Level.MISSING):
        return _without_date(agreement, probability)
    known_form = agreement.given in (*EXACT_NAME, Level.PART, Level.SHORT_FORM)
    name_and_date = (
        known_form and agreement.family in EXACT_NAME and agreement.born is Level.SAME
    )
    if probability < WORTH_A_LOOK_FROM and not name_and_date:
        return Verdict.NOBODY
    safe = (
        probability >= SURE_FROM
        and not _is_contradicted(agreement)
        and _is_corroborated(agreement, context)
    )
    return Verdict.SAFE if safe else Verdict.LOOK


def _is_somebody_else(agreement: Agreement) -> bool:
    """Contradictions that outweigh whatever else agrees.

    Two ULNs are two people unless name and date of birth say the same; twins have the
    same everything except the given name, and a ULN, UPN or sex of their own.
    """
    numbers = Level.DIFFERENT in (agreement.upn, agreement.uln)
    whole_name_and_date = agreement.name_is_exact and agreement.born is Level.SAME
    if agreement.uln is Level.DIFFERENT and not whole_name_and_date:
        return True
    if numbers and not (agreement.name_is_close and agreement.born is Level.SAME):
        return True
    return agreement.given is Level.DIFFERENT and agreement.sex is Level.DIFFERENT


def _with_one_name_only(agreement: Agreement, probability: float) -> Verdict:
    """A new surname at the old address, or a given name nobody knew them under."""
    kept_given = agreement.given in CLOSE_NAME and agreement.family is Level.DIFFERENT
    settled = agreement.postcode is Level.SAME or (
        agreement.postcode is Level.DISTRICT
        and agreement.middle is Level.SAME
        and agreement.given in EXACT_NAME
    )
    if (
        kept_given
        and settled
        and agreement.born is Level.SAME
        and agreement.sex is not Level.DIFFERENT
        and probability >= WORTH_A_LOOK_FROM
    ):
        return Verdict.LOOK
    return Verdict.NOBODY


def _without_date(agreement: Agreement, probability: float) -> Verdict:
    """The same name at the same address with another date of birth, or with none."""
    at_home = agreement.postcode is Level.SAME and agreement.sex is not Level.DIFFERENT
    if agreement.born is Level.MISSING:
        likely = at_home and probability >= WORTH_A_LOOK_FROM
    else:
        likely = at_home and agreement.name_is_exact
    return Verdict.LOOK if likely else Verdict.NOBODY


def _is_contradicted(agreement: Agreement) -> bool:
    return Level.DIFFERENT in (
        agreement.upn,
        agreement.uln,
        agreement.sex,
        agreement.middle,
    )


def _is_corroborated(  # noqa: PLR0911 - one reason after the other
    agreement: Agreement, context: Context
) -> bool:
    """Whether more than names and date of birth agree, and no two of them are loose.

    A date of birth with day and month exchanged or one digit wrong is always looked at
    (feeds page, 2.6).
    """
    loose_given = agreement.given not in EXACT_NAME
    loose_family = agreement.family not in EXACT_NAME
    swapped = agreement.given is agreement.family is Level.SWAPPED
    if agreement.born is not Level.SAME:
        return False
    if agreement.postcode is Level.SAME:
        if swapped:
            return True
        if loose_given and loose_family:
            return False
        if Level.CROSSED in (agreement.given, agreement.family):
            return False
        # A given name that is spelled almost alike may be a twin's, unless the
        # spelling is nobody's name and so a slip of the keyboard.
        # A middle name in the place of the given one may be a twin's as well.
        if agreement.given in (Level.SIMILAR, Level.MIDDLE):
            return False
        if agreement.given is Level.ONE_LETTER:
            return not context.given_is_a_name
        return agreement.given in CLOSE_NAME
    if agreement.postcode is Level.DISTRICT and agreement.name_is_exact:
        return agreement.sex is Level.SAME and (
            agreement.middle is Level.SAME or context.name_is_unique
        )
    return False
