"""What a weighed person amounts to: may be taken, has to be looked at, or is nobody.

Chances cannot know that twins exist, nor that a number was copied: a person is taken
automatically only where nothing contradicts it, and then only within the budget of
expected wrong matches (``budget.py``). Everything here is about rows that no identifier
and no exact particulars have decided.

See decisions 0013 and 0025.
"""

from enum import IntEnum

from tracker.linkage.comparing.comparisons import (
    CLOSE_NAME,
    EXACT_NAME,
    Agreement,
    Level,
)

WORTH_A_LOOK_FROM = 0.1
SCORED_FROM = 0.001  # below this a pair is not even judged


class Verdict(IntEnum):
    """In the order of how much it asks of a person."""

    NOBODY = 0
    LOOK = 1
    COUNTED = 2


def judge(agreement: Agreement, probability: float) -> Verdict:
    """The verdict on one pair of a row and a person."""
    if _is_somebody_else(agreement):
        return Verdict.NOBODY
    if agreement.looks_like_a_twin:
        return Verdict.LOOK
    likely = probability >= WORTH_A_LOOK_FROM
    if not agreement.name_is_close:
        worth = likely and _one_name_at_home(agreement)
    elif agreement.born in (Level.DIFFERENT, Level.MISSING):
        worth = _without_date(agreement, likely=likely)
    else:
        worth = likely or _is_name_and_date(agreement) or _is_of_the_home(agreement)
    if worth and _may_be_counted(agreement):
        return Verdict.COUNTED
    return Verdict.LOOK if worth else Verdict.NOBODY


def _is_name_and_date(agreement: Agreement) -> bool:
    known_form = agreement.given in (*EXACT_NAME, Level.PART, Level.SHORT_FORM)
    return (
        known_form and agreement.family in EXACT_NAME and agreement.born is Level.SAME
    )


def _is_of_the_home(agreement: Agreement) -> bool:
    """Born on one day into one family at one address, whatever the given name is worth:
    else Beth would be made a second record beside Bethany.
    """
    return agreement.born is Level.SAME and agreement.postcode is Level.SAME


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


def _one_name_at_home(agreement: Agreement) -> bool:
    """A new surname at the old address, or a given name nobody knew them under."""
    kept_given = agreement.given in CLOSE_NAME and agreement.family is Level.DIFFERENT
    settled = agreement.postcode is Level.SAME or (
        agreement.postcode is Level.DISTRICT
        and agreement.middle is Level.SAME
        and agreement.given in EXACT_NAME
    )
    return (
        kept_given
        and settled
        and agreement.born is Level.SAME
        and agreement.sex is not Level.DIFFERENT
    )


def _without_date(agreement: Agreement, *, likely: bool) -> bool:
    """The same name at the same address with another date of birth, or with none.

    Without a date of birth the name alone is worth a look where it is rare.
    """
    at_home = agreement.postcode is Level.SAME and agreement.sex is not Level.DIFFERENT
    if agreement.born is Level.MISSING:
        return likely and (at_home or agreement.name_is_exact)
    return at_home and agreement.name_is_exact


def _may_be_counted(agreement: Agreement) -> bool:
    """Whether nothing contradicts the match, so that chances may decide it.

    A date of birth with day and month exchanged or one digit wrong is always looked at
    (Feeds 2.6), and so is another given name.
    """
    return (
        agreement.born is Level.SAME
        and agreement.given in CLOSE_NAME
        and agreement.given is not Level.CROSSED
        and Level.DIFFERENT not in (agreement.upn, agreement.uln, agreement.sex)
    )
