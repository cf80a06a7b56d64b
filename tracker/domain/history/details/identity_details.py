"""The details of the identity, which are folded by trust and not by the newest day.

They are fields of ``domain.history.person.Identity`` and columns of people, because
search and matching use them.

See decisions 0098 and 0142.
"""

from typing import Any

from tracker.domain.history.details import handling
from tracker.domain.history.details.declaration import TOGETHER, Declaration, Shown
from tracker.domain.history.details.detail_folds import Fold
from tracker.domain.history.details.handling import Handling
from tracker.domain.reference import codes


def _by_trust(about: str, *fields: str) -> Fold:
    words = "the best source, then agreement of sources, then the newest"
    return Fold(about, fields, words, lambda held: None, timeless=True)


def _of_identity(
    name: str, label: str, fold: Fold, handled: Handling, **more: Any
) -> Declaration:
    more.setdefault("column", name)
    return Declaration(label, fold, handled, name=name, of_identity=True, **more)


IDENTITY_DETAILS = (
    _of_identity(
        "given",
        "Given name",
        _by_trust("name", "given"),
        handling.NAMES,
        returned="GivenName",
        shown=Shown.NO_ROW,
    ),
    _of_identity(
        "middle",
        "Middle name",
        _by_trust("name", "middle"),
        handling.NAMES,
        returned="MiddleName",
        shown=Shown.NO_ROW,
    ),
    _of_identity(
        "family",
        "Family name",
        _by_trust("name", "family"),
        handling.NAMES,
        returned="FamilyName",
        shown=Shown.NO_ROW,
    ),
    # preferred or former names; each adds one
    _of_identity(
        "other_names",
        "Also known as",
        _by_trust("other name", "given", "family"),
        handling.NAMES,
    ),
    # a former name or sex: adoption, protection, gender transition
    _of_identity(
        "sealed_names",
        "Sealed former names",
        _by_trust("sealed", "field", "value"),
        handling.SEALED,
        shown=Shown.NO_ROW,
    ),
    _of_identity(
        "born",
        "Date of birth",
        _by_trust("birth", "born"),  # an ISO date
        handling.BIRTH_AND_SEX,
        used_in_return=True,
        searched=True,
        shown=Shown.NO_ROW,
    ),
    _of_identity(
        "other_births",
        "Dates of birth in merged records",
        _by_trust("birth", "born"),
        handling.BIRTH_AND_SEX,
        shown=Shown.NO_ROW,
        column=f"{TOGETHER}.births",
        stored=lambda days: [day.isoformat() for day in days],
    ),
    _of_identity(
        "sex",
        "Sex",
        _by_trust("birth", "sex"),  # F, M, U or W
        handling.BIRTH_AND_SEX,
        code_list=codes.GENDERS,
        returned="Gender",
        returned_without=codes.GENDER_NOT_KNOWN,
    ),
    _of_identity(
        "postcode",
        "Postcode",
        Fold("address", ("postcode",), "that of the address", lambda held: None),
        handling.HOME,
        searched=True,
        shown=Shown.NO_ROW,
    ),
    _of_identity(
        "upn",
        "UPN",
        _by_trust("upn", "upn"),
        handling.NUMBERS,
        returned="UniquePupilNumber",
        searched=True,
    ),
    # each adds one
    _of_identity(
        "former_upns",
        "Former UPN",
        _by_trust("former upn", "upn"),
        handling.NUMBERS,
        searched=True,
    ),
    _of_identity(
        "uln",
        "ULN",
        _by_trust("uln", "uln"),
        handling.NUMBERS,
        returned="UniqueLearnerNo",
        searched=True,
    ),
)
