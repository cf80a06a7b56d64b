"""Gateways: the law by which data comes in and goes out, and what each lets through.

``gateways.csv`` has them by direction. One that stands by law needs no agreement: an
Act obliges or allows it by itself. One that stands by agreement lets nothing through
without a signed one (Law L-09). What the council's officer has not confirmed yet is
marked so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.domain.history.details.handling import HANDLINGS, Handling
from tracker.domain.reference import tables
from tracker.domain.reference.tables import YES_OR_NO

#: The gateway by which the files of the council's earlier system come in.
EARLIER_SYSTEM = "nccis-file"
#: The gateway of whatever lists a support service has, each by its agreement.
SERVICES = "service-list"
#: The gateway of the lists of the team that keeps EHC plans.
PLANS = "plans-list"
#: The gateway by which a service gets the statuses of its own list back.
OWN_LIST = "own-list-status"
#: The gateway of the registers of education welfare.
WELFARE = "welfare-list"
#: The gateways of lists of which the source alone would say what is sealed.
CARE_LIST, YOUTH_JUSTICE_LIST = "care-list", "youth-justice-list"
SAYS_WHAT_IS_SEALED = frozenset({CARE_LIST, YOUTH_JUSTICE_LIST})
#: The gateway of DfE's lists of pupils at risk of NEET.
RISK = "risk-list"


class Direction(StrEnum):
    """Whether data comes to the council or leaves it."""

    IN = "in"
    OUT = "out"


class PartyKind(StrEnum):
    """The kinds of party that data comes from or goes to."""

    INSTITUTION = "institution"
    AUTHORITY = "authority"
    SERVICE = "service"  # commissioned, or of the council itself
    DEPARTMENT = "department"  # for Education
    JOBCENTRE = "jobcentre"  # of the Department for Work and Pensions
    BODY = "body"  # research, police, health and others
    PERSON = "person"  # the young person


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a disclosure may hold. ``detail`` is the declared detail it shows.

    A protected field is given only where a decision about that person names it.
    ``handling`` is that of the data it shows, ``words`` what the field says.
    """

    name: str
    label: str
    detail: str
    protected: bool
    handling: Handling
    words: str


@dataclass(frozen=True, slots=True)
class Gateway:
    """One lawful way, with what it lets through.

    ``fields`` are the most that may pass. With ``each`` every single disclosure is
    approved by another user than the one who requests it. ``longest_days`` is for how
    long a recipient may use a list, where it has to end.
    """

    key: str
    title: str
    direction: Direction
    party: PartyKind
    law: str
    article_6: str
    condition: str
    purpose: str
    fields: tuple[str, ...]
    by_law: bool
    each: bool
    longest_days: int | None
    confirmed: bool

    def in_words(self) -> str:
        """The gateway in one sentence, to be shown before anything is shared by it."""
        verb = "May pass" if self.direction is Direction.OUT else "May receive"
        joined = {"that": "so ", "to": ""}.get(self.purpose.split()[0], "for ")
        return f"{verb} this {joined}{self.purpose} ({self.law})."


_FOLDER = Path(__file__).parent

#: The gateways by which figures leave: tables that name no one, and extracts.
STATISTICS, RESEARCH = "statistics", "research"
#: The gateway of requests that a case approves.
THIRD_PARTY = "third-party"
#: The gateway of lines about residents of another authority who have no record here.
OTHER_AREA = "other-area"
#: The gateway of residents of a neighbouring authority who learn here.
RESIDENTS = "residents"
#: The gateway of what the learners of a school, college or provider need there.
SUPPORT = "enrolled-support"
#: The gateway of one pupil's transfer file for a school.
SCHOOL_TRANSFER = "school-transfer"
#: The gateway of those who are expected at a school, college or provider.
EXPECTED = "expected-learners"

#: Every field by its name, in the order of a file's columns.
FIELDS = {
    each.name: each
    for each in tables.read(
        _FOLDER / "disclosed_fields.csv",
        lambda row: Field(
            row["field"],
            row["label"],
            row["detail"],
            YES_OR_NO[row["protected"]],
            HANDLINGS[row["handling"]],
            row["words"],
        ),
    )
}


def unprotected(fields: Collection[str]) -> list[str]:
    """Those of these fields that need no decision about each young person, in order."""
    return [
        name for name, each in FIELDS.items() if name in fields and not each.protected
    ]


def _gateway(row: dict[str, str]) -> Gateway:
    fields = tuple(row["fields"].split())
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
    return Gateway(
        key=row["gateway"],
        title=row["title"],
        direction=Direction(row["direction"]),
        party=PartyKind(row["party"]),
        law=row["law"],
        article_6=row["article 6"],
        condition=row["condition"],
        purpose=row["purpose"],
        fields=fields,
        by_law={"law": True, "agreement": False}[row["stands by"]],
        each={"each": True, "standing": False}[row["approval"]],
        longest_days=int(row["longest days"]) if row["longest days"] else None,
        confirmed=YES_OR_NO[row["confirmed"]],
    )


#: Every gateway by its key.
GATEWAYS = {each.key: each for each in tables.read(_FOLDER / "gateways.csv", _gateway)}
