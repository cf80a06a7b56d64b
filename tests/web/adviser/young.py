"""Young people for the advisers' pages. Everybody is invented."""

from datetime import date, datetime

from tests.acts import act
from tests.factories import AUTHORITY, HERE
from tests.web.conftest import NOW
from tracker import actions
from tracker.access import Scope, authority_scope
from tracker.actions.people.adding import Newcomer
from tracker.domain.history.evidence import Detail, Doing, Tier
from tracker.domain.history.person import Identity
from tracker.domain.reference.activity import Activity
from tracker.domain.reference.institution import InstitutionRef

TODAY = date(2026, 11, 24)
BORN = date(2009, 12, 3)  # of academic age 16
HERE_ONLY: Scope = authority_scope(AUTHORITY)
THERE = "342"  # another authority, whose people are out of scope here


def young(
    given: str = "Amina",
    family: str = "Holtby",
    *,
    born: date = BORN,
    phone: str = "",
    authority: str = AUTHORITY,
    postcode: str = HERE,
    at: datetime = NOW,
    **identity: str,
) -> int:
    """Adds a record of a young person with an identity and nothing else."""
    return actions.people.adding.add(
        Newcomer(
            Identity(given, family, born=born, postcode=postcode, **identity),
            phone=phone,
        ),
        act=act(by="the tests", at=at, on=TODAY, authority=authority),
    )


def record_evidence(
    person: int,
    *statements: Doing | Detail,
    as_at: date = TODAY,
    tier: Tier = Tier.PROVIDER_ROLL,
    authority: str = AUTHORITY,
    at: datetime = NOW,
    source: str = "provider-enrolment",
) -> None:
    """Records evidence about a young person, as a college's list does."""
    actions.history.evidence.record(
        {
            act(by="a list", at=at, on=TODAY, authority=authority): [
                actions.history.evidence.UserEvidence(person, statements, as_at)
            ]
        },
        tier=tier,
        source=source,
    )


def doing(
    activity: Activity, starts: date = date(2026, 9, 7), name: str = "", **more: date
) -> Doing:
    """An activity since September, at the place of that name if one is given."""
    where = InstitutionRef(name=name) if name else None
    return Doing(activity.code, where, starts=starts, **more)
