"""The September Guarantee: offers of a place to Years 11 and 12 by the autumn."""

from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

from tracker.demo.people.institutions import Institutions
from tracker.demo.people.population import Person
from tracker.demo.plan import Contact, moment
from tracker.domain.history.evidence import Offer
from tracker.domain.reference import codes

#: The statuses of people who have no offer, or need none.
_NO_OFFER = (
    codes.NOT_RECORDED,
    codes.NOT_APPLIED,
    codes.AWAITING_OUTCOME,
    codes.PERSONAL_CIRCUMSTANCES,
    codes.EMPLOYMENT_WITHOUT_TRAINING,
    codes.NO_CONTACT,
)
#: The day by which schools' lists of offers are in, and the person who types them in.
_LISTED = (9, 24)
_LEADER = "Sam Thornley"


def status(seed: int, person: Person, year: int) -> str:
    """The guarantee status in Year 11 or 12; it is the same at every call."""
    rng = Random(f"{seed}/guarantee/{person.key}/{year}")
    if rng.random() >= 0.95:
        return rng.choice(_NO_OFFER)
    if year == 12 and rng.random() < 0.7:
        return codes.CONTINUING_EDUCATION
    return codes.OFFER_MADE


def responsible(person: Person, year: int, own: str, institutions: Institutions) -> str:
    """The authority that owes the offer: of the school in Year 11, of home after it."""
    school = person.school[-1].at if person.school else None
    if year == 11 and school is not None:
        return institutions[school].authority
    return own


def offers(
    seed: int,
    people: Iterable[Person],
    own: str,
    institutions: Institutions,
    autumn: int,
) -> Iterator[Contact]:
    """The offers for the autumn of a year, as the team leader recorded them.

    People whose status was not recorded are left out.
    """
    day = date(autumn, *_LISTED)
    for person in people:
        year = autumn - person.cohort + 10
        gone = person.leaves is not None and person.leaves <= day
        if year not in (11, 12) or gone or (person.arrives or day) > day:
            continue
        known = status(seed, person, year)
        if known != codes.NOT_RECORDED:
            offer = Offer(year, known, responsible(person, year, own, institutions))
            yield Contact(person.key, offer, day, moment(day, 16), _LEADER)
