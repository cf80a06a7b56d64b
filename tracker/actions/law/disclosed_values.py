"""The values that a disclosure gives, now or as they were known at an earlier moment.

One function makes the cells of a list and works out later what an earlier list gave, so
the two cannot differ (Law D-08).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker import store
from tracker.domain.history.destination_category import category
from tracker.domain.history.details.pupil_numbers import without_pupil_numbers
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.membership import Folded, fold
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.law.gateways import FIELDS
from tracker.domain.reference import codes
from tracker.store.institutions.register import Directory

#: The field that is made of sealed characteristics.
SEALED = "care"

#: The values of one person by heading, in the order of the columns.
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """One person as known at a moment, and what their cells need beside it."""

    folded: Folded
    register: Directory
    contact: date | None


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value is not None else ""


#: A cell about whether something is so.
YES, NO = "Yes", "No"


def _yes(value: bool) -> str:
    return YES if value else NO


def _address(known: _Known) -> str:
    return ", ".join(known.folded.known.address.values())


def _status(known: _Known) -> str:
    return str(category(known.folded.position))


def _since(known: _Known) -> str:
    position = known.folded.position
    shown = position is not None and not position.is_not_known
    return _day(position.starts) if shown and position else ""


def _confirmed(known: _Known) -> str:
    position = known.folded.position
    if position is None or position.is_not_known:
        return ""
    return _day(position.verified or position.ascertained)


def _care_activity(known: _Known) -> str:
    position = known.folded.position
    if position is None or position.is_not_known:
        return ""
    return position.activity.care_leaver


def _institution(known: _Known) -> str:
    position = known.folded.position
    if position is None or position.is_not_known:
        return ""
    key = position.institution
    name = known.register.name_of(key) if key else None
    return name or position.institution_name or ""


def _previous(known: _Known) -> str:
    members = known.folded.members
    school = members[0].year_11_school if members else None
    return (known.register.name_of(school) if school else None) or ""


def _care(known: _Known) -> str:
    held = known.folded.known.characteristics
    return _yes(not held.isdisjoint((codes.LOOKED_AFTER, codes.CARE_LEAVER)))


#: The headings of each field that a list can hold, with the cell under each.
CELLS: Mapping[str, Mapping[str, Callable[[_Known], str]]] = {
    "name": {
        "Given name": lambda it: it.folded.known.identity.given,
        "Family name": lambda it: it.folded.known.identity.family,
    },
    "born": {"Date of birth": lambda it: _day(it.folded.known.identity.born)},
    "sex": {"Sex": lambda it: it.folded.known.identity.sex or ""},
    "upn": {"UPN": lambda it: it.folded.known.identity.upn or ""},
    "uln": {"ULN": lambda it: it.folded.known.identity.uln or ""},
    "ypid": {"Young person's ID": lambda it: it.folded.known.identity.ypid or ""},
    "address": {"Address": _address},
    "postcode": {"Postcode": lambda it: it.folded.known.identity.postcode or ""},
    "phone": {"Phone": lambda it: it.folded.known.phone or ""},
    "email": {"E-mail": lambda it: it.folded.known.email or ""},
    "plan": {"EHC plan": lambda it: _yes(it.folded.known.send)},
    "support": {"SEN support": lambda it: _yes(it.folded.known.sen_support)},
    "care": {"In care or a care leaver": _care},
    "status": {"What they do": _status},
    "since": {"Since": _since},
    "institution": {"Where": _institution},
    "previous": {"School in Year 11": _previous},
    "confirmed": {"Last confirmed": _confirmed},
    "care_activity": {"ACTIV": _care_activity},
    "contact": {"Last contact": lambda it: _day(it.contact)},
}


def headings(fields: Collection[str]) -> list[str]:
    """The headings of a list with these fields, in the order of the columns."""
    return [
        heading for name in FIELDS if name in fields for heading in CELLS.get(name, ())
    ]


def values(
    people: Iterable[int], fields: Collection[str], *, on: date, authority: str
) -> Iterator[tuple[int, Values]]:
    """The values of each person that these fields give, as known now.

    ``on`` is the day that they speak of. A person without evidence is left out. A field
    that no list holds gives nothing.
    """
    wanted = sorted(set(people))
    register = store.institutions.register.directory()
    spoken = store.casework.contacts.last_of(wanted) if "contact" in fields else {}
    histories = store.history.evidence.histories(wanted, opened=SEALED in fields)
    for person, evidence in histories:
        contact = spoken[person].on if person in spoken else None
        found = of_evidence(
            person,
            evidence,
            fields,
            on=on,
            authority=authority,
            register=register,
            contact=contact,
        )
        if found is not None:
            yield person, found


def of_evidence(
    person: int,
    evidence: Iterable[Evidence],
    fields: Collection[str],
    *,
    on: date,
    authority: str,
    register: Directory,
    known_at: datetime | None = None,
    contact: date | None = None,
) -> Values | None:
    """The values that these fields gave, or give, of one person.

    ``known_at`` leaves out what was recorded later. None without evidence. Sealed
    activities are left out, as if no source had given them.
    """
    items = without_sealed(item for item in evidence if item.known(known_at))
    folded = fold(person, authority, items, on=[on], resolve=register.resolve)
    if folded is None:
        return None
    shown = replace(folded, known=without_pupil_numbers(folded.known, on))
    known = _Known(shown, register, contact)
    return {
        heading: cell(known)
        for name in FIELDS
        if name in fields
        for heading, cell in CELLS.get(name, {}).items()
    }
