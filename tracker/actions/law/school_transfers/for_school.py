"""A young person's transfer file for a school: who may have one, and what it says.

It is given by the one door, under the agreement with the school. It says who they are,
where they live and which schools and colleges have shown them on a roll. It says
nothing of what else they did, nothing that is sealed, and nothing that only a weak
source claims.

See decision 0237.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker import reporting, store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand
from tracker.actions.law import parties
from tracker.actions.law.disclosing import permit, record
from tracker.domain.history.details.pupil_numbers import without_pupil_numbers
from tracker.domain.history.membership import fold
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.history.spells import Spell
from tracker.domain.law.gateways import GATEWAYS, SCHOOL_TRANSFER, PartyKind
from tracker.domain.reference import codes
from tracker.domain.reference.activity import COMPULSORY, EDUCATION
from tracker.domain.reference.institution import Institution, InstitutionKind
from tracker.refusal import Refusal
from tracker.reporting.files.transfer_file import Pupil, School, Sent
from tracker.store.institutions.register import Directory
from tracker.store.law.disclosures import Disclosure
from tracker.store.people.records import Person

#: The field of the form in which the school is entered.
SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was given: its name, what is in it, and its disclosure."""

    name: str
    content: bytes
    disclosure: Disclosure


def give(
    person: int, school: str, *, organisation: str, within: Scope, act: Act
) -> Given:
    """Makes the transfer file of a young person for the school with this number, and
    records its disclosure.

    Raises Refusal for a number of no school and for a young person who may have
    no file, and DisclosureRefused without an agreement with the school.
    """
    found = by_hand.unmerged_person(person, within=within)
    if why := why_none(found):
        raise Refusal(why)
    party = parties.named(PartyKind.INSTITUTION, school, by=act.authority)
    to = store.institutions.register.directory().by_key(party.key)
    if to is None or to.laestab is None or to.kind is not InstitutionKind.SCHOOL:
        raise Refusal(
            f"{party.name} is no school with a DfE number; a transfer file is for a "
            "school.",
            SCHOOL,
        )
    permitted = permit(
        party, SCHOOL_TRANSFER, GATEWAYS[SCHOOL_TRANSFER].fields, act=act
    )
    pupil = _pupil(found, act)
    with store.database.base.transaction():
        made = record(permitted, [found.id], what="Transfer file", act=act)
        sent = Sent(
            act.authority, organisation, to.laestab, act.at, made.number or 0, made.mark
        )
        content = reporting.files.transfer_file.written(pupil, sent)
    return Given(reporting.files.transfer_file.file_name(sent), content, made)


def why_none(person: Person) -> str:
    """Why no file may be made about a young person, in one sentence; "" if it may."""
    if person.details.get("departure") == codes.DIED:
        return f"{person.name} has died, so no transfer file is made."
    if person.details.get("withheld"):
        return f"{person.name} is not named outward, so no transfer file is made."
    if store.history.sealed_facts.confidential([person.id]):
        return (
            f"The address of {person.name} is confidential, so no transfer file is "
            "made."
        )
    if store.law.restrictions.of_people([person.id]):
        return (
            f"An answer No stands about {person.name}, so their details are not passed "
            "on and no transfer file is made."
        )
    return ""


def _pupil(person: Person, act: Act) -> Pupil:
    """What the file says. Raises Refusal where a school's system would refuse it."""
    register = store.institutions.register.directory()
    evidence = [
        item
        for _, items in store.history.evidence.histories([person.id])
        for item in without_sealed(items)
    ]
    folded = fold(
        person.id, act.authority, evidence, on=[act.on], resolve=register.resolve
    )
    known = None if folded is None else without_pupil_numbers(folded.known, act.on)
    if folded is None or known is None or known.identity.upn is None:
        raise Refusal(
            f"There is no UPN on record for {person.name}, and no school takes a "
            "transfer file without one."
        )
    who, home = known.identity, known.address
    if who.born is None or who.sex not in ("F", "M"):
        raise Refusal(
            f"A transfer file gives the date of birth and the sex, F or M; the record "
            f"of {person.name} has not both."
        )
    return Pupil(
        upn=who.upn or "",
        uln=who.uln or "",
        surname=who.family,
        forename=who.given,
        middle_names=who.middle,
        born=who.born,
        sex=who.sex,
        lines=tuple(home[each] for each in _LINES if home.get(each)),
        county=home.get("county", ""),
        postcode=who.postcode or "",
        schools=tuple(_schools(folded.spells, register, act.on)),
    )


_LINES = ("line1", "line2", "line3", "line4", "town")


def _schools(
    spells: Iterable[Spell], register: Directory, on: date
) -> Iterator[School]:
    """The schools and colleges that rolls have shown, one for each stay there."""
    stays: list[tuple[Institution, date, date | None]] = []
    for spell in spells:
        place = _school_of(spell, register)
        if place is None or spell.starts > on:
            continue
        ends = spell.ends if spell.ends is not None and spell.ends <= on else None
        if stays and stays[-1][0].key == place.key:
            stays[-1] = (place, stays[-1][1], ends)
        else:
            stays.append((place, spell.starts, ends))
    for place, starts, ends in stays:
        yield School(place.laestab or "", place.name, starts, ends)


def _school_of(spell: Spell, register: Directory) -> Institution | None:
    if spell.activity.sealed or spell.activity.group not in (COMPULSORY, EDUCATION):
        return None
    if spell.institution is None or not any(
        each.tier.verifies for each in spell.confirmations
    ):
        return None
    place = register.by_key(spell.institution)
    if place is None or place.laestab is None or place.kind is InstitutionKind.CUSTODY:
        return None
    return place
