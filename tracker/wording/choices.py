"""An application, an offer or a plan in words: what, where, and which course."""

from tracker.domain.history.evidence import Intention, Offer
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.institution import Institution, InstitutionRef, key_of
from tracker.wording import places


def place(ref: InstitutionRef | None, known: Institution | None) -> str:
    """The place that a source names, by its name in the register where it is ``known``.

    It is "" where the source names none.
    """
    if known is not None:
        return known.name
    if ref is None:
        return ""
    return ref.name or places.of_key(key_of(ref) or "")


def offer(found: Offer, where: str) -> str:
    """An application, or a status of the September Guarantee: "Conditional offer at
    Lake College, Motor vehicle, applied on 4 March 2027".
    """
    stage = codes.APPLICATION_STAGES.get(found.stage)
    status = codes.GUARANTEE_STATUSES.get(found.status)
    if stage is not None:
        what = stage.title
    else:
        title = status.title if status is not None else "nothing"
        what = f"September Guarantee, Year {found.year}: {title}"
    if where:
        what += f" at {where}"
    if found.course:
        what += f", {found.course}"
    if found.applied is not None:
        what += f", applied on {say_date(found.applied)}"
    return what


def intention(found: Intention, where: str) -> str:
    """A plan for after Year 11: "Apprenticeship or traineeship at Lake Training,
    applied for".
    """
    code = codes.INTENDED_DESTINATIONS.get(found.destination)
    what = code.title if code is not None else found.destination
    if where:
        what += f" at {where}"
    if found.course:
        what += f", {found.course}"
    if found.applied is not None:
        what += ", applied for" if found.applied else ", not applied for yet"
    return what
