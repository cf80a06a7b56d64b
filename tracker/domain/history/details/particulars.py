"""The details of a young person: each is declared here, once.

A field of ``Particulars`` is the declaration of a detail: its label, its fold, its
handling. Pages, commands, the return, the database and the data dictionary read it
here. The recipe for another detail is in CONTRIBUTING.md.

See decision 0142.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.history.details.changes.alerts import (
    INTERPRETER,
    LONE_WORKER,
    PREFERRED_CONTACT,
    SAFEGUARDING,
)
from tracker.domain.history.details.changes.by_hand import ByHand, Control, Input
from tracker.domain.history.details.declaration import (
    TOGETHER,
    Declaration,
    Shown,
    declarations,
    declared,
)
from tracker.domain.history.details.detail_folds import (
    ADDRESS,
    CHARACTERISTICS,
    DEPARTURE,
    GUARANTEE_LISTS,
    PARENT,
    PLAN,
    RESTRICTIONS,
    Departure,
    Fold,
    every,
    newest,
    newest_flag,
    newest_whole,
)
from tracker.domain.history.details.house_moves import Homes
from tracker.domain.history.details.identity_details import IDENTITY_DETAILS
from tracker.domain.history.details.restriction_answers import Restriction
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
        "numbers",
        used_in_return=True,
        searched=True,
        column="ypids",
    )
    former_ypids: tuple[str, ...] = declared(
        "Former young person's ID",
        every("former ypid", "ypid"),
        "numbers",
        used_in_return=True,
        searched=True,
        shown=Shown.NO_ROW,
        column="ypids",
    )
    form_group: str | None = declared(
        "Form group", newest("form group", "group"), "schooling"
    )
    address: Mapping[str, str] = declared(
        "Address",
        ADDRESS,
        "home",
        used_in_return=True,
        by_hand=ByHand(
            "address",
            (
                Input(
                    "line1", "House and street", needed="Enter the house and street."
                ),
                Input("line2", "Second line (optional)"),
                Input("line3", "Third line (optional)"),
                Input("town", "Town (optional)"),
                Input("county", "County (optional)"),
                Input("postcode", "Postcode (optional)", Control.POSTCODE),
            ),
            since="When did they move there?",
        ),
    )
    phone: str | None = declared(
        "Phone",
        newest("phone"),
        "phone",
        searched=True,
        shown=Shown.COMMAND_ROW,
        by_hand=ByHand(
            "phone",
            (Input("phone", "Phone", Control.PHONE, "Enter the phone number."),),
            ends="The number does not reach them any more",
            of_the_living=True,
        ),
    )
    email: str | None = declared(
        "Email",
        newest("email"),
        "email",
        searched=True,
        by_hand=ByHand(
            "email",
            (Input("email", "Email", Control.EMAIL, "Enter the email address."),),
            ends="The address does not reach them any more",
            of_the_living=True,
        ),
    )
    parent: Mapping[str, str] = declared(
        "Parent or carer",
        PARENT,
        "parents",
        by_hand=ByHand(
            "parent",
            (
                Input("name", "Name", Control.NAME, "Enter the name."),
                Input("relation", "Relation, such as mother (optional)"),
                Input("phone", "Phone (optional)", Control.PHONE),
                Input("address", "Address, where it is another (optional)"),
            ),
            ends="They are not a parent or carer to contact any more",
            of_the_living=True,
        ),
    )
    safeguarding: str | None = declared(
        "Safeguarding alert",
        newest("safeguarding", "alert"),
        "alerts",
        by_hand=SAFEGUARDING,
    )
    lone_worker: str | None = declared(
        "Lone worker",
        newest("lone worker", "visit"),
        "alerts",
        by_hand=LONE_WORKER,
    )
    preferred_contact: Mapping[str, str] = declared(
        "Preferred contact",
        newest_whole("preferred contact", "how", "when"),
        "support",
        by_hand=PREFERRED_CONTACT,
    )
    interpreter: Mapping[str, str] = declared(
        "Interpreter",
        newest_whole("interpreter", "language", "needed_by"),
        "language",
        by_hand=INTERPRETER,
    )
    ethnicity: str | None = declared(
        "Ethnicity",
        newest("ethnicity", all_along=True),
        "ethnicity",
        code_list=codes.ETHNICITIES,
        returned="Ethnicity",
        returned_without=codes.NOT_OBTAINED,
        by_hand=ByHand(
            "ethnicity",
            (Input("ethnicity", "Ethnicity", Control.CODE, "Select the ethnicity."),),
        ),
    )
    send: bool = declared(
        "EHC plan",
        PLAN,
        "needs",
        by_hand=ByHand(
            "support",
            (
                Input(
                    "send",
                    "Do they have an EHC plan?",
                    Control.YES_OR_NO,
                    "Select whether they have an EHC plan.",
                ),
            ),
            title="EHC plan and SEN support",
            since="Since when? If a plan ended, its last day",
        ),
    )
    sen_support: bool = declared(
        "SEN support",
        newest_flag("send", "support"),
        "needs",
        by_hand=ByHand(
            "support",
            (
                Input(
                    "support",
                    "Do they get SEN support?",
                    Control.YES_OR_NO,
                    "Select whether they get SEN support.",
                ),
            ),
        ),
    )
    level_of_need: str | None = declared(
        "Level of need",
        newest("need", "level"),
        "support",
        code_list=codes.LEVELS_OF_NEED,
        returned="LevelOfNeedCode",
        returned_without=codes.MINIMUM_INTERVENTION,
        by_hand=ByHand(
            "need",
            (Input("level", "Level of need", Control.CODE, "Select the level."),),
        ),
    )
    free_meals: bool = declared(
        "Free school meals", newest_flag("meals", "eligible"), "free meals"
    )
    characteristics: frozenset[str] = declared(
        "Characteristics",
        CHARACTERISTICS,
        "circumstances",
        code_list=codes.CHARACTERISTICS,
        by_hand=ByHand(
            "characteristics", (Input("codes", "Characteristics", Control.CODES),)
        ),
    )
    restrictions: tuple[Restriction, ...] = declared(
        "Restricted",
        RESTRICTIONS,
        "consent",
        shown=Shown.NO_ROW,
        stored=lambda held: [
            (
                each.institution,
                each.since.isoformat(),
                each.latest.isoformat(),
                each.by,
                each.how,
                each.ask_from and each.ask_from.isoformat(),
            )
            for each in held
        ],
    )
    withheld: bool = declared(
        "Not named outward",
        newest_flag("withheld"),
        "safety",
        shown=Shown.COMMAND_ROW,
    )
    withheld_because: str | None = declared(
        "Why not named outward",
        newest("withheld", "because"),
        "safety",
        shown=Shown.NO_ROW,
    )
    confidential_address: bool = declared(
        "Confidential address",
        replace(newest_flag("confidential address", "stands"), timeless=True),
        "safety",
        used_in_return=True,
        shown=Shown.COMMAND_ROW,
    )
    confidential_because: str | None = declared(
        "Why the address is confidential",
        replace(newest("confidential address", "because"), timeless=True),
        "safety",
        shown=Shown.NO_ROW,
    )
    guarantee_lists: Mapping[str, str] = declared(
        "September Guarantee lists",
        GUARANTEE_LISTS,
        "history",
        used_in_return=True,
        shown=Shown.NO_ROW,
    )
    departure: Departure | None = declared(
        "Departure",
        DEPARTURE,
        "moves",
        used_in_return=True,
        shown=Shown.COMMAND_ROW,
        stored=lambda gone: gone.status,
    )
    lead_authority: str | None = declared(
        "Lead authority",
        newest("lead authority", "authority"),
        "schooling",
        code_list=codes.AUTHORITIES,
        shown=Shown.NO_ROW,
    )
    educated_authority: str | None = declared(
        "Authority of education",
        newest("educated authority", "authority"),
        "schooling",
        code_list=codes.AUTHORITIES,
        used_in_return=True,
        shown=Shown.NO_ROW,
    )
    year_11_authority: str | None = declared(
        "Authority in Year 11",
        newest("year 11 authority", "authority"),
        "schooling",
        code_list=codes.AUTHORITIES,
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
