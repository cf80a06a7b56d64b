"""The verdict on a person compared with a row: automatic, to be reviewed, or no match.

A calculated chance takes no account of a twin, nor of a number copied by mistake. So a
match is automatic only if nothing contradicts it, and then only within the budget of
expected wrong matches (``error_budget.py``). Only rows that neither identifiers nor
exact particulars have decided are judged here.

See decisions 0013 and 0025.
"""

from enum import IntEnum

from tracker.linkage.comparing.comparisons import (
    CLOSE_NAME,
    EXACT_NAME,
    OWN_NAME,
    Agreement,
    Level,
)

WORTH_A_LOOK_FROM = 0.1
SCORED_FROM = 0.001  # below this a pair is not even judged


class Verdict(IntEnum):
    """From the weakest to the strongest; ``COUNTED`` may be decided by chances."""

    NO_MATCH = 0
    LOOK = 1
    COUNTED = 2


def judge(agreement: Agreement, probability: float) -> Verdict:
    """The verdict on one pair of a row and a person."""
    if _is_another_person(agreement):
        return Verdict.NO_MATCH
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
    return Verdict.LOOK if worth else Verdict.NO_MATCH


def _is_name_and_date(agreement: Agreement) -> bool:
    known_names = agreement.given in OWN_NAME and agreement.family in EXACT_NAME
    return known_names and agreement.born is Level.SAME


def _is_of_the_home(agreement: Agreement) -> bool:
    """Whether birthday and postcode are the same, whatever the given name.

    Otherwise Beth would become a second record beside Bethany.
    """
    return agreement.born is Level.SAME and agreement.postcode is Level.SAME


def _is_another_person(agreement: Agreement) -> bool:
    """Whether contradictions outweigh everything that agrees.

    Two ULNs are two people unless name and date of birth agree. Twins agree in all but
    the given name, and have a ULN, UPN or sex of their own.
    """
    close = agreement.name_is_close and agreement.born is Level.SAME
    if agreement.uln is Level.DIFFERENT and not agreement.is_exact:
        return True
    if agreement.has_another_number and not close:
        return True
    return agreement.given is Level.DIFFERENT and agreement.sex is Level.DIFFERENT


def _one_name_at_home(agreement: Agreement) -> bool:
    """Whether a person has a new surname at the old address or in the district."""
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
    """Whether the same name at the same address has another date of birth, or none.

    Without a date of birth a rare name is enough for a review.
    """
    at_home = agreement.postcode is Level.SAME and agreement.sex is not Level.DIFFERENT
    if agreement.born is Level.MISSING:
        return likely and (at_home or agreement.name_is_exact)
    return at_home and agreement.name_is_exact


def _may_be_counted(agreement: Agreement) -> bool:
    """Whether nothing contradicts the match, so that chances may decide it.

    A date of birth with day and month exchanged or one wrong digit is always reviewed
    (Feeds 2.6), and so is another given name.
    """
    return (
        agreement.born is Level.SAME
        and agreement.given in CLOSE_NAME
        and agreement.given is not Level.CROSSED
        and Level.DIFFERENT not in (agreement.upn, agreement.uln, agreement.sex)
    )
