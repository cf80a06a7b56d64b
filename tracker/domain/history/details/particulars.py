"""The details of a young person: each is declared here, once.

A field of ``Particulars`` is the declaration of a detail: its label, its fold, its
handling. Pages, commands, the return, the database and the data dictionary read it
here. The recipe for another detail is in CONTRIBUTING.md.

See decision 0142.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.history.details import handling
from tracker.domain.history.details.declaration import (
    TOGETHER,
    Declaration,
    Shown,
    declarations,
    declared,
)
from tracker.domain.history.details.detail_folds import (
    Departure,
    Fold,
    address_of,
    characteristics_of,
    departure_of,
    every,
    newest,
    newest_flag,
    parent_of,
)
from tracker.domain.history.details.house_moves import Homes
from tracker.domain.history.details.identity_details import IDENTITY_DETAILS
from tracker.domain.history.details.restrictions import Restriction
from tracker.domain.history.identity.identity_questions import IdentityQuestion
from tracker.domain.history.person import Identity
from tracker.domain.reference import codes


@dataclass(frozen=True, slots=True)
class Particulars:
    """The details held about one person. A flag without evidence is False."""

    identity: Identity
    questions: tuple[IdentityQuestion, ...] = ()  # about the identity
    homes: Homes | None = None  # where sources give another postcode
    ypids: tuple[str, ...] = declared(
        "Young person's ID",
        every("ypid", "ypid"),  # 13 digits: the number in a CCIS database
        handling.NUMBERS,
        used_in_return=True,
        searched=True,
        column="ypids",
    )
    former_ypids: tuple[str, ...] = declared(
        "Former young person's ID",
        every("former ypid", "ypid"),
        handling.NUMBERS,
        used_in_return=True,
        searched=True,
        shown=Shown.NO_ROW,
        column="ypids",
    )
    form_group: str | None = declared(
        "Form group", newest("form group", "group"), handling.SCHOOLING
    )
    address: Mapping[str, str] = declared(
        "Address",
        Fold(
            "address",
            (*("line1", "line2", "line3", "line4"), "town", "county", "postcode"),
            "the newest full address",
            address_of,
            all_along=True,
        ),
        handling.HOME,
        used_in_return=True,
    )
    phone: str | None = declared(
        "Phone", newest("phone", "phone"), handling.PHONE, shown=Shown.COMMAND_ROW
    )
    email: str | None = declared("Email", newest("email", "email"), handling.EMAIL)
    parent: Mapping[str, str] = declared(
        "Parent or carer",
        Fold("parent", ("name", "address"), "the newest", parent_of),
        handling.PARENTS,
    )
    ethnicity: str | None = declared(
        "Ethnicity",
        newest("ethnicity", "ethnicity", all_along=True),
        handling.ETHNICITY,
        code_list=codes.ETHNICITIES,
        returned="Ethnicity",
        returned_without=codes.NOT_OBTAINED,
    )
    send: bool = declared("EHC plan", newest_flag("send", "send"), handling.NEEDS)
    sen_support: bool = declared(
        "SEN support", newest_flag("send", "support"), handling.NEEDS
    )
    level_of_need: str | None = declared(
        "Level of need",
        newest("need", "level"),
        handling.SUPPORT,
        code_list=codes.LEVELS_OF_NEED,
        returned="LevelOfNeedCode",
        returned_without=codes.MINIMUM_INTERVENTION,
    )
    free_meals: bool = declared(
        "Free school meals", newest_flag("meals", "eligible"), handling.FREE_MEALS
    )
    characteristics: frozenset[str] = declared(
        "Characteristics",
        Fold(
            "characteristics",
            ("codes",),  # all of them, space separated; "" for none
            "the newest list, and what is added since",
            characteristics_of,
            # one more, from a source that does not know the others
            also={"characteristic": ("code",)},
        ),
        handling.CIRCUMSTANCES,
        code_list=codes.CHARACTERISTICS,
    )
    restrictions: tuple[Restriction, ...] = declared(
        "Restricted",
        Fold(
            "restriction",
            ("restricted", "urn", "laestab", "ukprn", "provider"),
            "the newest answer to each institution",
            lambda held: (),  # from the answers and the register: ``Details``
        ),
        handling.CONSENT,
        shown=Shown.NO_ROW,
        stored=lambda held: [
            (each.institution, each.since.isoformat(), each.latest.isoformat())
            for each in held
        ],
    )
    withheld: bool = declared(
        "Named on no list for schools",
        newest_flag("withheld", "withheld"),
        handling.SAFETY,
        shown=Shown.COMMAND_ROW,
    )
    departure: Departure | None = declared(
        "Departure",
        Fold(
            "departure",
            ("status", "to", "on"),
            "the newest, unless a later address or plan undoes it",
            departure_of,
        ),
        handling.MOVES,
        used_in_return=True,
        shown=Shown.COMMAND_ROW,
        stored=lambda gone: gone.status,
    )
    lead_authority: str | None = declared(
        "Lead authority",
        newest("lead authority", "authority"),
        handling.SCHOOLING,
        shown=Shown.NO_ROW,
    )
    educated_authority: str | None = declared(
        "Authority of education",
        newest("educated authority", "authority"),
        handling.SCHOOLING,
        used_in_return=True,
        shown=Shown.NO_ROW,
    )
    year_11_authority: str | None = declared(
        "Authority in Year 11",
        newest("year 11 authority", "authority"),
        handling.SCHOOLING,
        returned="LEACodeAtYear11",
        shown=Shown.NO_ROW,
    )


_OWN = declarations(Particulars)

#: Every detail of a young person, in the order of pages and commands.
DETAILS: tuple[Declaration, ...] = IDENTITY_DETAILS + _OWN

BY_NAME = {each.name: each for each in DETAILS}

#: The fields of ``Particulars`` that follow from the evidence under each subject.
FOLDED: Mapping[str, tuple[tuple[str, Fold], ...]] = {
    about: tuple((each.name, each.fold) for each in _OWN if about in each.fold.subjects)
    for one in _OWN
    for about in one.fold.subjects
}

#: The details that the table of people stores together, each by its key there.
STORED_TOGETHER: tuple[tuple[str, Declaration], ...] = tuple(
    (each.column.removeprefix(f"{TOGETHER}."), each)
    for each in DETAILS
    if each.column.startswith(f"{TOGETHER}.")
)


def value_of(known: Particulars, detail: Declaration) -> Any:
    """The value of a detail."""
    return getattr(known.identity if detail.of_identity else known, detail.name)
