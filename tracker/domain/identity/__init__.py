"""Who somebody is: names, date of birth and sex, folded by trust and not by newness."""

from tracker.domain.identity.fold import Who, agreed, fold_identity
from tracker.domain.identity.questions import Claim, IdentityQuestion, Said
from tracker.domain.identity.words import (
    BORN,
    CHOSEN,
    DECIDED,
    DOCUMENTS,
    FAMILY,
    GIVEN,
    SEALED,
    SEX,
    SUBJECTS,
    Standing,
    Word,
    standing_of,
)

__all__ = [
    "BORN",
    "CHOSEN",
    "DECIDED",
    "DOCUMENTS",
    "FAMILY",
    "GIVEN",
    "SEALED",
    "SEX",
    "SUBJECTS",
    "Claim",
    "IdentityQuestion",
    "Said",
    "Standing",
    "Who",
    "Word",
    "agreed",
    "fold_identity",
    "standing_of",
]
