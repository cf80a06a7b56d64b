"""The senders of enrolment lists, with their templates and their faults."""

from dataclasses import dataclass, field
from pathlib import Path

from tracker.demo.files.sheets import Look
from tracker.demo.people.faults import COLLEGE, PROVIDER, SCHOOL_LIST, Care
from tracker.demo.people.institutions import Place
from tracker.domain.reference import tables
from tracker.domain.reference.institution import InstitutionKind

#: A template: pairs of a heading and our name for the column below it.
Template = tuple[tuple[str, str], ...]


def _template(name: str) -> Template:
    """The template of that name in ``templates.csv``."""
    return tuple(pair for template, pair in _PAIRS if template == name)


_PAIRS = tables.read(
    Path(__file__).with_name("templates.csv"),
    lambda row: (row["template"], (row["heading"], row["cell"])),
)
EDUCATION, TRAINING, OURS = map(_template, ("education", "training", "ours"))
#: As a college's own system exports it, and in the headings of the learner record.
EXPORT, RECORD = map(_template, ("export", "record"))


@dataclass(frozen=True, slots=True)
class Sender:
    """The format of one institution's lists.

    ``early``: it sends in September, otherwise after the 42nd day. ``first_day``: its
    start dates are those of the course, otherwise of the year. ``numbers``: the ULN is
    a number in Excel. ``damage``: the share of ULNs that Excel has spoiled.
    """

    template: Template = OURS
    care: Care = COLLEGE
    look: Look = field(default_factory=Look)
    workbook: bool = False
    early: bool = False
    first_day: bool = True
    numbers: bool = False
    damage: float = 0.0
    duplicates: float = 0.02


#: A vendor's template with one more heading, for providers that no register names.
_NAMED: Template = (*TRAINING, ("ProviderName", "place"))

_EXCEL = Look(encoding="cp1252")
_BOM = Look(encoding="utf-8-sig")

_SENDERS = {
    "school-04": Sender(EDUCATION, SCHOOL_LIST, _BOM, early=True, duplicates=0.0),
    "school-09": Sender(EDUCATION, SCHOOL_LIST, _EXCEL, early=True, duplicates=0.0),
    "school-13": Sender(EDUCATION, SCHOOL_LIST, workbook=True, duplicates=0.0),
    "school-19": Sender(
        EDUCATION,
        SCHOOL_LIST,
        Look(titles=("Sixth form enrolments", "")),
        early=True,
        duplicates=0.0,
    ),
    "sfc-1": Sender(workbook=True, early=True, numbers=True),
    "sfc-2": Sender(EXPORT, look=_EXCEL, early=True, first_day=False),
    "sfc-3": Sender(look=Look(titles=("Enrolments by learner", "")), workbook=True),
    "fe-1": Sender(RECORD, look=_BOM, early=True, first_day=False),
    "fe-2": Sender(EXPORT, look=Look(encoding="cp1252", delimiter=";"), damage=0.01),
    "specialist": Sender(care=PROVIDER, look=Look(dates="%Y-%m-%d")),
    "provider-1": Sender((*_NAMED, ("EHCP", "plan")), PROVIDER, early=True),
    "provider-2": Sender(_NAMED, PROVIDER, workbook=True),
    "provider-3": Sender(OURS, PROVIDER, Look(delimiter="\t"), damage=0.02),
    "provider-4": Sender(OURS, PROVIDER, _EXCEL, early=True),
    "provider-5": Sender(_NAMED, PROVIDER, Look(dates="%d-%b-%Y")),
}


def sender(place: Place) -> Sender | None:
    """The format of a place's lists, or None if the place sends none."""
    if place.key in _SENDERS:
        return _SENDERS[place.key]
    if place.key.startswith("college-"):
        return Sender(OURS, look=_EXCEL if int(place.urn or 0) % 2 else _BOM)
    return None


def care_of(place: Place) -> Care:
    """The care of a place's staff when they report changes on the common portal."""
    known = sender(place)
    if known is not None:
        return known.care
    return SCHOOL_LIST if place.kind is InstitutionKind.SCHOOL else COLLEGE
