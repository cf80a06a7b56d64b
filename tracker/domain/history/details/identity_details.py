"""The details of the identity, which are folded by trust and not by the newest day.

They are fields of ``domain.history.person.Identity`` and columns of people, because
search and matching use them.

See decisions 0098 and 0142.
"""

from dataclasses import replace
from typing import Any

from tracker.domain.history.details.changes.by_hand import ByHand, Control, Input
from tracker.domain.history.details.declaration import TOGETHER, Declaration, Shown
from tracker.domain.history.details.detail_folds import Fold
from tracker.domain.history.details.handling import HANDLINGS
from tracker.domain.reference import codes

#: Columns of the return.
UPN, ULN = "UniquePupilNumber", "UniqueLearnerNo"
BY_TRUST = "the best source, then agreement of sources, then the newest"


def _detail(
    name: str, label: str, subject: tuple[str, ...], handling: str, **more: Any
) -> Declaration:
    """A detail whose ``subject`` of evidence is followed by the fields of it."""
    about, *fields = subject
    fold = Fold(about, tuple(fields), BY_TRUST, lambda held: None)
    more = {"column": name, **more}
    return Declaration(
        label, fold, HANDLINGS[handling], name=name, of_identity=True, **more
    )


def _of_name(field: str, label: str, needed: str = "", title: str = "") -> ByHand:
    """A part of the name: all of them are entered together."""
    return ByHand("name", (Input(field, label, Control.NAME, needed),), title=title)


#: Those that stand in a heading, or are not shown.
_NO_ROWS = (
    _detail(
        "given",
        "Given name",
        ("name", "given"),
        "names",
        returned="GivenName",
        by_hand=_of_name("given", "Given name", "Enter the given name.", title="Name"),
    ),
    _detail(
        "middle",
        "Middle name",
        ("name", "middle"),
        "names",
        returned="MiddleName",
        by_hand=_of_name("middle", "Middle name (optional)"),
    ),
    _detail(
        "family",
        "Family name",
        ("name", "family"),
        "names",
        returned="FamilyName",
        by_hand=_of_name("family", "Family name", "Enter the family name."),
    ),
    # a former name or sex: adoption, protection, gender transition
    _detail(
        "sealed_names",
        "Sealed former names",
        ("sealed", "field", "value"),
        "sealed identity",
    ),
    _detail(
        "born",
        "Date of birth",
        ("birth", "born"),  # an ISO date
        "birth and sex",
        used_in_return=True,
        searched=True,
        by_hand=ByHand(
            "born",
            (
                Input(
                    "born", "Date of birth", Control.BIRTH, "Enter the date of birth."
                ),
            ),
        ),
    ),
    _detail(
        "other_births",
        "Dates of birth in merged records",
        ("birth", "born"),
        "birth and sex",
        column=f"{TOGETHER}.births",
        stored=lambda days: [day.isoformat() for day in days],
    ),
    _detail("postcode", "Postcode", ("address", "postcode"), "home", searched=True),
)
_ROWS = (
    # preferred or former names; each adds one
    _detail(
        "other_names",
        "Also known as",
        ("other name", "given", "family"),
        "names",
        by_hand=ByHand(
            "known-as",
            (
                Input("given", "Given name", Control.NAME, "Enter the given name."),
                Input("family", "Family name (optional)", Control.NAME),
            ),
        ),
    ),
    _detail(
        "sex",
        "Sex",
        ("birth", "sex"),  # F, M, U or W
        "birth and sex",
        code_list=codes.GENDERS,
        by_hand=ByHand("sex", (Input("sex", "Sex", Control.CODE, "Select the sex."),)),
        returned="Gender",
        returned_without=codes.GENDER_NOT_KNOWN,
    ),
    _detail(
        "upn",
        "UPN",
        ("upn", "upn"),
        "pupil numbers",
        searched=True,
        returned=UPN,
        by_hand=ByHand("upn", (Input("upn", "UPN", Control.UPN, "Enter the UPN."),)),
    ),
    # each adds one
    _detail(
        "former_upns",
        "Former UPN",
        ("former upn", "upn"),
        "pupil numbers",
        searched=True,
    ),
    _detail(
        "uln",
        "ULN",
        ("uln", "uln"),
        "numbers",
        searched=True,
        returned=ULN,
        by_hand=ByHand("uln", (Input("uln", "ULN", Control.ULN, "Enter the ULN."),)),
    ),
)
IDENTITY_DETAILS = (*(replace(each, shown=Shown.NO_ROW) for each in _NO_ROWS), *_ROWS)
